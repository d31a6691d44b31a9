// What other actors may ask of the LOG and the LOG READER.

#pragma once

#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

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

/// What has been buffered goes to the disk now, with one sync.
struct flush_log {};

/// The LOG: sole writer of this node's durable log, term and vote. It answers
/// to the server with `raft::hard_state_saved` and `raft::log_written`, and
/// ends, the node with it, when the disk refuses.
using log_actor = caf::typed_actor<
  // Durable before anything that came later; acknowledged.
  caf::reacts_to<save_hard_state>,
  // Buffered; acknowledged cumulatively once durable.
  caf::reacts_to<write_log>,
  // From itself.
  caf::reacts_to<flush_log>>;

/// Entries that are committed and not in memory any more, for the applier.
struct read_committed {
  raft::log_index from;
  raft::log_index to;
};

/// Their beginning; empty if the log does not have them.
struct committed_read {
  raft::entry_batch entries;
};

/// The LOG READER: reads old entries, so that no sync waits for a read.
using log_reader_actor = caf::typed_actor<
  // For a lagging peer; `raft::entries_read` goes to the server.
  caf::reacts_to<raft::entries_wanted>,
  // For the applier; `committed_read` goes to the sender.
  caf::reacts_to<read_committed>>;

} // namespace taskraft::protocol
