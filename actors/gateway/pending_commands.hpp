// Commands that clients wait for: a value without actors. The gateway keeps
// them and not a role, so that they survive every change of leader.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace taskraft::actors {

/// A client of this gateway; each new one gets the next number.
using client_number = std::uint64_t;

/// Gateway time: ticks of the clock since the start.
using tick_count = std::uint64_t;

/// Limits of pending commands. Times are in ticks.
struct pending_limits {
  std::size_t max_pending_bytes = std::size_t{64} << 20U;
  /// Of commands that were sent to the leader and are not answered yet: half of
  /// the bytes that a link may hold unsent.
  std::size_t max_forwarded_bytes = std::size_t{8} << 20U;
  /// Of frames in one message to the leader: half of what a link allows in one
  /// message.
  std::size_t max_forward_batch_bytes = std::size_t{1} << 20U;
  /// A forwarded command without an answer is forwarded again after this time,
  /// then after twice this time, and so on, so that a store that is stuck does
  /// not fill the log.
  tick_count retry_after = 100;
  /// A command is refused after this time if no leader was found for it.
  tick_count refuse_after = 100;
  /// After this time the client hears that the outcome is unknown.
  tick_count forget_after = 1000;
};

struct expired_command {
  client_number client = 0;
  protocol::request_id id;
  protocol::answer_status status = protocol::answer_status::unavailable;
};

/// Command frames that travel to the leader in one message.
struct forward_batch {
  std::uint64_t number = 0;
  std::uint32_t count = 0;
  std::string frames;
};

class pending_commands {
public:
  enum class admission : std::uint8_t {
    /// The command is new: forward it.
    admitted,
    /// The command is pending already; the answer goes to the newer client.
    under_way,
    /// Too many bytes are pending: refuse the command.
    full,
    /// A command of somebody else with this id is pending, whose answer is not
    /// for this client: refuse the command.
    of_another,
  };

  /// Batches are numbered after `first_batch`. It is random, so that a late
  /// refusal of a batch from before this node's restart refuses nothing.
  explicit pending_commands(const pending_limits& limits,
                            std::uint64_t first_batch = 0)
    : limits_(limits), last_batch_(first_batch) {
  }

  /// `frame` is the whole command frame and points into `buffer`.
  admission admit(client_number client, const protocol::request_id& id,
                  std::string_view frame, const protocol::blob& buffer,
                  tick_count now);

  /// Whether `bytes` of new commands may go to the leader at once: no older
  /// command waits to be sent, and not too much is unanswered.
  bool may_forward(std::size_t bytes) const;

  /// The number of the next batch.
  std::uint64_t next_batch() {
    return ++last_batch_;
  }

  /// The command was sent in `batch` to the leader of `leader_term`.
  void forwarded(const protocol::request_id& id, std::uint64_t batch,
                 raft::term leader_term, tick_count now);

  /// The client that waits for this command of this actor, which is removed.
  std::optional<client_number> take(const protocol::request_id& id,
                                    const protocol::principal& by);

  /// Batches for the leader of `leader_term`, as much as may be unanswered:
  /// commands that were not sent to it, and those that it has not answered for
  /// too long. They count as forwarded from now on.
  std::vector<forward_batch> collect(raft::term leader_term, tick_count now);

  /// The same, but only of commands that wait to be sent.
  std::vector<forward_batch> collect_waiting(raft::term leader_term,
                                             tick_count now);

  /// The leader has not taken these batches: their commands wait to be sent
  /// again.
  void refused(const std::vector<std::uint64_t>& batches);

  /// The leader refused these batches because it has too much to do. Removes
  /// and returns the commands that were sent only this once; one that was sent
  /// before may have been taken then, and stays.
  std::vector<expired_command>
  overloaded(const std::vector<std::uint64_t>& batches);

  /// Removes and returns the commands that have waited too long.
  std::vector<expired_command> expire(tick_count now);

  /// The client is gone: removes its commands.
  void forget(client_number client);

  std::size_t size() const {
    return pending_.size();
  }

  std::size_t size_bytes() const {
    return bytes_;
  }

private:
  struct pending {
    client_number client = 0;
    std::string_view frame;
    protocol::blob buffer;
    tick_count born = 0;
    /// When, to the leader of which term and in which batch the command was
    /// sent last. The term is zero while it waits to be sent, or to be sent
    /// again.
    tick_count forwarded_at = 0;
    raft::term forwarded_term;
    std::uint64_t batch = 0;
    /// How often the command was sent. From the first time on, its outcome is
    /// unknown until the answer comes.
    std::uint32_t times_sent = 0;
  };
  using commands_by_id = std::unordered_map<protocol::request_id, pending>;

  bool is_late(const pending& command, tick_count now) const;
  void send_again(const protocol::request_id& id, pending& command);
  commands_by_id::iterator remove(commands_by_id::iterator at);

  pending_limits limits_;
  std::uint64_t last_batch_;
  commands_by_id pending_;
  /// Commands that wait to be sent, in order. Some of them may be answered or
  /// removed by now.
  std::deque<protocol::request_id> waiting_;
  std::size_t bytes_ = 0;
  std::size_t forwarded_bytes_ = 0;
};

} // namespace taskraft::actors
