// How much of a page a row takes.

#pragma once

#include "protocol/tasks/row_type.hpp"

#include <cstddef>

namespace taskraft::tasks {

/// At least as many bytes as the row has in JSON, where a control character
/// takes six and names and moments take more than in the row.
std::size_t page_weight(const row_message& x);

} // namespace taskraft::tasks
