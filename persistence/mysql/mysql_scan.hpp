// Visits all rows of a kind, in the order of their keys: a few at a time,
// because the driver keeps a whole result in memory.

#pragma once

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <string>
#include <string_view>

namespace taskraft::persistence::mysql {

using row_scanner = task_reader::row_scanner;

/// `place` is for a failure's text: `corrupted` if the row is missing or makes
/// no sense.
result<store_meta> load_meta(connection& to, const std::string& place);

// All of these end with the first failure of `scan`.

status scan_leaders(connection& to, const row_scanner& scan);

status scan_tasks(connection& to, const row_scanner& scan);

/// Keys with this prefix behind `after`.
status scan_keys(connection& to, std::string_view prefix,
                 std::string_view after, const row_scanner& scan);

/// Requests behind `after`. `corrupted` if a row is damaged.
status scan_requests(connection& to, const std::string& place,
                     raft::log_index after, const row_scanner& scan);

} // namespace taskraft::persistence::mysql
