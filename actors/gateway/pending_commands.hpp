// Commands that clients wait for: a value without actors. Pending commands
// belong here and not to a role, so that they survive every change of leader.

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

/// A client of this gateway, numbered as they come.
using client_number = std::uint64_t;

/// Gateway time: ticks of the clock since the start.
using tick_count = std::uint64_t;

/// Limits of what may wait. Times in ticks.
struct pending_limits {
  std::size_t max_pending_bytes = std::size_t{64} << 20U;
  /// Of commands that the leader has got and that are not answered yet: half
  /// of what a link may hold unsent.
  std::size_t max_forwarded_bytes = std::size_t{8} << 20U;
  /// Of frames in one message to the leader: half of what a link allows.
  std::size_t max_forward_batch_bytes = std::size_t{1} << 20U;
  /// A forwarded command that stays unanswered is forwarded again, then after
  /// twice that time, and so on: a store that is stuck must not fill the log.
  tick_count retry_after = 100;
  /// A command that no leader could be found for is refused.
  tick_count refuse_after = 100;
  /// A client that has waited this long hears that the outcome is unknown.
  tick_count forget_after = 1000;
};

struct expired_command {
  client_number client = 0;
  protocol::request_id id;
  protocol::answer_status status = protocol::answer_status::unavailable;
};

/// Frames to send to the leader in one message.
struct forward_batch {
  std::uint64_t number = 0;
  std::uint32_t count = 0;
  std::string frames;
};

class pending_commands {
public:
  enum class admission : std::uint8_t {
    /// New: forward it.
    admitted,
    /// It is under way already; the new client gets the answer.
    under_way,
    /// Too much is pending: refuse it.
    full,
  };

  /// Batchs are numbered from `first_batch` on: random, so that nobody's late
  /// refusal for this node's former self refuses anything.
  explicit pending_commands(const pending_limits& limits,
                            std::uint64_t first_batch = 0)
    : limits_(limits), last_batch_(first_batch) {
  }

  /// `frame` is the whole command frame and points into `buffer`.
  admission admit(client_number client, const protocol::request_id& id,
                  std::string_view frame, const protocol::blob& buffer,
                  tick_count now);

  /// Whether `bytes` more of new commands may go to the leader at once: nobody
  /// waits longer, and not too much is on its way.
  bool may_forward(std::size_t bytes) const;

  /// A number for what is sent next.
  std::uint64_t next_batch() {
    return ++last_batch_;
  }

  /// The command was sent to the leader of `leader_term`.
  void forwarded(const protocol::request_id& id, std::uint64_t batch,
                 raft::term leader_term, tick_count now);

  /// Who waits for `id`; it waits no longer.
  std::optional<client_number> take(const protocol::request_id& id);

  /// As much as may go to the leader of `leader_term` of what it has not got,
  /// and of what has been unanswered for too long; marks it as forwarded.
  std::vector<forward_batch> collect(raft::term leader_term, tick_count now);

  /// The same, but looks only at what waits for others to be answered.
  std::vector<forward_batch> collect_waiting(raft::term leader_term,
                                             tick_count now);

  /// These batchs were not taken: what they held is sent again.
  void refused(const std::vector<std::uint64_t>& batchs);

  /// The leader has too much to do. Takes out what it certainly has not got;
  /// whatever was sent more than once waits on.
  std::vector<expired_command>
  overloaded(const std::vector<std::uint64_t>& batchs);

  /// Takes out what has waited too long.
  std::vector<expired_command> expire(tick_count now);

  /// The client is gone; nobody wants its answers.
  void forget(client_number client);

  std::size_t size() const {
    return pending_.size();
  }

  std::size_t size_bytes() const {
    return bytes_;
  }
  std::size_t forwarded_bytes() const {
    return forwarded_bytes_;
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
    std::uint64_t batch = 0;
    /// How often it was sent: after that its outcome may be unknown.
    std::uint32_t times_sent = 0;
  };
  using commands_by_id = std::unordered_map<protocol::request_id, pending>;

  bool is_late(const pending& command, tick_count now) const;
  void send_again(const protocol::request_id& id, pending& command);
  commands_by_id::iterator remove(commands_by_id::iterator at);

  pending_limits limits_;
  std::uint64_t last_batch_;
  commands_by_id pending_;
  /// What must be sent, in order; some of it may have been answered since.
  std::deque<protocol::request_id> waiting_;
  std::size_t bytes_ = 0;
  std::size_t forwarded_bytes_ = 0;
};

} // namespace taskraft::actors
