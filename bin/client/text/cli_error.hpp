// Why a run of the client ends early, and the exit codes scripts rely on.

#pragma once

#include "protocol/errors.hpp"

#include <stdexcept>
#include <string>

namespace taskraft::client {

enum class exit_code : int {
  done = 0,
  failure = 1,
  usage = 2,
  not_found = 3,
  not_allowed = 4,
  conflict = 5,
  /// There was no quorum, or time was up with the outcome unknown.
  unavailable = 6,
  invalid_value = 7,
};

exit_code exit_code_of(errc x);

/// Ends the run with one line of text, whose control characters are escaped
/// when it is printed. Thrown only on the main thread and caught only in `run`.
class cli_error : public std::runtime_error {
public:
  cli_error(exit_code code, const std::string& text)
    : std::runtime_error(text), code_(code) {
  }

  exit_code code() const {
    return code_;
  }

private:
  exit_code code_;
};

/// Who reads the output has closed it, as `head` does: the run ends quietly.
class output_closed : public std::runtime_error {
public:
  output_closed() : std::runtime_error("nobody reads the output") {
  }
};

} // namespace taskraft::client
