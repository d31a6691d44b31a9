#include "persistence/disk/disk_room.hpp"

#include <sys/statvfs.h>

namespace taskraft::persistence {

disk_room room_at(const std::string& path) {
  struct statvfs found = {};
  if (::statvfs(path.c_str(), &found) != 0)
    return {};
  return {.free_bytes = std::uint64_t{found.f_bavail} * found.f_frsize,
          .total_bytes = std::uint64_t{found.f_blocks} * found.f_frsize};
}

} // namespace taskraft::persistence
