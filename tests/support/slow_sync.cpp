// Preloaded into a node: a disk whose syncs take as long as a file says, which
// stands at TASKRAFT_SLOW_SYNC and holds milliseconds. Without it they take
// what they take; while it says "hang" none returns.

#include <chrono>
#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <string>
#include <thread>

namespace {

std::string wanted() {
  const auto* path = std::getenv("TASKRAFT_SLOW_SYNC");
  auto text = std::string{};
  if (path != nullptr)
    std::ifstream{path} >> text;
  return text;
}

void wait() {
  using std::chrono::milliseconds;
  while (wanted() == "hang")
    std::this_thread::sleep_for(milliseconds{10});
  if (auto text = wanted(); !text.empty())
    std::this_thread::sleep_for(milliseconds{std::atoi(text.c_str())});
}

} // namespace

extern "C" int fdatasync(int descriptor) {
  wait();
  using function = int (*)(int);
  static auto real
    = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "fdatasync"));
  return real(descriptor);
}
