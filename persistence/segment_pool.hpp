// Segment files that wait for their use: new ones full of zeros and those that
// the log does not need any more.

#pragma once

#include "persistence/segment.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::persistence {

class segment_pool {
public:
  /// `next_name` is above the number in the name of any file there is.
  segment_pool(file_system& files, std::string directory,
               std::uint64_t segment_bytes, std::uint64_t next_name);

  /// Keeps a file for another use, or removes it if there are enough.
  status give(segment_ptr unused);

  /// Makes a file ready, unless one is.
  status prepare();

  /// Takes a file of at least `least_bytes` into use; its header is durable on
  /// return.
  result<segment_ptr> take(std::uint64_t least_bytes, segment_header header);

private:
  /// Writes zeros, so that appending never has to allocate, and syncs them.
  result<segment_ptr> make(std::uint64_t bytes);

  file_system& files_;
  std::string directory_;
  std::uint64_t segment_bytes_;
  std::uint64_t next_name_;
  std::vector<segment_ptr> ready_;
};

} // namespace taskraft::persistence
