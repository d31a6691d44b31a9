// Tells why SQLite could not write: SQLite itself knows only one reason for a
// full disk.

#pragma once

namespace taskraft::persistence::sqlite {

/// Replaces the system calls of SQLite that may need room. A quota or a limit
/// of file sizes is reported to SQLite as a full disk, and only their owner may
/// read new files. Must be called before a database is opened; may be called
/// again.
void watch_disk();

/// Whether the last of those calls that failed on this thread had no room.
/// SQLite does not tell the reason of some failures.
bool last_refusal_was_room();

} // namespace taskraft::persistence::sqlite
