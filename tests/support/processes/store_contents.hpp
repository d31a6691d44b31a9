// The content of the databases of a cluster's nodes, and whether it agrees.

#pragma once

#include "persistence/store/task_store.hpp"
#include "tests/support/processes/process_cluster.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::tests {

/// The replicated rows of a MySQL schema, read with plain SQL and not by the
/// store.
struct schema_contents {
  std::uint64_t applied = 0;
  /// Every row as text, table by table.
  std::vector<std::string> rows;
  /// The log index that changed a task or key last.
  std::vector<std::uint64_t> revisions;
  std::vector<persistence::request_row> requests;
};

schema_contents contents_of(const persistence::mysql::access& schema);

/// The digest of all rows, request ids and the applied index of the node's
/// store, the same for both stores.
std::string digest_of_store(const node_place& place);

/// Fails the test unless the stores of these nodes are equal. No client may
/// write meanwhile. In every schema rows, request ids and applied index must
/// agree: no row was changed after the applied index, every row comes from a
/// command whose request id is there, and none of these is there twice.
void check_stores(const process_cluster& cluster,
                  const std::vector<std::uint64_t>& ids);

} // namespace taskraft::tests
