// `taskraft backup` and `taskraft restore`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void back_up(const context& x);

/// Needs no running cluster: it makes the first node of a new one.
void restore(const invocation& x, const surroundings& world);

} // namespace taskraft::client
