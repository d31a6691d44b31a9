// The task store in one schema of a MySQL or MariaDB server.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/mysql/mysql_schema_claim.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <memory>

namespace taskraft::persistence {

/// Brings the tables to this version. What was found is durable on
/// return. `store_busy`: the server cannot be reached now; `not_allowed`: it
/// does not let us in; `storage_failed`: it would lose commits in a power cut;
/// `identity_refused`: the schema is another node's; `corrupted`: its tables
/// are not ours; `outdated`: a newer program made them.
result<std::unique_ptr<task_store>>
open_mysql_task_store(const mysql::access& to, const mysql::owner& self,
                      const schema& tables = own_schema());

} // namespace taskraft::persistence
