// What a node may forward: what was asked of itself.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/types.hpp"

namespace taskraft::protocol {

/// Whether each of these frames is a command, and none in the name of another
/// node than `forwarder`, or of another node's operator.
bool is_own_forward(const blob& frames, raft::node_id forwarder);

/// From this rules level on, a command entry says which node forwarded it.
inline constexpr auto forwarder_level = raft::rules_level{3};

/// These frames, each saying who forwarded it, whatever it said before. A
/// malformed frame is left out, and so are all after it.
blob with_forwarder(const blob& frames, raft::node_id forwarder);

} // namespace taskraft::protocol
