// What a task is related to, as people, scripts and machines read it.

#pragma once

#include "bin/client/text/task_text.hpp"

namespace taskraft::client {

/// A row for each task, with what it is to the one that was asked for.
std::string relation_rows(const tasks::wire::Relations& x,
                          const output_style& style);
json relations_to_json(const tasks::wire::Relations& x);

} // namespace taskraft::client
