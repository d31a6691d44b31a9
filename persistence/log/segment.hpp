// A segment file in use.

#pragma once

#include "persistence/disk/file.hpp"
#include "persistence/log/log_format.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// Immutable, so that the log reader may hold one while the log's writer
/// recycles the file: what it then reads carries another salt.
struct segment {
  std::shared_ptr<file> content;
  std::string path;
  segment_header header = {};
};

using segment_ptr = std::shared_ptr<const segment>;

inline constexpr std::string_view segment_name_prefix = "segment-";

/// Reads the header too; one that cannot be read gives `capacity` zero.
result<segment_ptr> open_segment(file_system& files, const std::string& path);

/// All segment files of a directory, with or without a readable header.
result<std::vector<segment_ptr>> list_segments(file_system& files,
                                               const std::string& directory);

/// Above the number in the name of any of these files. Names have to differ
/// and say nothing: what a file is for stands in its header alone.
std::uint64_t next_segment_name(const std::vector<segment_ptr>& files);

} // namespace taskraft::persistence
