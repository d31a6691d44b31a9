// Which rules are in force: a number that only grows, raised by entries of the
// log, so that nodes of two versions never evaluate one entry differently.

#pragma once

#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/types.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::raft {

/// What every cluster begins with, and what nodes know that announce nothing.
inline constexpr rules_level first_rules_level{1};

/// The newest level that the running program of a node knows. Who is missing
/// has announced nothing in this life of its link.
using announced_levels = std::map<node_id, rules_level>;

/// The payload of a `level` entry: 4 bytes, little-endian.
std::string encode(rules_level x);

/// Nothing if the bytes are no level.
std::optional<rules_level> decode_rules_level(std::string_view bytes);

/// Whether every member, with a vote or without, has announced `wanted`.
bool all_know(const membership& members, const announced_levels& announced,
              rules_level wanted);

} // namespace taskraft::raft
