// A place on the network as people write it: `IPv4:port`, `[IPv6]:port` or
// `host:port`. Names are not resolved here.

#pragma once

#include "protocol/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace taskraft::config {

struct address {
  /// Without brackets.
  std::string host;
  std::uint16_t port = 0;

  friend bool operator==(const address&, const address&) = default;
};

/// Port 0 lets the system choose a port: for listeners only.
enum class port_rule : bool { known, any };

/// The detail of a failure says what was expected.
result<address> parse_address(std::string_view text,
                              port_rule rule = port_rule::known);

std::string to_string(const address& x);

/// Whether only this machine can reach it: 127.0.0.0/8, ::1 or localhost.
bool is_loopback(const address& x);

/// Whether it means every interface. One can listen there, but not dial it.
bool is_wildcard(const address& x);

} // namespace taskraft::config
