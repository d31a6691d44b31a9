// Segment files that wait for their use: new ones full of zeros and those that
// the log does not need any more.

#pragma once

#include "persistence/log/segment.hpp"

#include <cstdint>
#include <future>
#include <string>
#include <vector>

namespace taskraft::persistence {

struct segment_sizes {
  std::uint64_t usual = 64U << 20U;
  /// What is left on a disk is used down to files of this size.
  std::uint64_t least = 1U << 20U;
};

class segment_pool {
public:
  /// `next_name` is above the number in the name of any file there is.
  segment_pool(file_system& files, std::string directory, segment_sizes sizes,
               std::uint64_t next_name);

  /// Keeps a file for another use, or removes it if there are enough.
  status give(segment_ptr unused);

  /// Makes a file ready unless one is: here and now, or in a thread of its own
  /// while the log goes on. `take` returns its failures.
  status prepare(std::launch how);

  /// Takes a file of at least `least_bytes` into use; its header is durable on
  /// return.
  result<segment_ptr> take(std::uint64_t least_bytes, segment_header header);

private:
  /// Waits for the file that is being made, if there is one.
  status take_up();
  std::string next_path();

  file_system& files_;
  std::string directory_;
  segment_sizes sizes_;
  std::uint64_t next_name_;
  std::vector<segment_ptr> ready_;
  /// A file that is being made.
  std::future<result<segment_ptr>> coming_;
};

} // namespace taskraft::persistence
