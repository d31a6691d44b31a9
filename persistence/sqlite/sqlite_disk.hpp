// Why SQLite could not write: it knows only one way of having no room.

#pragma once

namespace taskraft::persistence::sqlite {

/// Puts ourselves between SQLite and the system calls that may need room. A
/// quota or a limit of file sizes is reported to SQLite as a full disk, and new
/// files belong to their owner alone. To be called before a database is opened;
/// any number of times.
void watch_disk();

/// Whether the last of those calls that failed on this thread had no room, for
/// the failures of which SQLite does not say the reason.
bool last_refusal_was_room();

} // namespace taskraft::persistence::sqlite
