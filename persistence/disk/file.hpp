// The disk as an interface, so that tests can break it. A call that needs room
// may fail with `errc::disk_full`: it has lost nothing then and may be
// repeated.

#pragma once

#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// An open file. May be used by several threads.
class file {
public:
  virtual ~file() = default;

  /// Fills `into` from `offset` on; gives how many bytes there were, fewer
  /// only at the end of the file.
  virtual result<std::size_t> read(std::uint64_t offset,
                                   std::span<char> into) const = 0;

  /// Writes all parts, one after the other. Durable only after `sync`.
  virtual status write(std::uint64_t offset,
                       std::span<const std::string_view> parts)
    = 0;

  /// Reserves the first `bytes` of the file, so that they can be written
  /// without `errc::disk_full`, where the file system can. Writes nothing.
  virtual status reserve(std::uint64_t bytes) = 0;

  /// The next read of these bytes should come from the disk itself.
  virtual void forget_cached(std::uint64_t offset,
                             std::uint64_t size) const = 0;

  /// Returns once content and size would survive a power cut. After a failure
  /// the content is unknown and a second call may lie: never call it again.
  virtual status sync() = 0;

  virtual result<std::uint64_t> size() const = 0;
};

/// Held while it exists.
class file_lock {
public:
  virtual ~file_lock() = default;
};

enum class open_mode : std::uint8_t {
  /// Fails if there is no such file.
  existing,
  /// The same, to read only: the file may be one that nobody may write to.
  readable,
  /// Creates the file, or empties the one that is there.
  create,
};

/// Names survive a power cut only after `sync_directory` of their directory.
/// What begins to use a path fails with `errc::invalid_value` if the path is
/// wrong or not open to the program's user.
class file_system {
public:
  virtual ~file_system() = default;

  virtual result<std::unique_ptr<file>> open(const std::string& path,
                                             open_mode mode)
    = 0;
  virtual result<bool> exists(const std::string& path) = 0;
  /// Replaces `to` if it exists.
  virtual status rename(const std::string& from, const std::string& to) = 0;
  virtual status remove(const std::string& path) = 0;
  /// One level; no failure if it exists.
  virtual status make_directory(const std::string& path) = 0;
  virtual status sync_directory(const std::string& path) = 0;
  /// The names in a directory, sorted.
  virtual result<std::vector<std::string>> list(const std::string& path) = 0;
  /// `errc::identity_refused` if another process, or another part of this one,
  /// holds the lock of that name.
  virtual result<std::unique_ptr<file_lock>> lock(const std::string& path) = 0;
};

/// The directory that holds `path`.
std::string parent_directory(const std::string& path);

/// Creates what is missing of `path`, durably.
status make_directories(file_system& files, const std::string& path);

/// The whole content; nothing if there is no such file.
result<std::optional<std::string>> read_file(file_system& files,
                                             const std::string& path);

/// After a crash the file has the old content or the new one, never a part.
/// Durable on return.
status replace_file(file_system& files, const std::string& path,
                    std::string_view content);

} // namespace taskraft::persistence
