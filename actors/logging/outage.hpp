// An outage that several actors meet, reported once.

#pragma once

#include <memory>

namespace taskraft::logging {

/// Copies are about the same outage, on whatever threads they are.
class outage {
public:
  outage();

  /// Whether this failure is the first one since things worked.
  bool begins() const;

  /// Whether this success is the first one since something failed.
  bool ends() const;

private:
  struct state;
  std::shared_ptr<state> state_;
};

} // namespace taskraft::logging
