// A query and the client that waits for its answer.

#pragma once

#include "actors/gateway/pending_commands.hpp"
#include "protocol/blob.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace taskraft::actors {

struct open_query {
  client_number client = 0;
  std::uint64_t id = 0;
  protocol::consistency consistency = protocol::consistency::linearizable;
  raft::log_index min_index;
  protocol::principal principal = {};
  std::string_view query;
  protocol::blob buffer;
  tick_count born = 0;
  /// A moment before which everything that was committed is in the state that
  /// the reader sees; nothing if no such moment is known.
  std::optional<std::int64_t> known_us = {};
  /// Readers must only come as far as `min_index`.
  bool is_placed = false;
};

} // namespace taskraft::actors
