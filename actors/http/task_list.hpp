// The filters of lists of tasks, as parameters of a URL.

#pragma once

#include "actors/http/route.hpp"

#include <string>
#include <vector>

namespace taskraft::http {

std::vector<route_parameter> list_parameters();

/// The query for a page. 400 for what no filter means.
outcome<wire::Query> list_query(const call& x);

/// What the cursor of the next page holds beside the store's: the moment that
/// counted as now for the first page.
std::string next_of_list(const call& x, const std::string& cursor);

} // namespace taskraft::http
