// Stores a run of request rows as one row of a table: a row for each request
// would double the cost of a small command.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/schema.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// Splits the request rows into runs of moderate size.
std::vector<tasks::wire::RequestRun> runs_of(std::span<const request_row> rows);

/// Visits the request rows of a run after `after` until `scan` fails.
/// `corrupted` if its content is damaged.
status scan_run(const tasks::wire::RequestRun& x, raft::log_index after,
                const std::function<status(request_row)>& scan);

/// The result of the command at `index`, which this run, if there is one, must
/// have. `place` is for the text of a failure.
result<std::string> result_in(const tasks::wire::RequestRun* run,
                              raft::log_index index, const std::string& place);

/// Selects the run that may hold an index.
std::string select_run(dialect to);

/// Deletes runs that end at or before an index, which is bound twice. Runs do
/// not overlap, so only the last run that begins there may reach further.
std::string forget_runs(dialect to);

} // namespace taskraft::persistence
