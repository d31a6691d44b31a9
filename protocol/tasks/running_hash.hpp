// SHA-256 (FIPS 180-4) of a file that comes in pieces: between them the state
// lies in a row, the same on every node.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::tasks {

/// The state after no bytes: 40 bytes, as all states are.
std::string begin_hash();

/// The state after more bytes, whose number 64 must divide.
std::string add_to_hash(const std::string& state, std::string_view bytes);

/// The digest, 32 bytes, after a last piece of any size.
std::string finish_hash(const std::string& state, std::string_view bytes);

/// How many bytes a piece must be a multiple of, unless it is the last.
inline constexpr auto hash_block_bytes = 64U;

} // namespace taskraft::tasks
