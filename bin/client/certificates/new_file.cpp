#include "bin/client/certificates/new_file.hpp"

#include "bin/client/text/cli_error.hpp"
#include "protocol/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace taskraft::client {

namespace {

/// Zero, or an error number.
int write_new(const new_file& x) {
  auto file = descriptor{
    ::open(x.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
           x.mode)};
  if (!file)
    return errno;
  auto written = ::write(file.get(), x.content.data(), x.content.size());
  auto whole = written == static_cast<ssize_t>(x.content.size())
               && ::fchmod(file.get(), x.mode) == 0 && ::fsync(file.get()) == 0;
  auto problem = whole ? 0 : errno == 0 ? EIO : errno;
  if (problem != 0)
    ::unlink(x.path.c_str());
  return problem;
}

} // namespace

void write_new_files(const std::vector<new_file>& files) {
  for (auto i = std::size_t{0}; i < files.size(); ++i) {
    auto problem = write_new(files[i]);
    if (problem == 0)
      continue;
    for (auto made = std::size_t{0}; made < i; ++made)
      ::unlink(files[made].path.c_str());
    if (problem == EEXIST)
      throw cli_error{exit_code::conflict,
                      files[i].path + ": exists, and is not replaced"};
    throw cli_error{exit_code::failure,
                    files[i].path + ": "
                      + std::generic_category().message(problem)};
  }
}

} // namespace taskraft::client
