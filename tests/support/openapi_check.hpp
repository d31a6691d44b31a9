// Whether an answer is one of those that the API's own description allows.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace taskraft::tests {

/// What is wrong; empty if nothing is. `path` lies after `/api/v1`.
std::string objection_to(const nlohmann::json& api, std::string method,
                         const std::string& path, int status,
                         const std::string& content_type,
                         const std::string& body);

} // namespace taskraft::tests
