// One digest of all replicated rows, so that two nodes at one applied index
// can tell whether they are equal.

#pragma once

#include "persistence/store/task_store.hpp"

#include <string>

namespace taskraft::persistence {

/// The SHA-256 digest, 32 bytes, of all rows of the view that `rows` has open,
/// request rows only after `forgotten`; equal on equal state, whatever the
/// transactions that led to it. A field with its default value does not change
/// the digest, so that nodes with neighbouring versions agree about the fields
/// that both know.
result<std::string> digest_of_view(task_reader& rows,
                                   raft::log_index forgotten);

} // namespace taskraft::persistence
