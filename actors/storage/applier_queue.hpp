// The committed entries that wait in memory to be evaluated.

#pragma once

#include "actors/storage/applier.hpp"

#include <cstdint>

namespace taskraft::actors {

/// Takes the part of `entries` that continues the queue, if there is one.
void enqueue(applier_state& state, const raft::entry_batch& entries);

/// Takes up to `count` entries from the front of the queue; whatever is left
/// of the first batch stays.
raft::entry_batch take_entries(applier_state& state, std::uint64_t count);

void give_back(applier_state& state, raft::entry_batch entries);

} // namespace taskraft::actors
