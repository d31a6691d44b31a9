// The filters of lists of tasks, as parameters of a URL.

#pragma once

#include "actors/http/route.hpp"

#include <vector>

namespace taskraft::http {

/// Filters alone, and with order and page.
std::vector<route_parameter> filter_parameters();
std::vector<route_parameter> list_parameters();

/// The query for a page. 400 for what no filter means.
outcome<wire::Query> list_query(const call& x);

/// The query for the board of the project in the path.
std::vector<route_parameter> board_parameters();
outcome<wire::Query> board_query(const call& x);

outcome<wire::Query> count_query(const call& x);

} // namespace taskraft::http
