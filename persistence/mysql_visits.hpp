// Visits all rows of a kind, in the order of their keys: a few at a time,
// because the driver keeps a whole result in memory.

#pragma once

#include "persistence/mysql_rows.hpp"
#include "persistence/task_store.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <string>

namespace taskraft::persistence::mysql {

store_meta meta_at(const sql::ResultSet& x);

void visit_leaders(connection& to,
                   const std::function<void(const leader_row&)>& visit);

void visit_tasks(connection& to,
                 const std::function<void(tasks::wire::Task)>& visit);

/// Keys with this prefix behind `after`, until `visit` returns false.
void visit_keys(connection& to, std::string_view prefix, std::string_view after,
                const task_reader::key_visitor& visit);

/// Requests behind `after`. False if a row is damaged.
bool visit_requests(connection& to, raft::log_index after,
                    const task_store::request_visitor& visit);

} // namespace taskraft::persistence::mysql
