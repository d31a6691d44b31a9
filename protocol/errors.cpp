#include "protocol/errors.hpp"

namespace taskraft {

std::string to_string(errc x) {
  switch (x) {
    case errc::none:
      return "none";
    case errc::not_leader:
      return "not_leader";
    case errc::unavailable:
      return "unavailable";
    case errc::outcome_unknown:
      return "outcome_unknown";
    case errc::overloaded:
      return "overloaded";
    case errc::malformed:
      return "malformed";
    case errc::storage_failed:
      return "storage_failed";
    case errc::corrupted:
      return "corrupted";
    case errc::identity_refused:
      return "identity_refused";
    case errc::store_busy:
      return "store_busy";
    case errc::not_found:
      return "not_found";
    case errc::conflict:
      return "conflict";
    case errc::invalid_value:
      return "invalid_value";
    case errc::not_allowed:
      return "not_allowed";
    case errc::timed_out:
      return "timed_out";
    case errc::disk_full:
      return "disk_full";
    case errc::outdated:
      return "outdated";
    case errc::not_ready:
      return "not_ready";
    case errc::no_quorum:
      return "no_quorum";
  }
  return "unknown";
}

bool may_be_repeated(errc x) {
  return x == errc::store_busy || x == errc::disk_full;
}

bool is_passing(errc x) {
  return x == errc::not_leader || x == errc::unavailable
         || x == errc::outcome_unknown;
}

} // namespace taskraft
