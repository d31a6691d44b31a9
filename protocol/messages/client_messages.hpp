// What a client and a gateway say to each other. One-way messages; the client
// resends what stays unanswered, under the same request id.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::protocol {

/// First message of a client; the gateway answers with `gateway_hello`.
struct client_hello {
  std::uint32_t wire_version = 0;
  std::string version;

  template <class Inspector>
  friend auto inspect(Inspector& f, client_hello& x) {
    return f(x.wire_version, x.version);
  }
};

struct gateway_hello {
  std::uint32_t wire_version = 0;
  std::string version;
  std::string cluster_name;
  /// Empty while the node knows of no cluster. Once it does, every client that
  /// has said hello gets this message again.
  std::string cluster_id;
  raft::node_id node;
  /// The node's commit index: what a new request id has seen.
  raft::log_index commit_index;
  /// Whether clients must authenticate before anything else.
  bool auth_required = false;
  /// Random bytes of this connection, for `prove_operator`.
  std::string nonce = {};

  template <class Inspector>
  friend auto inspect(Inspector& f, gateway_hello& x) {
    return f(x.wire_version, x.version, x.cluster_name, x.cluster_id, x.node,
             x.commit_index, x.auth_required, x.nonce);
  }
};

/// `count` command frames (`client_frames.hpp`).
struct submit_commands {
  std::uint32_t count = 0;
  blob frames;

  template <class Inspector>
  friend auto inspect(Inspector& f, submit_commands& x) {
    return f(x.count, x.frames);
  }
};

/// `count` command answers.
struct commands_answered {
  std::uint32_t count = 0;
  blob frames;
  /// The node's commit index: what the next request id has seen.
  raft::log_index commit_index;

  template <class Inspector>
  friend auto inspect(Inspector& f, commands_answered& x) {
    return f(x.count, x.frames, x.commit_index);
  }
};

/// `count` query requests.
struct submit_queries {
  std::uint32_t count = 0;
  blob frames;

  template <class Inspector>
  friend auto inspect(Inspector& f, submit_queries& x) {
    return f(x.count, x.frames);
  }
};

/// `count` query replies.
struct queries_answered {
  std::uint32_t count = 0;
  blob frames;

  template <class Inspector>
  friend auto inspect(Inspector& f, queries_answered& x) {
    return f(x.count, x.frames);
  }
};

struct request_cluster_status {
  std::uint64_t id = 0;
  /// Have every node cut its log first.
  bool compact = false;
  /// Ask no other node.
  bool local = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_cluster_status& x) {
    return f(x.id, x.compact, x.local);
  }
};

/// A row for each member, reachable or not, ordered by id.
struct cluster_status_answered {
  std::uint64_t id = 0;
  std::vector<node_status> nodes;

  template <class Inspector>
  friend auto inspect(Inspector& f, cluster_status_answered& x) {
    return f(x.id, x.nodes);
  }
};

/// Hand leadership to `target`; zero: to whom the leader likes.
struct transfer_leadership {
  std::uint64_t id = 0;
  raft::node_id target;

  template <class Inspector>
  friend auto inspect(Inspector& f, transfer_leadership& x) {
    return f(x.id, x.target);
  }
};

/// Sent once another node leads, or once it is clear that none will.
struct leadership_transferred {
  std::uint64_t id = 0;
  bool succeeded = false;
  raft::node_id leader;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, leadership_transferred& x) {
    return f(x.id, x.succeeded, x.leader, x.reason);
  }
};

/// Shows or changes the members. The same change twice is one change.
struct change_members {
  std::uint64_t id = 0;
  members_operation operation = members_operation::list;
  raft::node_id node;
  /// Of a node that is added.
  std::string address;
  /// By then the client wants to know what is certain; four seconds at most.
  std::uint64_t wait_ms = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, change_members& x) {
    return inspect_with_enum(f, x.operation, x.id, x.operation, x.node,
                             x.address, x.wait_ms);
  }
};

struct member_row {
  raft::node_id id;
  std::string address;
  std::string disk_id;
  bool voter = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, member_row& x) {
    return f(x.id, x.address, x.disk_id, x.voter);
  }
};

/// Sent once the request is committed, or once it is clear that it will not be.
struct members_listed {
  std::uint64_t id = 0;
  /// `none` if it is done.
  errc code = errc::none;
  std::string reason;
  std::vector<member_row> members;

  template <class Inspector>
  friend auto inspect(Inspector& f, members_listed& x) {
    return inspect_with_enum(f, x.code, x.id, x.code, x.reason, x.members);
  }
};

/// Compares the states of all nodes as they are after entry `index`, which a
/// command has made for that.
struct compare_digests {
  std::uint64_t id = 0;
  raft::log_index index;
  /// After this time the answer holds what is known by then; a minute at most.
  std::uint64_t wait_ms = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, compare_digests& x) {
    return f(x.id, x.index, x.wait_ms);
  }
};

struct node_digest {
  raft::node_id id;
  std::string address;
  /// Otherwise `reason` says why not.
  bool taken = false;
  std::string digest;
  /// Not what most of the nodes have.
  bool differs = false;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, node_digest& x) {
    return f(x.id, x.address, x.taken, x.digest, x.differs, x.reason);
  }
};

/// A row for each member, ordered by id.
struct digests_compared {
  std::uint64_t id = 0;
  raft::log_index index;
  std::vector<node_digest> nodes;

  template <class Inspector>
  friend auto inspect(Inspector& f, digests_compared& x) {
    return f(x.id, x.index, x.nodes);
  }
};

/// Keeps the state of now in a file on the node, for `read_backup`.
struct begin_backup {
  std::uint64_t id = 0;
  /// Whether everything acknowledged so far must be in it; otherwise it is what
  /// the node has, and no quorum is needed.
  bool linearizable = true;

  template <class Inspector>
  friend auto inspect(Inspector& f, begin_backup& x) {
    return f(x.id, x.linearizable);
  }
};

struct backup_begun {
  std::uint64_t id = 0;
  /// Names the file; zero: there is none, and `reason` says why.
  std::uint64_t backup = 0;
  std::string reason;
  raft::log_position position;
  raft::log_index membership_index;
  /// Encoded.
  std::string membership;
  std::uint64_t size_bytes = 0;
  std::uint32_t checksum = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, backup_begun& x) {
    return f(x.id, x.backup, x.reason, x.position, x.membership_index,
             x.membership, x.size_bytes, x.checksum);
  }
};

/// The node is writing that file: more of the state is in it than before.
struct backup_progressed {
  std::uint64_t id = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, backup_progressed& x) {
    return f(x.id);
  }
};

/// The next bytes of it, or the end of it: at an `offset` after the last byte
/// the file is removed.
struct read_backup {
  std::uint64_t id = 0;
  std::uint64_t backup = 0;
  std::uint64_t offset = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, read_backup& x) {
    return f(x.id, x.backup, x.offset);
  }
};

struct backup_read {
  std::uint64_t id = 0;
  /// Not empty: there is nothing to read.
  std::string reason;
  /// CRC-32C of the bytes.
  std::uint32_t checksum = 0;
  blob bytes;

  template <class Inspector>
  friend auto inspect(Inspector& f, backup_read& x) {
    return f(x.id, x.reason, x.checksum, x.bytes);
  }
};

} // namespace taskraft::protocol
