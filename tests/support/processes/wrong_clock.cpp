// A library that is preloaded into a node and changes its time of day. The file
// that TASKRAFT_WRONG_CLOCK names holds by how many seconds the clock is ahead;
// without the file it is right.

#include <cstdlib>
#include <dlfcn.h>
#include <fstream>
#include <time.h>

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  using function = int (*)(clockid_t, timespec*);
  static auto real
    = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "clock_gettime"));
  auto outcome = real(clock, time);
  const auto* path = std::getenv("TASKRAFT_WRONG_CLOCK");
  if (outcome != 0 || clock != CLOCK_REALTIME || path == nullptr)
    return outcome;
  auto ahead = time_t{0};
  std::ifstream{path} >> ahead;
  time->tv_sec += ahead;
  return outcome;
}
