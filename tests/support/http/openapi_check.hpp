// Whether an answer is one of those that the API's own description allows.

#pragma once

#include "tests/support/http/http_client.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace taskraft::tests {

/// What is wrong; empty if nothing is. `path` lies after `/api/v1`.
std::string objection_to(const nlohmann::json& api, std::string method,
                         const std::string& path, const http_answer& answer);

} // namespace taskraft::tests
