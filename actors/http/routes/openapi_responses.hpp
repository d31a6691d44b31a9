// What a route answers, as OpenAPI describes it: statuses, headers, contents.

#pragma once

#include "actors/http/route.hpp"

#include <string_view>

namespace taskraft::http {

/// `kind`: "schemas", "headers" or "responses".
json::object reference_to(std::string_view kind, std::string_view name);

json::object responses_of(const route& x);

/// What `responses_of` refers to.
json::object described_responses();
json::object described_headers();

} // namespace taskraft::http
