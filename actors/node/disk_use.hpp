// What a node has on its disk, for those who watch over it.

#pragma once

#include "config/settings.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace taskraft::actors {

/// Bytes by what they are for: `log`, `store` (of SQLite alone), `snapshots` on
/// their way, `backups`. What is being written meanwhile may be left out.
std::map<std::string, std::uint64_t>
disk_use_of(const config::settings& settings);

} // namespace taskraft::actors
