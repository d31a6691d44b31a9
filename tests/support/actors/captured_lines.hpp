// Captures standard error, to which nodes write their messages.

#pragma once

#include "actors/logging/logging.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace taskraft::tests {

/// Standard error as a pipe that nobody reads until `written` is called.
class captured_lines {
public:
  captured_lines() : kept_(::dup(STDERR_FILENO)) {
    BOOST_REQUIRE(::pipe2(pipe_.data(), O_CLOEXEC) == 0);
    BOOST_REQUIRE(::dup2(pipe_[1], STDERR_FILENO) >= 0);
  }

  ~captured_lines() {
    logging::stop();
    ::dup2(kept_, STDERR_FILENO);
    for (auto x : {pipe_[0], pipe_[1], kept_})
      ::close(x);
  }

  std::string written() {
    logging::stop();
    return read_some();
  }

  /// What is in the pipe now.
  std::string read_some() {
    auto buffer = std::array<char, 65536>{};
    ::fcntl(pipe_[0], F_SETFL, O_NONBLOCK);
    auto size = ::read(pipe_[0], buffer.data(), buffer.size());
    return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  }

  /// Standard error becomes a pipe without a reader.
  void lose_reader() {
    auto other = std::array<int, 2>{};
    BOOST_REQUIRE(::pipe2(other.data(), O_CLOEXEC) == 0);
    BOOST_REQUIRE(::dup2(other[1], STDERR_FILENO) >= 0);
    for (auto x : other)
      ::close(x);
  }

  /// Standard error is the test's pipe again.
  void find_reader() {
    BOOST_REQUIRE(::dup2(pipe_[1], STDERR_FILENO) >= 0);
  }

private:
  std::array<int, 2> pipe_{};
  int kept_;
};

} // namespace taskraft::tests
