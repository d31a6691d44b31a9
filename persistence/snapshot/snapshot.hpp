// A snapshot as one file: the state at one log position, all or nothing.
//
// The file begins with eight bytes of magic. Records follow: length of the
// payload (4 bytes), kind (4), CRC-32C of length, kind and payload (4),
// payload. The first record is the head: position, membership. Then rows, whose
// bytes only the state machine understands, and last the trailer: number of
// rows, bytes and CRC-32C of everything before it. Numbers are little-endian.
// Equal state at an equal position gives equal bytes, whatever the store.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/snapshot.hpp"
#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// The most bytes of a row.
inline constexpr std::size_t max_snapshot_row_bytes = 4UL << 20U;

/// A long operation calls it again and again, from any thread, and stops once
/// it returns true. Empty: never.
using stop_check = std::function<bool()>;

/// CRC-32C, the checksum of chunks.
std::uint32_t checksum_of(std::string_view bytes);

/// Writes a new file under a temporary name, which is removed if it is not
/// finished.
class snapshot_writer {
public:
  /// `files` must outlive the writer.
  static result<snapshot_writer> create(file_system& files, std::string path,
                                        const raft::snapshot_base& base);
  snapshot_writer(snapshot_writer&& other) noexcept;
  snapshot_writer& operator=(snapshot_writer&&) = delete;
  ~snapshot_writer();

  status add(std::string_view row);

  /// Durable under its name on return; replaces what had that name.
  result<raft::snapshot_about> finish();

private:
  snapshot_writer(file_system& files, std::string path,
                  std::unique_ptr<file> content);

  status put(std::uint32_t kind, std::string_view payload);
  status flush();

  file_system* files_;
  std::string path_;
  std::unique_ptr<file> file_;
  raft::snapshot_about about_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::uint64_t rows_ = 0;
};

/// A finished file. May be read by several threads.
class snapshot_file {
public:
  /// Reads and checks head and trailer only. Failures: `not_found`,
  /// `corrupted` with file and offset, `storage_failed`.
  static result<std::shared_ptr<const snapshot_file>>
  open(file_system& files, const std::string& path);

  const raft::snapshot_about& about() const {
    return about_;
  }
  std::uint64_t rows() const {
    return rows_;
  }
  const std::string& path() const {
    return path_;
  }

  /// Visits all rows in their order; fails with the first failure of `scan`.
  /// Every byte is checked, those of the whole file only at the end: rows
  /// that were read must not be used unless this succeeds.
  using row_scanner = std::function<status(std::string_view row)>;
  status scan(const row_scanner& scan) const;

  /// Checks every byte.
  status verify() const;

  /// What is read next comes from the disk itself.
  void forget_cached() const;

  /// At most `max_bytes` from `offset` on, fewer only at the end.
  result<std::string> read(std::uint64_t offset, std::size_t max_bytes) const;

private:
  snapshot_file(std::string path, std::unique_ptr<file> content);

  status read_ends();
  status read_head();
  status read_trailer();
  failure damaged(std::uint64_t offset, const std::string& what) const;

  std::string path_;
  std::unique_ptr<file> file_;
  raft::snapshot_about about_;
  std::uint64_t rows_ = 0;
  /// Where the rows begin and end.
  std::uint64_t first_row_ = 0;
  std::uint64_t end_of_rows_ = 0;
};

/// Takes a file in chunks, in order, from a sender that can begin anywhere.
/// After a restart it goes on with the chunks that it has.
class snapshot_receiver {
public:
  /// Goes on where an earlier receiver of the same file in this directory
  /// stopped; removes what is left of receiving any other. `files` must
  /// outlive the receiver.
  static result<snapshot_receiver> begin(file_system& files,
                                         const std::string& directory,
                                         const raft::snapshot_about& about);

  const raft::snapshot_about& about() const {
    return about_;
  }
  /// Where the next chunk has to begin.
  std::uint64_t offset() const {
    return offset_;
  }
  bool complete() const {
    return offset_ == about_.size_bytes;
  }

  /// Takes a chunk that begins at or before `offset()`; what is already there
  /// is skipped. `malformed`, and nothing taken, if it does not follow, reaches
  /// beyond the end, or its checksum (CRC-32C) is wrong.
  status write(std::uint64_t offset, std::string_view chunk,
               std::uint32_t checksum);

  /// Verifies the whole file and gives it the name `path`, durably.
  /// `corrupted`: it is not what was announced, and everything was thrown away.
  result<std::shared_ptr<const snapshot_file>> finish(const std::string& path);

private:
  snapshot_receiver(file_system& files, std::string path,
                    std::unique_ptr<file> content,
                    const raft::snapshot_about& about);

  file_system* files_;
  std::string path_;
  std::unique_ptr<file> file_;
  raft::snapshot_about about_;
  std::uint64_t offset_ = 0;
};

/// The temporary name of a snapshot that will be called `path`.
std::string unfinished_snapshot(const std::string& path);

/// Removes what snapshots that were never finished left in a directory.
status remove_unfinished_snapshots(file_system& files,
                                   const std::string& directory);

} // namespace taskraft::persistence
