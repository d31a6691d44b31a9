// The kinds of databases that can hold a task store.

#pragma once

#include <cstdint>
#include <string>

namespace taskraft::persistence {

enum class dialect : std::uint8_t { sqlite, mysql };

/// All tables of this program as a script for the database's own shell.
std::string print_schema(dialect to);

} // namespace taskraft::persistence
