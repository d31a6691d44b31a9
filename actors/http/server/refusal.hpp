// What is answered to bytes that never become a request.

#pragma once

#include "actors/http/message.hpp"
#include "actors/http/problem.hpp"
#include "actors/http/service/service.hpp"

namespace taskraft::http {

/// After it the connection ends.
response refusal(const service& at, const problem& why);

} // namespace taskraft::http
