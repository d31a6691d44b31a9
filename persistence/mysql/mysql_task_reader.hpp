// Reads committed rows of a MySQL schema, from one view at a time.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/task_store.hpp"

#include <memory>

namespace taskraft::persistence::mysql {

/// Connects when it is first asked. `tables` must outlive it.
std::unique_ptr<task_reader> open_reader(const access& to,
                                         const schema& tables = own_schema());

} // namespace taskraft::persistence::mysql
