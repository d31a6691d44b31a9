// How much room there is where a path leads.

#pragma once

#include <cstdint>
#include <string>

namespace taskraft::persistence {

struct disk_room {
  std::uint64_t free_bytes = 0;
  std::uint64_t total_bytes = 0;
};

/// All zero if that cannot be found out. It may take long.
disk_room room_at(const std::string& path);

} // namespace taskraft::persistence
