// The COMMITTER: carries out the store's transactions for the applier, on a
// thread of its own.

#pragma once

#include "protocol/actors/committer_actor.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace taskraft::actors {

protocol::committer_actor::behavior_type
committer(protocol::committer_actor::pointer self);

} // namespace taskraft::actors
