// One number for all replicated rows, so that two nodes at one applied index
// can tell whether they are equal.

#pragma once

#include "persistence/store/task_store.hpp"

#include <cstdint>

namespace taskraft::persistence {

/// The digest of all rows of the view that `rows` has open, request rows only
/// after `forgotten`; equal on equal state, whatever the transactions that led
/// to it. A field with its default value does not change the digest, so that
/// nodes with neighbouring versions agree about the fields that both know.
result<std::uint64_t> digest_of_view(task_reader& rows,
                                     raft::log_index forgotten);

} // namespace taskraft::persistence
