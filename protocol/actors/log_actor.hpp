// What other actors may ask of the LOG and the LOG READER.

#pragma once

#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <map>
#include <string>
#include <vector>

namespace taskraft::protocol {

/// Make term and vote durable.
struct save_hard_state {
  raft::hard_state state;
};

/// Carry out these writes, in order.
struct write_log {
  std::vector<raft::log_write> writes;
};

/// Make durable who the cluster is, as far as this node knows.
struct save_bootstrap {
  /// Empty until the bootstrap entry is known to be committed.
  std::string cluster_id;
  /// The disk of every member met before the first election.
  std::map<raft::node_id, std::string> disk_ids;
};

/// It is durable.
struct bootstrap_saved {
  save_bootstrap saved;
};

/// Nothing came for a while: mark the last batch as durable.
struct mark_idle {};

/// What has been buffered goes to the disk now, with one sync.
struct flush_log {};

/// Entries that are committed and not in memory any more, for the applier. It
/// asks the log, because what the disk has at these indexes may still wait to
/// be replaced by what was committed.
struct read_committed {
  raft::log_index from;
  raft::log_index to;
};

/// Their beginning; empty if the log does not have them.
struct committed_read {
  raft::entry_batch entries;
};

/// The newest entries before an index, as far as they are on the disk, for the
/// client `to` in the node's own process, who hears `log_listed`.
struct list_log {
  caf::strong_actor_ptr to;
  std::uint64_t id = 0;
  raft::log_index before;
  std::size_t limit = 0;
};

/// The LOG: sole writer of this node's durable log, term and vote. It answers
/// to the server with `raft::hard_state_saved` and `raft::log_written`, and
/// ends, the node with it, when the disk refuses. A full disk is another
/// matter: it says so with `raft::disk_room_changed` and tries again.
using log_actor = caf::typed_actor<
  // Durable before anything that came later; acknowledged.
  caf::reacts_to<save_hard_state>,
  // Buffered; acknowledged cumulatively once durable.
  caf::reacts_to<write_log>,
  // Durable on its own; `bootstrap_saved` goes to the server.
  caf::reacts_to<save_bootstrap>,
  // Handed on to the log reader once everything that came before is durable.
  caf::reacts_to<read_committed>,
  // From itself.
  caf::reacts_to<flush_log>, caf::reacts_to<mark_idle>>;

/// The LOG READER: reads old entries, so that no sync waits for a read.
using log_reader_actor = caf::typed_actor<
  // For a lagging peer; `raft::entries_read` goes to the server.
  caf::reacts_to<raft::entries_wanted>,
  // From the applier, by way of the log; `committed_read` goes to the sender.
  caf::reacts_to<read_committed>,
  // For people who look at the log.
  caf::reacts_to<list_log>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::save_hard_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::write_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::save_bootstrap)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::bootstrap_saved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::mark_idle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::flush_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::read_committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::committed_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::list_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::entries_wanted)
