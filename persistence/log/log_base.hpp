// Where the log begins: one small file, replaced as a whole.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <string>

namespace taskraft::persistence {

struct log_base {
  /// The last entry that was cut.
  raft::log_position position;
  /// The membership there; empty before the bootstrap.
  raft::membership members;
  /// Segments with lower numbers are free.
  std::uint64_t first_segment = 1;
  /// Batches up to this sequence are ignored, wherever they still are.
  std::uint64_t forgotten_sequence = 0;

  friend bool operator==(const log_base&, const log_base&) = default;
};

/// Durable on return; before, the old one stands.
status save(file_system& files, const std::string& path, const log_base& x);

/// Nothing if there is no such file.
result<std::optional<log_base>> load_log_base(file_system& files,
                                              const std::string& path);

} // namespace taskraft::persistence
