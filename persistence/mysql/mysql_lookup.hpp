// Finds the rows of a MySQL schema by their names, many in one statement.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/task_store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence::mysql {

/// In one statement.
inline constexpr std::size_t most_names = 256;

/// What a `row_finder` finds.
std::vector<tasks::wire::Task> load_tasks(connection& to,
                                          std::span<const std::uint64_t> ids);
std::vector<std::optional<tasks::key_row>>
load_keys(connection& to, std::span<const std::string_view> keys);

/// The same in one statement, with the applied index of that moment: either
/// ids or keys, of which there are some, and at most `most_names`.
result<found_rows> find_tasks(connection& to, const std::string& place,
                              std::span<const std::uint64_t> ids);
result<found_rows> find_keys(connection& to, const std::string& place,
                             std::span<const std::string_view> keys);

/// The applied index in the columns `applied_index, installing` of the meta
/// row, of which `column` is the first. `store_busy` while a snapshot is being
/// installed.
result<raft::log_index> visible_at(const sql::ResultSet& row, unsigned column,
                                   const std::string& place);

} // namespace taskraft::persistence::mysql
