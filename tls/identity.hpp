// Who a certificate is for: a URI among its alternative names. Its common name
// is never read.

#pragma once

#include <cstdint>
#include <openssl/x509.h>
#include <optional>
#include <string>

namespace taskraft::tls {

enum class holder : std::uint8_t { nobody, node, user };

struct identity {
  holder kind = holder::nobody;
  /// Of a node.
  std::uint64_t node = 0;
  /// Of a user.
  std::string user = {};

  friend bool operator==(const identity&, const identity&) = default;
};

/// "node 3", "the user ann", "nobody here"
std::string to_string(const identity& x);

/// `taskraft:node:ID` or `taskraft:user:NAME`; nobody without such a name, and
/// nothing if there are several or one is malformed.
std::optional<identity> identity_of(const X509* certificate);

} // namespace taskraft::tls
