// The records that a snapshot's file is made of.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// The values are stored: never renumber.
enum class snapshot_record : std::uint32_t { head = 1, row = 2, trailer = 3 };

inline constexpr std::string_view snapshot_magic = "TSKRSNP1";
inline constexpr std::size_t snapshot_record_header_bytes = 12;
inline constexpr std::size_t snapshot_trailer_bytes
  = snapshot_record_header_bytes + 20;

/// Appends one record.
void append_snapshot_record(std::string& out, snapshot_record kind,
                            std::string_view payload);

/// One record, where it was found.
struct found_record {
  snapshot_record kind = snapshot_record::row;
  /// Until the next record is read.
  std::string_view payload;
  std::uint64_t offset = 0;
};

/// Reads records one after the other, checking each.
class snapshot_record_source {
public:
  /// Reads from `from` up to `to`. `content` must outlive the source.
  snapshot_record_source(const file& content, std::string path,
                         std::uint64_t from, std::uint64_t to)
    : file_(content), path_(std::move(path)), at_(from), end_(to),
      buffer_from_(from) {
  }

  /// Where the next record begins: everything before it was whole.
  std::uint64_t offset() const {
    return at_;
  }
  bool at_end() const {
    return at_ == end_;
  }
  /// CRC-32C of all records so far, continuing the one given.
  std::uint32_t checksum = 0;

  /// Precondition: not at the end. `corrupted` with file and offset if the next
  /// record is damaged or cut.
  result<found_record> next();

private:
  failure damaged(const char* what) const;
  /// The next `size` bytes; fewer if there are no more.
  result<std::string_view> peek(std::size_t size);

  const file& file_;
  std::string path_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::string buffer_;
  std::uint64_t buffer_from_;
};

} // namespace taskraft::persistence
