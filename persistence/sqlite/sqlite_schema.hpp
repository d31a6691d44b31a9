// Creates the tables of a SQLite file, or brings them to this version.

#pragma once

#include "persistence/store/schema.hpp"
#include "protocol/result.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace taskraft::persistence::sqlite {

/// In one transaction. Throws SQLite's exceptions. `outdated`: a newer program
/// made the tables; `corrupted`: they are not ours.
status migrate(SQLite::Database& database, const schema& to,
               const std::string& file);

} // namespace taskraft::persistence::sqlite
