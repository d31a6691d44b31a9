// Reports and what a search finds, as the JSON of the contract.

#pragma once

#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

namespace taskraft::json {

/// The same columns as text.
std::string report_to_csv(const tasks::wire::Report& x);

object report_to_json(const tasks::wire::Report& x);

/// A task as lists of cards show it: without its description.
object search_hit_to_json(const tasks::wire::SearchHit& x);

} // namespace taskraft::json
