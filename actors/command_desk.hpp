// Commands that clients wait for: a value without actors. Pending commands
// belong here and not to a role, so that they survive every change of leader.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace taskraft::actors {

/// A client of this gateway, numbered as they come.
using client_number = std::uint64_t;

/// Gateway time: ticks of the clock since the start.
using tick_count = std::uint64_t;

/// Limits of what may wait. Times in ticks.
struct desk_limits {
  std::size_t max_pending_bytes = std::size_t{64} << 20U;
  /// Of frames in one message to the leader: half of what a link allows.
  std::size_t max_parcel_bytes = std::size_t{1} << 20U;
  /// A forwarded command that stays unanswered is forwarded again.
  tick_count retry_after = 100;
  /// A command that no leader could be found for is refused.
  tick_count refuse_after = 100;
  /// Whoever waited this long hears that the outcome is unknown.
  tick_count forget_after = 1000;
};

struct expired_command {
  client_number client = 0;
  protocol::request_id id;
  protocol::answer_status status = protocol::answer_status::unavailable;
};

/// Frames to send to the leader in one message.
struct command_parcel {
  std::uint32_t count = 0;
  std::string frames;
};

class command_desk {
public:
  enum class admission : std::uint8_t {
    /// New: forward it.
    admitted,
    /// It is under way already; the new client gets the answer.
    under_way,
    /// Too much is pending: refuse it.
    full,
  };

  explicit command_desk(const desk_limits& limits) : limits_(limits) {
  }

  /// `frame` is the whole command frame and points into `buffer`.
  admission admit(client_number client, const protocol::request_id& id,
                  std::string_view frame, const protocol::blob& buffer,
                  tick_count now);

  /// The command was sent to the leader of `leader_term`.
  void forwarded(const protocol::request_id& id, raft::term leader_term,
                 tick_count now);

  /// Who waits for `id`; it waits no longer.
  std::optional<client_number> take(const protocol::request_id& id);

  /// Everything not yet sent to the leader of `leader_term`, and what has been
  /// unanswered for too long; marks it as forwarded.
  std::vector<command_parcel> collect(raft::term leader_term, tick_count now);

  /// The leader refused: all of its commands must be sent again.
  void forget_forwarding();

  /// Takes out what has waited too long.
  std::vector<expired_command> expire(tick_count now);

  /// The client is gone; nobody wants its answers.
  void forget(client_number client);

  std::size_t size() const {
    return pending_.size();
  }

private:
  struct pending {
    client_number client = 0;
    std::string_view frame;
    protocol::blob buffer;
    tick_count born = 0;
    /// Of the newest forwarding; `term` is zero if it must be sent (again).
    tick_count forwarded_at = 0;
    raft::term forwarded_term;
    /// Whether it was ever sent: then its outcome may be unknown.
    bool ever_forwarded = false;
  };

  desk_limits limits_;
  std::unordered_map<protocol::request_id, pending> pending_;
  std::size_t bytes_ = 0;
};

} // namespace taskraft::actors
