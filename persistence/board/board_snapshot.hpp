// How the rows of the task board are encoded in a snapshot.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace taskraft::persistence {

/// Encodes the row as a `SnapshotRow` of its own. Equal rows have equal bytes
/// on every machine.
std::string encode_snapshot_row(const any_row& x);

/// A row that was read from a snapshot.
struct owned_row {
  const tasks::row_type* type = nullptr;
  tasks::row_ptr content;
};
using snapshot_row = std::variant<store_meta, owned_row, request_row>;

/// Position and membership come from the snapshot's head and are left out of
/// the meta. Nothing if the bytes are not a row of these tables.
std::optional<snapshot_row> decode_snapshot_row(std::string_view bytes,
                                                const schema& tables);

/// The meta row, which is the first of a snapshot. Nothing if the bytes are
/// another row.
std::optional<store_meta> decode_board(std::string_view bytes);

/// Writes all rows of the view that `rows` has open, request rows only after
/// `forgotten`.
result<raft::snapshot_about> write_board_snapshot(task_reader& rows,
                                                  raft::log_index forgotten,
                                                  file_system& files,
                                                  const std::string& path,
                                                  const stop_check& stop);

/// Replaces all rows of `store` by those of the snapshot, with
/// `task_store::begin_install` and the calls that follow it, and returns the
/// new meta. `change` may change the meta first.
result<store_meta>
install_board_snapshot(task_store& store, const snapshot_file& from,
                       const stop_check& stop,
                       const std::function<void(store_meta&)>& change = {});

} // namespace taskraft::persistence
