#include "persistence/sqlite/sqlite_disk.hpp"

#include "persistence/disk/posix_file.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <sys/types.h>

namespace taskraft::persistence::sqlite {

namespace {

thread_local int last_refusal = 0;

/// Remembers why a call failed, and tells SQLite an error number that it knows.
template <class Outcome>
Outcome noted(Outcome outcome) {
  if (outcome >= 0)
    return outcome;
  last_refusal = errno;
  if (means_no_room(errno))
    errno = ENOSPC;
  return outcome;
}

/// A system call of SQLite that is replaced by ours.
template <class Tag, class Outcome, class... Ts>
struct watched {
  using function = Outcome (*)(Ts...);
  static inline function real = nullptr;

  static Outcome call(Ts... xs) {
    return noted(real(xs...));
  }

  static void install(sqlite3_vfs& vfs, const char* name,
                      function replacement = &call) {
    auto current = vfs.xGetSystemCall(&vfs, name);
    auto ours = reinterpret_cast<sqlite3_syscall_ptr>(replacement);
    // Not every build of SQLite uses every call.
    if (current == nullptr || current == ours)
      return;
    real = reinterpret_cast<function>(current);
    vfs.xSetSystemCall(&vfs, name, ours);
  }
};

struct open_tag;

/// Only the owner of a database may read its rows, whatever mode SQLite and the
/// umask would give the file. SQLite's other files get the mode of the database
/// file.
int open_private(const char* path, int flags, int mode) {
  constexpr auto owner_only = 0600;
  return watched<open_tag, int, const char*, int, int>::call(path, flags,
                                                             mode & owner_only);
}

struct write_tag;
struct write_at_tag;
struct write_at_64_tag;

/// Writes, and has the disk begin with each mebibyte that is full: a sync, for
/// which commits wait, finds little left to do then (measured).
template <class Tag, class Offset>
ssize_t write_at(int file, const void* bytes, size_t size, Offset offset) {
  constexpr auto part = Offset{1} << 20U;
  auto written = watched<Tag, ssize_t, int, const void*, size_t, Offset>::call(
    file, bytes, size, offset);
  if (written > 0 && offset / part != (offset + written) / part)
    // The result is not looked at: what fails here fails in the sync, too.
    ::sync_file_range(file, offset / part * part, part, SYNC_FILE_RANGE_WRITE);
  return written;
}

} // namespace

void watch_disk() {
  static auto installing = std::mutex{};
  auto guard = std::lock_guard{installing};
  // Counting memory takes a lock for each allocation. Refused, without harm,
  // if SQLite is in use already.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  // What could take a statement back stays in memory: ours write a row each.
  sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  auto* vfs = sqlite3_vfs_find("unix");
  if (vfs == nullptr || vfs->iVersion < 3)
    return;
  watched<open_tag, int, const char*, int, int>::install(*vfs, "open",
                                                         open_private);
  watched<write_tag, ssize_t, int, const void*, size_t>::install(*vfs, "write");
  watched<write_at_tag, ssize_t, int, const void*, size_t, off_t>::install(
    *vfs, "pwrite", write_at<write_at_tag, off_t>);
  watched<write_at_64_tag, ssize_t, int, const void*, size_t, off64_t>::install(
    *vfs, "pwrite64", write_at<write_at_64_tag, off64_t>);
}

bool last_refusal_was_room() {
  return means_no_room(last_refusal);
}

} // namespace taskraft::persistence::sqlite
