// The task store in one SQLite file, with a write-ahead log. A transaction
// holds many entries and becomes durable only when asked.

#pragma once

#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <filesystem>
#include <memory>

namespace taskraft::persistence {

/// Creates the file if it is missing; its folder must exist. On return all that
/// was found is durable, and the tables are those of this version. `corrupted`:
/// the file is no SQLite database, holds tables that are not ours, or lost its
/// meta row; `outdated`: a newer program made it.
result<std::unique_ptr<task_store>>
open_sqlite_task_store(const std::filesystem::path& file,
                       const schema& tables = own_schema());

} // namespace taskraft::persistence
