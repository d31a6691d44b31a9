#include "persistence/board/known_level.hpp"

#include "persistence/board/board_snapshot.hpp"

#include <optional>
#include <string>

namespace taskraft::persistence {

status check_level(std::uint64_t level, std::uint32_t newest) {
  if (level <= newest)
    return done{};
  return failure{errc::outdated,
                 "needs a newer taskraftd: the cluster is at rules level "
                   + std::to_string(level) + ", this program knows up to "
                   + std::to_string(newest)};
}

status check_level_of(const snapshot_file& from, std::uint32_t newest) {
  auto level = std::optional<std::uint32_t>{};
  // The meta row is the first.
  auto scanned = from.scan([&level](std::string_view bytes) -> status {
    if (auto meta = decode_board(bytes))
      level = meta->rules_level;
    return failure{errc::unavailable, "that was enough"};
  });
  if (level)
    return check_level(*level, newest);
  // The installation will tell what is wrong with the snapshot.
  return scanned || scanned.error().code == errc::unavailable ? done{}
                                                              : scanned;
}

} // namespace taskraft::persistence
