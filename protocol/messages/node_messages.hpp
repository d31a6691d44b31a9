// What nodes say to each other besides consensus: who they are, commands and
// reads on their way to the leader, and how they are.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/errors.hpp"
#include "protocol/raft/transfer_outcome.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/wire_enum.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace taskraft::protocol {

/// The newest wire version that this program speaks. It grows when a message is
/// added that older nodes do not know (`wire.hpp` lists since when there is
/// which): such a message is sent only where both hellos name a version that
/// has it.
inline constexpr std::uint32_t wire_version = 1;

/// What a node has seen of another one's disk, which must have all of it: a
/// disk that has less was rolled back, or lost something.
struct seen_progress {
  std::uint64_t incarnation = 0;
  /// Of the start that had this incarnation.
  std::uint64_t start_id = 0;
  raft::term term;
  /// Confirmed by the disk, and committed.
  raft::log_position confirmed;

  friend bool operator==(const seen_progress&, const seen_progress&) = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, seen_progress& x) {
    return f(x.incarnation, x.start_id, x.term, x.confirmed);
  }
};

/// The first message on every new link, from the node that dialled.
struct hello {
  std::string cluster_name;
  /// Empty while the sender knows of no founded cluster.
  std::string cluster_id;
  raft::node_id node;
  std::string disk_id;
  /// Starts of this disk; a newer one replaces the older one's links.
  std::uint64_t incarnation = 0;
  std::uint32_t wire_version = 0;
  std::string version;
  std::string address;
  /// Random at each start: two starts with one incarnation are of two copies
  /// of the disk.
  std::uint64_t start_id = 0;
  /// What the sender has seen of the receiver.
  seen_progress seen = {};
  /// Whether clients of the sender must log in.
  bool auth_required = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, hello& x) {
    return f(x.cluster_name, x.cluster_id, x.node, x.disk_id, x.incarnation,
             x.wire_version, x.version, x.address, x.start_id, x.seen,
             x.auth_required);
  }
};

/// The answer: who answers, or why not.
struct hello_answer {
  /// Empty unless the hello was accepted or is at least of the same cluster.
  hello self;
  bool accepted = false;
  /// True if the asking node must not go on with the disk it has. Only nodes of
  /// a cluster say so.
  bool fatal = false;
  /// True if that is because the cluster has removed it.
  bool removed = false;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, hello_answer& x) {
    return f(x.self, x.accepted, x.fatal, x.removed, x.reason);
  }
};

/// Follows an accepting `hello_answer`: what the program of the node that
/// answers knows besides messages.
struct announcement {
  raft::node_id node;
  raft::rules_level newest_rules_level;

  template <class Inspector>
  friend auto inspect(Inspector& f, announcement& x) {
    return f(x.node, x.newest_rules_level);
  }
};

/// Command frames that a gateway sends to the leader's node.
struct forward_commands {
  raft::node_id from;
  /// Names this message in a refusal.
  std::uint64_t batch = 0;
  std::uint32_t count = 0;
  blob frames;

  template <class Inspector>
  friend auto inspect(Inspector& f, forward_commands& x) {
    return f(x.from, x.batch, x.count, x.frames);
  }
};

/// The commands of these batches were not taken: send them to `leader`, if that
/// is known, or later if this is the leader and it is overloaded.
struct commands_refused {
  raft::term term;
  raft::node_id leader;
  std::vector<std::uint64_t> batches;
  bool overloaded = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, commands_refused& x) {
    return f(x.term, x.leader, x.batches, x.overloaded);
  }
};

/// Asks the leader which index a linearizable read must wait for.
struct request_read_index {
  raft::node_id from;
  std::uint64_t context = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_read_index& x) {
    return f(x.from, x.context);
  }
};

struct read_index_answered {
  std::uint64_t context = 0;
  bool granted = false;
  raft::log_index read_index;

  template <class Inspector>
  friend auto inspect(Inspector& f, read_index_answered& x) {
    return f(x.context, x.granted, x.read_index);
  }
};

/// Asks the leader to hand leadership to `target` (zero: whom it likes).
struct request_transfer {
  raft::node_id from;
  std::uint64_t context = 0;
  raft::node_id target;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_transfer& x) {
    return f(x.from, x.context, x.target);
  }
};

struct transfer_answered {
  std::uint64_t context = 0;
  raft::transfer_outcome outcome = raft::transfer_outcome::started;
  raft::node_id target;

