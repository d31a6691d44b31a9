// What may be asked of the COMMITTER.

#pragma once

#include "protocol/result.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <functional>
#include <optional>

namespace taskraft::protocol {

/// Slow work of the state machine.
struct carry_out {
  std::function<status()> run;
};

struct carried_out {
  /// Nothing if it succeeded.
  std::optional<failure> refusal;
};

/// The COMMITTER: the store's thread, so that no answer waits for a commit.
using committer_actor = caf::typed_actor<
  // `carried_out` goes to the sender, the applier.
  caf::reacts_to<carry_out>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::carry_out)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::carried_out)
