// `taskraft __complete`, which the completion scripts of the shells call.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// Prints the values that begin as the user has typed, each with what it stands
/// for after a tab. A failure of any kind prints nothing: it must not disturb a
/// line that is being written.
void offer_values(const invocation& x, const surroundings& world);

} // namespace taskraft::client
