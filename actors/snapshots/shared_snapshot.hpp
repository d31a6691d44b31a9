// A snapshot's file, which is removed with the last reference to it.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "protocol/actors/snapshot_actor.hpp"
#include "protocol/result.hpp"

#include <memory>

namespace taskraft::actors {

/// `files` must outlive everybody who holds the file.
protocol::shared_snapshot
hold_snapshot(persistence::file_system& files,
              std::shared_ptr<const persistence::snapshot_file> file);

} // namespace taskraft::actors
