// Files on their way in.

#pragma once

#include "actors/http/exchange/exchange.hpp"

#include <memory>

namespace taskraft::http {

/// Adds a file to the task that the request names.
void run_upload(const std::shared_ptr<exchange>& x);

} // namespace taskraft::http