  template <class Inspector>
  friend auto inspect(Inspector& f, transfer_answered& x) {
    return inspect_with_enum(f, x.outcome, x.context, x.outcome, x.target);
  }
};

/// What an operator wants with the members. The values cross the wire: never
/// renumber.
enum class members_operation : std::uint8_t {
  list = 0,
  add = 1,
  promote = 2,
  remove = 3,
};

constexpr members_operation last_of(members_operation) {
  return members_operation::remove;
}

/// Asks the leader for the members, or for others.
struct request_members {
  raft::node_id from;
  std::uint64_t context = 0;
  members_operation operation = members_operation::list;
  raft::node_id node;
  /// Of a node that is added.
  std::string address;
  /// Filled in by the leader's server once it has met the disk.
  std::string disk_id;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_members& x) {
    return inspect_with_enum(f, x.operation, x.from, x.context, x.operation,
                             x.node, x.address, x.disk_id);
  }
};

struct members_answered {
  std::uint64_t context = 0;
  /// `none` if it is done.
  errc code = errc::none;
  std::string reason;
  /// Those that are committed, encoded as in the log.
  std::string members;

  template <class Inspector>
  friend auto inspect(Inspector& f, members_answered& x) {
    return inspect_with_enum(f, x.code, x.context, x.code, x.reason, x.members);
  }
};

struct request_node_status {
  raft::node_id from;
  std::uint64_t context = 0;
  /// Cut the log as far as the state is visible before the answer.
  bool compact = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_node_status& x) {
    return f(x.from, x.context, x.compact);
  }
};

/// One node as it sees itself.
struct node_status {
  raft::node_id id;
  std::string address;
  std::string version;
  /// leader, follower, candidate, learner or unreachable.
  std::string role;
  raft::term term;
  raft::node_id leader;
  /// The first entry that the log still has, and the last.
  raft::log_index first_index;
  raft::log_index last_index;
  raft::log_index commit_index;
  raft::log_index applied_index;
  std::string store;
  bool reachable = true;
  /// In the current term; zero: for nobody.
  raft::node_id voted_for;
  /// The last entry that is on its disk.
  raft::log_index durable_index;
  /// Of a leader, what is not committed; of others, what is not on the disk.
  std::uint64_t inflight_entries = 0;
  std::uint64_t inflight_bytes = 0;
  /// Since a leader was heard; a leader hears itself.
  std::uint64_t heartbeat_age_ms = 0;
  /// In bytes, of the disk with its data.
  std::uint64_t disk_free = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, node_status& x) {
    return f(x.id, x.address, x.version, x.role, x.term, x.leader,
             x.first_index, x.last_index, x.commit_index, x.applied_index,
             x.store, x.reachable, x.voted_for, x.durable_index,
             x.inflight_entries, x.inflight_bytes, x.heartbeat_age_ms,
             x.disk_free);
  }
};

struct node_status_answered {
  std::uint64_t context = 0;
  node_status status;

  template <class Inspector>
  friend auto inspect(Inspector& f, node_status_answered& x) {
    return f(x.context, x.status);
  }
};

/// The digest of all rows of the state after entry `index`, please. Answered
/// once the node is there and has found out.
struct request_digest {
  raft::node_id from;
  std::uint64_t context = 0;
  raft::log_index index;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_digest& x) {
    return f(x.from, x.context, x.index);
  }
};

struct digest_answered {
  std::uint64_t context = 0;
  raft::node_id node;
  raft::log_index index;
  /// Otherwise `reason` says why not.
  bool taken = false;
  std::string digest;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, digest_answered& x) {
    return f(x.context, x.node, x.index, x.taken, x.digest, x.reason);
  }
};

/// A majority of the nodes has this digest at `index`, and the receiver has
/// another one: it must not serve any longer.
struct digest_refuted {
  raft::node_id from;
  raft::log_index index;
  std::string digest;

  template <class Inspector>
  friend auto inspect(Inspector& f, digest_refuted& x) {
    return f(x.from, x.index, x.digest);
  }
};

/// What a gateway asks of the leader, or of any node. The server hands it to
/// its role, and a role that is over gives it back.
using role_request
  = std::variant<forward_commands, request_read_index, request_transfer,
                 request_members, request_node_status>;

/// What a gateway gets for that, or for a `request_digest`.
using gateway_answer
  = std::variant<commands_refused, read_index_answered, transfer_answered,
                 members_answered, node_status_answered, digest_answered>;

} // namespace taskraft::protocol
