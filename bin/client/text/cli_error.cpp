#include "bin/client/text/cli_error.hpp"

namespace taskraft::client {

exit_code exit_code_of(errc x) {
  switch (x) {
    case errc::none:
      return exit_code::done;
    case errc::not_found:
      return exit_code::not_found;
    case errc::not_allowed:
    case errc::unauthenticated:
    case errc::invalid_credentials:
    case errc::session_expired:
    case errc::scope_missing:
      return exit_code::not_allowed;
    case errc::conflict:
    case errc::duplicate:
    case errc::stale_revision:
    case errc::last_admin:
    case errc::last_manager:
    case errc::too_many:
    case errc::too_deep:
    case errc::cycle:
    case errc::in_trash:
    case errc::in_use:
    case errc::archived:
      return exit_code::conflict;
    case errc::invalid_value:
    case errc::invalid_parameter:
    case errc::invalid_cursor:
    case errc::required:
    case errc::unknown_reference:
    case errc::no_access:
      return exit_code::invalid_value;
    case errc::not_leader:
    case errc::unavailable:
    case errc::outcome_unknown:
    case errc::overloaded:
    case errc::store_busy:
    case errc::timed_out:
    case errc::disk_full:
    case errc::not_ready:
    case errc::no_quorum:
    case errc::member_change_pending:
    case errc::rate_limited:
      return exit_code::unavailable;
    case errc::malformed:
    case errc::storage_failed:
    case errc::corrupted:
    case errc::identity_refused:
    case errc::outdated:
      return exit_code::failure;
  }
  return exit_code::failure;
}

} // namespace taskraft::client
