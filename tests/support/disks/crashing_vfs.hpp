// A disk under SQLite that kills the process in the middle of its work.

#pragma once

#include "protocol/invariant.hpp"
#include "tests/support/unit_test.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <signal.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

namespace taskraft::tests {

enum class vfs_crash : std::uint8_t {
  /// kill -9: what was written stays written.
  killed,
  /// The same, but only half of the write at which it happens was made.
  killed_within_a_write,
  /// What was not synced is lost.
  power_cut,
};

/// For a process of its own: from `install` on every SQLite file of this
/// process goes through it, until the process dies at its n-th write,
/// truncation or sync.
class crashing_vfs {
public:
  static void install(vfs_crash kind, std::uint64_t dies_at,
                      std::uint64_t* operations) {
    real_ = sqlite3_vfs_find(nullptr);
    RAFT_INVARIANT(real_ != nullptr);
    kind_ = kind;
    dies_at_ = dies_at;
    operations_ = operations;
    static auto vfs = sqlite3_vfs{};
    vfs = *real_;
    vfs.zName = "crashing";
    vfs.szOsFile = static_cast<int>(sizeof(file)) + real_->szOsFile;
    vfs.xOpen = &open;
    RAFT_INVARIANT(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
  }

private:
  struct file {
    sqlite3_file base;
    /// What every connection of the process sees; with a power cut ahead the
    /// disk sees it only once synced.
    std::shared_ptr<std::string>* content;
  };

  static sqlite3_file* real(sqlite3_file* x) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(x)
                                           + sizeof(file));
  }
  static std::string* content(sqlite3_file* x) {
    auto* shared = reinterpret_cast<file*>(x)->content;
    return shared == nullptr ? nullptr : shared->get();
  }
  static const sqlite3_io_methods& on_disk(sqlite3_file* x) {
    return *real(x)->pMethods;
  }

  static bool is_last_operation() {
    return ++*operations_ == dies_at_;
  }
  static void die() {
    ::raise(SIGKILL);
  }

  /// SQLite's own files take no more than 128 KiB at once.
  template <class F>
  static void in_pieces(std::size_t bytes, F transfer) {
    constexpr std::size_t piece = 65536;
    for (auto at = std::size_t{0}; at < bytes; at += piece)
      transfer(at, static_cast<int>(std::min(piece, bytes - at)));
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* x, int flags,
                  int* flags_out) {
    reinterpret_cast<file*>(x)->content = nullptr;
    x->pMethods = nullptr;
    auto code = real_->xOpen(real_, name, real(x), flags, flags_out);
    if (code != SQLITE_OK)
      return code;
    x->pMethods = &methods();
    if (kind_ == vfs_crash::power_cut)
      reinterpret_cast<file*>(x)->content
        = new std::shared_ptr<std::string>{content_of(x, name)};
    return SQLITE_OK;
  }

  static std::shared_ptr<std::string> content_of(sqlite3_file* x,
                                                 const char* name) {
    static auto open_files
      = std::map<std::string, std::weak_ptr<std::string>>{};
    auto& known = open_files[name == nullptr ? "" : name];
    if (auto bytes = known.lock(); bytes != nullptr && name != nullptr)
      return bytes;
    auto size = sqlite3_int64{0};
    on_disk(x).xFileSize(real(x), &size);
    auto bytes
      = std::make_shared<std::string>(static_cast<std::size_t>(size), '\0');
    in_pieces(bytes->size(), [&](std::size_t at, int size_of_piece) {
      on_disk(x).xRead(real(x), bytes->data() + at, size_of_piece,
                       static_cast<sqlite3_int64>(at));
    });
    known = bytes;
    return bytes;
  }

  static int close(sqlite3_file* x) {
    delete reinterpret_cast<file*>(x)->content;
    return on_disk(x).xClose(real(x));
  }

