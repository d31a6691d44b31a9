// Handover tokens: a node lets the holder of a login talk to the other nodes,
// from a page that has no cookie there. The token is signed and written down
// nowhere; what it is good for is the session that it names.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::http {

inline constexpr auto handover_lifetime_us = std::uint64_t{15} * 60'000'000;

struct handover {
  /// The node that has signed it.
  std::uint64_t node = 0;
  std::uint64_t session = 0;
  /// Microseconds since the epoch.
  std::uint64_t expires_us = 0;
};

/// A token, as its holder says.
struct claimed_handover {
  handover what;
  /// What was signed, but for the cluster.
  std::string content;
  std::string signature;
};

bool is_handover(std::string_view token);

std::string sign_handover(const handover& x, std::string_view signing_key,
                          std::string_view cluster_id);

/// Nothing if it has not the form of one.
std::optional<claimed_handover> read_handover(std::string_view token);

/// Whether the holder of the key has signed it, for this cluster.
bool is_signed(const claimed_handover& x, std::string_view public_key,
               std::string_view cluster_id);

} // namespace taskraft::http
