// Whether this program knows the rules of a state that it finds.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "protocol/result.hpp"

#include <cstdint>

namespace taskraft::persistence {

/// `outdated` if `level` is later than the newest one that is known.
status check_level(std::uint64_t level, std::uint32_t newest);

/// The same for the state in a snapshot, of which only the first row is read.
status check_level_of(const snapshot_file& from, std::uint32_t newest);

} // namespace taskraft::persistence
