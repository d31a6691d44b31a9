// What a request that was applied before is answered when it comes again.

#pragma once

#include "protocol/tasks/access.hpp"
#include "protocol/tasks/finder.hpp"
#include "tasks.pb.h"

namespace taskraft::tasks {

/// Whether the actor sees what the result tells of; so if it tells of nothing.
bool shows_subject(finder& state, const actor& who, const wire::Result& x);

/// The first answer to the command, as far as the actor may still see it: what
/// has been deleted or hidden since then is not found.
wire::Result seen_again(finder& state, const actor& who,
                        const wire::Command& command, wire::Result first);

} // namespace taskraft::tasks
