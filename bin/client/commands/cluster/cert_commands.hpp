// `taskraft cert`: certificates, without a cluster.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void create_certificate(const invocation& x, const surroundings& world);

} // namespace taskraft::client
