// An outage that several actors meet: said when it begins, and once a minute
// while it lasts.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace taskraft::logging {

/// Copies are about the same outage, on whatever threads they are.
class outage {
public:
  /// Seconds since some moment; a clock that never goes back.
  using seconds_source = std::function<std::int64_t()>;

  outage();
  explicit outage(seconds_source now);

  /// Whether to speak of this failure: it is the first one since things
  /// worked, or the last word about it is a minute old.
  bool is_due() const;

  /// Whether this success is the first one since something failed.
  bool ends() const;

private:
  struct state;
  std::shared_ptr<state> state_;
};

} // namespace taskraft::logging
