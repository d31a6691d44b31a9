// What operators and backups wait for: one table, a value without actors. Every
// operation has a client, and most have an end.

#pragma once

#include "actors/gateway/pending_account.hpp"
#include "actors/gateway/pending_commands.hpp"
#include "protocol/messages/client_messages.hpp"
#include "protocol/messages/node_messages.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace taskraft::actors {

/// The status of the cluster: one row from each node.
struct pending_status {
  /// Only this node was asked.
  bool local = false;
  std::map<raft::node_id, protocol::node_status> rows;
};

/// A transfer of leadership.
struct pending_transfer {
  raft::node_id target;
  /// The leader that was asked; zero once it has said that it leads no more.
  raft::node_id leader;
  bool started = false;
};

/// A request that shows or changes the members.
struct pending_change {
  protocol::request_members request;
  /// How long the client waits, in milliseconds.
  std::uint64_t wait_ms = 0;
  /// When the leader was asked last.
  tick_count asked_at = 0;
  /// Whether a leader was asked and has not said that nothing was done.
  bool doubtful = false;
  /// Why it is not done yet.
  errc code = errc::unavailable;
  std::string reason;
};

/// The digests of all nodes at one index.
struct pending_comparison {
  raft::log_index index;
  /// The nodes that have answered or may still answer.
  std::set<raft::node_id> asked;
  /// Since when there is no link to these nodes.
  std::map<raft::node_id, tick_count> unlinked_since;
  std::map<raft::node_id, protocol::digest_answered> answers;
};

enum class backup_stage : std::uint8_t {
  /// The leader is asked for a read index.
  asking,
  /// The store has not made that index visible yet.
  waiting,
  /// The backup writer writes the file.
  writing,
  /// The backup writer reads a piece of the file.
  reading,
};

/// A copy of the state that is being made, or a piece of it being read.
struct pending_backup {
  backup_stage stage = backup_stage::asking;
  raft::log_index index;
};

struct pending_operation {
  std::uint64_t context = 0;
  client_number client = 0;
  /// The client's name for the operation.
  std::uint64_t id = 0;
  tick_count born = 0;
  /// When the client is told that time is up; nothing: the backup writer always
  /// answers.
  std::optional<tick_count> ends;
  std::variant<pending_status, pending_transfer, pending_change,
               pending_comparison, pending_backup, pending_account>
    what;
};

/// Operations by context: the number that requests and answers inside of the
/// cluster carry.
class pending_operations {
public:
  /// Operations beyond this number are refused.
  static constexpr std::size_t most = 256;

  /// False if too many wait already.
  bool add(std::uint64_t context, pending_operation x);

  /// The operation under `context`; null if there is none, or no `What`.
  template <class What>
  What* find(std::uint64_t context) {
    auto found = waiting_.find(context);
    return found == waiting_.end() ? nullptr
                                   : std::get_if<What>(&found->second.what);
  }

  /// The operation under `context`, which must be there.
  pending_operation& at(std::uint64_t context) {
    return waiting_.at(context);
  }

  /// Removes the operation under `context`, which must be there.
  pending_operation take(std::uint64_t context);

  /// The contexts of all that are a `What`, oldest first.
  template <class What>
  std::vector<std::uint64_t> contexts_of() const {
    auto contexts = std::vector<std::uint64_t>{};
    for (const auto& [context, x] : waiting_)
      if (std::holds_alternative<What>(x.what))
        contexts.push_back(context);
    return contexts;
  }

  /// Removes the operations whose time is up.
  std::vector<pending_operation> expire(tick_count now);

  /// Removes the operations of a client that is gone, so that none of them
  /// comes true later. Comparisons go on: they may find a node that differs.
  void forget(client_number client);

  std::size_t size() const {
    return waiting_.size();
  }

private:
  std::map<std::uint64_t, pending_operation> waiting_;
};

/// The digest that more than half of `nodes` nodes have, if there is one.
std::optional<std::string> majority_digest(const pending_comparison& x,
                                           std::size_t nodes);

/// One row for each of `members`, in order.
std::vector<protocol::node_digest>
digest_rows(const pending_comparison& x,
            const std::vector<protocol::node_status>& members);

/// One row for each of `members` and for each other node that answered, ordered
/// by id. A member that did not answer is unreachable.
std::vector<protocol::node_status>
rows_of(const pending_status& status,
        const std::vector<protocol::node_status>& members);

} // namespace taskraft::actors
