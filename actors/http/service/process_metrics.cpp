#include "actors/http/service/process_metrics.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace taskraft::http {

namespace {

/// The second number of `/proc/self/statm` is of pages in memory.
std::uint64_t resident_bytes() {
  auto file = std::ifstream{"/proc/self/statm"};
  auto total = std::uint64_t{0};
  auto resident = std::uint64_t{0};
  file >> total >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t entries_of(const char* directory) {
  auto problem = std::error_code{};
  auto all = std::filesystem::directory_iterator{directory, problem};
  return problem ? 0
                 : static_cast<std::uint64_t>(std::distance(begin(all), {}));
}

std::uint64_t to_us(const timeval& x) {
  return static_cast<std::uint64_t>(x.tv_sec) * 1'000'000
         + static_cast<std::uint64_t>(x.tv_usec);
}

} // namespace

process_numbers measure_process() {
  auto x = process_numbers{};
  x.resident_bytes = resident_bytes();
  x.open_files = entries_of("/proc/self/fd");
  x.threads = entries_of("/proc/self/task");
  auto used = rusage{};
  if (::getrusage(RUSAGE_SELF, &used) == 0)
    x.cpu_us = to_us(used.ru_utime) + to_us(used.ru_stime);
  auto limit = rlimit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
    x.most_files = limit.rlim_cur;
  return x;
}

} // namespace taskraft::http
