// Reads committed rows of a MySQL schema, from one view at a time.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/task_store.hpp"

#include <memory>

namespace taskraft::persistence::mysql {

/// Connects when it is first asked.
std::unique_ptr<task_reader> open_reader(const access& to);

} // namespace taskraft::persistence::mysql
