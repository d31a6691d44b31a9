// The WATCHDOG: watches every actor of a node. One that ends by itself ends
// the node, and its reason decides how.

#pragma once

#include "protocol/errors.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <functional>
#include <vector>

namespace taskraft::actors {

/// Called once, with why the first actor ended.
using alarm = std::function<void(errc)>;

caf::behavior watchdog(caf::event_based_actor* self,
                       std::vector<caf::actor> watched, alarm raise);

} // namespace taskraft::actors
