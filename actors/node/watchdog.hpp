// The WATCHDOG: watches every actor of a node. One that ends by itself ends
// the node, and its reason decides how.

#pragma once

#include "protocol/errors.hpp"

#include <caf/actor.hpp>
#include <caf/event_based_actor.hpp>

#include <functional>
#include <string>
#include <vector>

namespace taskraft::actors {

/// Called once, with why the first actor ended, and what it said of that.
using alarm = std::function<void(errc, const std::string& detail)>;

caf::behavior watchdog(caf::event_based_actor* self,
                       std::vector<caf::actor> watched, alarm raise);

} // namespace taskraft::actors
