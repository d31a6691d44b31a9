#include "persistence/disk/process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace taskraft::persistence {

namespace {

/// The most descriptors that a node needs: three ports full of connections, and
/// files.
constexpr auto most_open_files = rlim_t{16384};

void open_if_missing(int number, int mode) {
  if (::fcntl(number, F_GETFD) != -1 || errno != EBADF)
    return;
  // The lowest free number is given out, and all below are taken.
  if (::open("/dev/null", mode) != number)
    std::_Exit(EXIT_FAILURE);
}

} // namespace

void prepare_process() {
  open_if_missing(STDIN_FILENO, O_WRONLY);
  open_if_missing(STDOUT_FILENO, O_RDONLY);
  // Messages that nobody can see are no failure.
  open_if_missing(STDERR_FILENO, O_WRONLY);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

result<std::uint64_t> require_open_files(std::uint64_t needed) {
  auto limit = rlimit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return std::uint64_t{most_open_files};
  auto wanted = std::min(limit.rlim_max, most_open_files);
  if (limit.rlim_cur < wanted) {
    auto before = limit.rlim_cur;
    limit.rlim_cur = wanted;
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
      limit.rlim_cur = before;
  }
  if (limit.rlim_cur >= needed)
    return std::uint64_t{limit.rlim_cur};
  return failure{errc::invalid_value,
                 "this process may open " + std::to_string(limit.rlim_cur)
                   + " files and needs " + std::to_string(needed)
                   + ": raise the limit (ulimit -n, LimitNOFILE)"};
}

} // namespace taskraft::persistence
