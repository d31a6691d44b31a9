// Creates the tables of a MySQL schema, or brings them to this version.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/schema.hpp"
#include "protocol/result.hpp"

#include <string>
#include <string_view>

namespace taskraft::persistence::mysql {

/// Whether the schema has this table.
bool has_table(connection& to, std::string_view name);

/// The server commits each statement by itself, so this may be repeated after
/// any of them. Only one program may do this at a time. `outdated`: a newer
/// program made the tables; `corrupted`: they are not ours.
status migrate(connection& to, const schema& wanted, const std::string& place);

} // namespace taskraft::persistence::mysql
