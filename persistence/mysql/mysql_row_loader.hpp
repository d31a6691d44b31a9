// Loads rows of a MySQL schema for evaluation, beside the connection that
// writes it.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/task_store.hpp"

#include <memory>

namespace taskraft::persistence::mysql {

/// Connects when it is first asked. `tables` must outlive it.
std::unique_ptr<row_loader> open_loader(const access& to, const schema& tables);

} // namespace taskraft::persistence::mysql
