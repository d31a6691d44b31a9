// Finds the rows of a MySQL schema by their names, many in one statement.

#pragma once

#include "persistence/mysql_connection.hpp"
#include "persistence/task_store.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace taskraft::persistence::mysql {

/// What a `row_finder` finds.
std::vector<tasks::wire::Task> load_tasks(connection& to,
                                          std::span<const std::uint64_t> ids);
std::vector<std::optional<tasks::key_row>>
load_keys(connection& to, std::span<const std::string_view> keys);

} // namespace taskraft::persistence::mysql
