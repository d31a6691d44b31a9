// What is in a backup of the task board, beyond bytes with the right checksum.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <functional>

namespace taskraft::persistence {

/// Visits all rows in their order; `outdated` if this program does not know one
/// of them.
status
each_backup_row(const snapshot_file& file,
                const std::function<void(tasks::wire::SnapshotRow&)>& take);

/// Reads every byte and every row; counts the tasks.
result<std::uint64_t> check_backup_rows(const snapshot_file& file);

} // namespace taskraft::persistence
