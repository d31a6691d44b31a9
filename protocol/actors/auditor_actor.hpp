// What may be asked of the AUDITOR.

#pragma once

#include "protocol/answers.hpp"
#include "protocol/messages/admission.hpp"
#include "protocol/result.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <functional>
#include <optional>
#include <string>

namespace taskraft::protocol {

/// The state is held as it is at `index`: find out its digest.
struct take_digest {
  raft::log_index index;
  std::function<result<state_digest>()> run;
};

struct digest_taken {
  raft::log_index index;
  /// Nothing if it could not be found out, and `reason` says why.
  std::optional<std::string> digest;
  std::string reason;
};

/// This node's state at `index` is not what a majority has.
struct mark_diverged {
  raft::log_index index;
  /// Digests.
  std::string own;
  std::string majority;
};

/// This node's disk has lost what it had promised to keep.
struct mark_distrusted {
  std::string why;
};

/// What this node has seen of disks, for its later lives.
struct keep_seen {
  seen_disks seen;
};

/// The AUDITOR: hashes states, which takes long, on a thread of its own.
using auditor_actor = caf::typed_actor<
  // `digest_taken` goes to the server.
  caf::reacts_to<take_digest>,
  // Leaves a mark that lets no later start use this state, and ends, the node
  // with it.
  caf::reacts_to<mark_diverged>,
  // The same for the whole data directory.
  caf::reacts_to<mark_distrusted>,
  // Durable some time later.
  caf::reacts_to<keep_seen>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::take_digest)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::digest_taken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::mark_diverged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::mark_distrusted)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::keep_seen)
