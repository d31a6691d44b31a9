// What a node may forward: what was asked of itself.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/types.hpp"

namespace taskraft::protocol {

/// Whether no command in these frames is in the name of another node than
/// `forwarder`, or of another node's operator.
bool is_own_forward(const blob& frames, raft::node_id forwarder);

} // namespace taskraft::protocol
