// The table of routes as OpenAPI 3.1.

#pragma once

#include "actors/http/route.hpp"

#include <string>

namespace taskraft::http {

json::object openapi_of(const std::vector<route>& routes,
                        const std::string& version,
                        const std::string& base_path);

} // namespace taskraft::http
