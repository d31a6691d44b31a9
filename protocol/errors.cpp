#include "protocol/errors.hpp"

#include <array>
#include <cstddef>

namespace taskraft {

namespace {

/// In the order of their numbers.
constexpr auto names = std::to_array<const char*>({
  "none",
  "not_leader",
  "unavailable",
  "outcome_unknown",
  "overloaded",
  "malformed",
  "storage_failed",
  "corrupted",
  "identity_refused",
  "store_busy",
  "not_found",
  "conflict",
  "invalid_value",
  "not_allowed",
  "timed_out",
  "disk_full",
  "outdated",
  "not_ready",
  "no_quorum",
  "unauthenticated",
  "invalid_credentials",
  "session_expired",
  "scope_missing",
  "duplicate",
  "stale_revision",
  "last_admin",
  "last_manager",
  "too_many",
  "too_deep",
  "cycle",
  "in_trash",
  "in_use",
  "archived",
  "required",
  "unknown_reference",
  "no_access",
  "rate_limited",
  "invalid_parameter",
  "invalid_cursor",
  "member_change_pending",
});

} // namespace

std::string to_string(errc x) {
  auto number = static_cast<std::size_t>(x);
  return number < names.size() ? names[number] : "unknown";
}

bool may_be_repeated(errc x) {
  return x == errc::store_busy || x == errc::disk_full;
}

bool is_passing(errc x) {
  return x == errc::not_leader || x == errc::unavailable
         || x == errc::outcome_unknown || x == errc::member_change_pending;
}

} // namespace taskraft
