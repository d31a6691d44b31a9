// The SCRUBBER: reads this node's log and store back, slowly, to find damage
// before the data is needed, and sees whether the disk runs full.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "persistence/log/log_store.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/actors/scrubber_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace taskraft::actors {

/// At most a quarter of a MiB a step.
struct scrub_pace {
  /// The pause after a start, which has enough other work.
  std::chrono::milliseconds before = std::chrono::minutes{1};
  /// Between two steps: about 1 MiB a second.
  std::chrono::milliseconds step = std::chrono::milliseconds{250};
  /// Between two passes over the log, and over the store.
  std::chrono::milliseconds log_rest = std::chrono::hours{1};
  std::chrono::milliseconds store_rest = std::chrono::hours{24};
  /// Between two looks at the disk's room.
  std::chrono::milliseconds look = std::chrono::minutes{1};
  /// Looks how much room the disk has, at once and again and again; may be
  /// empty.
  std::function<void()> measure_room = nullptr;
  std::chrono::milliseconds room_rest = std::chrono::seconds{2};
};

/// Who is told how much room the disk has. Without a function nobody is.
struct disk_watch {
  /// In percent of the disk; nothing if that cannot be told.
  std::function<std::optional<unsigned>()> free_percent;
  protocol::inner_gateway_actor gateway;
};

struct scrubber_state {
  static inline const char* name = "scrubber";

  std::shared_ptr<persistence::log_source> log;
  std::unique_ptr<persistence::state_reader> store;
  raft::log_index next;
  disk_watch disk;
  bool is_low = false;
};

/// `store` may be null: then only the log is read.
protocol::scrubber_actor::behavior_type
scrubber(protocol::scrubber_actor::stateful_pointer<scrubber_state> self,
         scrub_pace pace, std::shared_ptr<persistence::log_source> log,
         std::unique_ptr<persistence::state_reader> store, disk_watch disk);

} // namespace taskraft::actors
