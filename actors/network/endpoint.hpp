// Addresses as people write them: `host:port`, `1.2.3.4:port`, `[IPv6]:port`.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::network {

struct endpoint {
  /// A name or a number, without brackets.
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const endpoint&, const endpoint&) = default;
};

/// Nothing if `text` is no address.
std::optional<endpoint> parse_endpoint(std::string_view text);

/// With brackets where they are needed.
std::string to_string(const endpoint& x);

/// The other side of a connected socket; "?" if it is gone.
std::string remote_address(int descriptor);

/// The own side of a socket; nothing if it has none.
std::optional<endpoint> local_endpoint(int descriptor);

} // namespace taskraft::network
