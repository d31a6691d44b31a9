#include "protocol/invariant.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace invariant_test {

struct a_pipe {
  a_pipe() {
    BOOST_TEST_REQUIRE(::pipe(ends.data()) == 0);
  }
  ~a_pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }

  /// Until a writer would have to wait.
  void fill() const {
    auto flags = ::fcntl(ends[1], F_GETFL);
    BOOST_TEST_REQUIRE(::fcntl(ends[1], F_SETFL, flags | O_NONBLOCK) == 0);
    const auto bytes = std::string(4096, 'x');
    while (::write(ends[1], bytes.data(), bytes.size()) > 0)
      continue;
    BOOST_TEST_REQUIRE(::fcntl(ends[1], F_SETFL, flags) == 0);
  }

  std::array<int, 2> ends = {};
};

/// Breaks an invariant in a process whose standard error is that pipe; whether
/// it aborts within five seconds.
bool ends_at_once(const a_pipe& out) {
  auto child = ::fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    ::dup2(out.ends[1], STDERR_FILENO);
    RAFT_INVARIANT(1 + 1 == 3);
    _exit(0);
  }
  auto outcome = 0;
  for (auto i = 0; i < 500; ++i) {
    if (::waitpid(child, &outcome, WNOHANG) == child)
      return WIFSIGNALED(outcome) && WTERMSIG(outcome) == SIGABRT;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, &outcome, 0);
  return false;
}

BOOST_AUTO_TEST_SUITE(a_broken_invariant)

BOOST_AUTO_TEST_CASE(ends_the_process_and_says_where_it_broke) {
  auto out = a_pipe{};
  BOOST_TEST(ends_at_once(out));
  auto text = std::string(4096, '\0');
  auto got = ::read(out.ends[0], text.data(), text.size());
  BOOST_TEST_REQUIRE(got > 0);
  text.resize(static_cast<std::size_t>(got));
  BOOST_TEST(text.find("invariant_test.cpp:") != std::string::npos);
  BOOST_TEST(text.find("broken invariant: 1 + 1 == 3\n") != std::string::npos);
}

// HAZARDS 46.
BOOST_AUTO_TEST_CASE(does_not_wait_for_the_reader_of_its_message) {
  auto out = a_pipe{};
  out.fill();
  BOOST_TEST(ends_at_once(out));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace invariant_test
