// A library that is preloaded into a node and slows its syncs down. The file
// that TASKRAFT_SLOW_SYNC names holds how many milliseconds a sync takes.
// Without the file syncs take their normal time; while it says "hang" none
// returns, and while it says "fail" all fail.

#include "tests/support/processes/unsynced.hpp"

#include <cerrno>
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
  if (wanted() == "fail") {
    errno = EIO;
    return -1;
  }
  using function = int (*)(int);
  static auto real
    = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "fdatasync"));
  auto outcome = real(descriptor);
  if (outcome == 0)
    taskraft::tests::note_synced(descriptor);
  return outcome;
}
