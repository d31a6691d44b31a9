// Users, logins and tokens as the JSON of the contract.

#pragma once

#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <cstdint>

namespace taskraft::json {

/// With what only the user themselves are told.
object self_to_json(const tasks::wire::Self& x);

/// A session that is a token.
object token_to_json(const tasks::wire::Session& x);

/// A session that is a login; `own` is the id of the one that asks.
object session_to_json(const tasks::wire::Session& x, std::uint64_t own);

} // namespace taskraft::json