  static int read(sqlite3_file* x, void* to, int bytes, sqlite3_int64 at) {
    if (content(x) == nullptr)
      return on_disk(x).xRead(real(x), to, bytes, at);
    auto wanted = static_cast<std::size_t>(bytes);
    auto from = static_cast<std::size_t>(at);
    auto size = content(x)->size();
    auto there = from >= size ? 0 : std::min(wanted, size - from);
    if (there > 0)
      std::memcpy(to, content(x)->data() + from, there);
    std::memset(static_cast<char*>(to) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* x, const void* from, int bytes,
                   sqlite3_int64 at) {
    if (is_last_operation()) {
      if (kind_ == vfs_crash::killed_within_a_write)
        on_disk(x).xWrite(real(x), from, bytes / 2, at);
      die();
    }
    if (content(x) == nullptr)
      return on_disk(x).xWrite(real(x), from, bytes, at);
    auto end = static_cast<std::size_t>(at) + static_cast<std::size_t>(bytes);
    if (content(x)->size() < end)
      content(x)->resize(end);
    std::memcpy(content(x)->data() + at, from, static_cast<std::size_t>(bytes));
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* x, sqlite3_int64 size) {
    if (is_last_operation())
      die();
    if (content(x) == nullptr)
      return on_disk(x).xTruncate(real(x), size);
    content(x)->resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* x, int flags) {
    if (is_last_operation())
      die();
    if (content(x) != nullptr) {
      on_disk(x).xTruncate(real(x),
                           static_cast<sqlite3_int64>(content(x)->size()));
      in_pieces(content(x)->size(), [&](std::size_t at, int size_of_piece) {
        on_disk(x).xWrite(real(x), content(x)->data() + at, size_of_piece,
                          static_cast<sqlite3_int64>(at));
      });
    }
    return on_disk(x).xSync(real(x), flags);
  }

  static int file_size(sqlite3_file* x, sqlite3_int64* size) {
    if (content(x) == nullptr)
      return on_disk(x).xFileSize(real(x), size);
    *size = static_cast<sqlite3_int64>(content(x)->size());
    return SQLITE_OK;
  }

  static const sqlite3_io_methods& methods() {
    static const auto table = [] {
      auto x = sqlite3_io_methods{};
      x.iVersion = 2;
      x.xClose = &close;
      x.xRead = &read;
      x.xWrite = &write;
      x.xTruncate = &truncate;
      x.xSync = &sync;
      x.xFileSize = &file_size;
      x.xLock = [](sqlite3_file* f, int lock) {
        return on_disk(f).xLock(real(f), lock);
      };
      x.xUnlock = [](sqlite3_file* f, int lock) {
        return on_disk(f).xUnlock(real(f), lock);
      };
      x.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return on_disk(f).xCheckReservedLock(real(f), out);
      };
      // Hints about sizes must not reach the disk before the bytes do.
      x.xFileControl
        = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
      x.xSectorSize
        = [](sqlite3_file* f) { return on_disk(f).xSectorSize(real(f)); };
      x.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
      x.xShmMap = [](sqlite3_file* f, int page, int size, int extend,
                     void volatile** out) {
        return on_disk(f).xShmMap(real(f), page, size, extend, out);
      };
      x.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
        return on_disk(f).xShmLock(real(f), offset, count, flags);
      };
      x.xShmBarrier = [](sqlite3_file* f) { on_disk(f).xShmBarrier(real(f)); };
      x.xShmUnmap = [](sqlite3_file* f, int remove) {
        return on_disk(f).xShmUnmap(real(f), remove);
      };
      return x;
    }();
    return table;
  }

  static inline sqlite3_vfs* real_ = nullptr;
  static inline vfs_crash kind_ = vfs_crash::killed;
  static inline std::uint64_t dies_at_ = 0;
  static inline std::uint64_t* operations_ = nullptr;
};

/// Does `work` in a process of its own, which dies at SQLite's `at`-th
/// operation. False if the work was done before that.
template <class Work>
bool crashes_in_child(vfs_crash kind, std::uint64_t at,
                      std::uint64_t* operations, Work work) {
  auto child = ::fork();
  BOOST_TEST_REQUIRE(child >= 0);
  if (child == 0) {
    crashing_vfs::install(kind, at, operations);
    ::_exit(work() ? 0 : 1);
  }
  auto how = 0;
  BOOST_TEST_REQUIRE(::waitpid(child, &how, 0) == child);
  if (WIFSIGNALED(how)) {
    BOOST_TEST_REQUIRE(WTERMSIG(how) == SIGKILL);
    return true;
  }
  BOOST_TEST_REQUIRE(WEXITSTATUS(how) == 0);
  return false;
}

} // namespace taskraft::tests
