// The secret in a node's data directory: who can read it is its operator. It
// names its node, so that a client proves nothing to others.

#pragma once

#include "protocol/raft/types.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::protocol {

inline constexpr auto operator_token_prefix = std::string_view{"tro_"};

inline std::string operator_token(raft::node_id node,
                                  const std::string& random) {
  return std::string{operator_token_prefix} + std::to_string(node.value) + '_'
         + random;
}

/// Nothing if the token names none, as those of older nodes.
inline std::optional<raft::node_id>
node_of_operator_token(std::string_view token) {
  if (!token.starts_with(operator_token_prefix))
    return std::nullopt;
  token.remove_prefix(operator_token_prefix.size());
  auto node = raft::node_id{};
  const auto* end = token.data() + token.size();
  auto read = std::from_chars(token.data(), end, node.value);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != '_')
    return std::nullopt;
  return node;
}

} // namespace taskraft::protocol
