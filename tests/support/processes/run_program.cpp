#include "tests/support/processes/run_program.hpp"

#include "tests/support/processes/process_start.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/env.hpp>
#include <boost/process/io.hpp>

#include <csignal>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace taskraft::tests {

namespace bp = boost::process;

namespace {

/// Ends a program that does not end by itself before ctest ends the test, which
/// could not say then what it waited for. Returns whether it had to.
bool end_late(const bp::child& program) {
  constexpr auto limit_ms = 200'000;
  auto handle = static_cast<int>(::syscall(SYS_pidfd_open, program.id(), 0));
  auto waits = pollfd{.fd = handle, .events = POLLIN, .revents = 0};
  auto is_late = handle >= 0 && ::poll(&waits, 1, limit_ms) == 0;
  if (is_late)
    ::kill(program.id(), SIGKILL);
  ::close(handle);
  return is_late;
}

} // namespace

std::string contents_of(const std::filesystem::path& file) {
  auto in = std::ifstream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// Output goes to files and not to pipes: a node that another thread starts at
// the same moment would inherit a pipe and hold it open for as long as it runs.
program_output run_program(const std::string& program,
                           const std::vector<std::string>& arguments,
                           const environment_variables& variables) {
  auto environment = bp::environment{boost::this_process::environment()};
  for (const auto& [name, value] : variables)
    environment[name] = value;
  auto folder = temporary_folder{};
  auto out = folder.path() / "out";
  auto err = folder.path() / "err";
  auto others = hold_other_starts();
  auto child = bp::child{program,
                         bp::args(arguments),
                         environment,
                         (bp::std_in < bp::null),
                         (bp::std_out > out.string()),
                         (bp::std_err > err.string())};
  others.unlock();
  auto is_late = end_late(child);
  child.wait();
  auto output = program_output{.exit_code = child.exit_code(),
                               .out = contents_of(out),
                               .err = contents_of(err)};
  if (is_late)
    output.err += "\n" + program + " did not end and was killed";
  return output;
}

} // namespace taskraft::tests
