// A CA and certificates for TLS between nodes and their clients: ECDSA on
// P-256.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::client {

/// What a certificate says, and where it goes.
struct certificate_order {
  std::string folder;
  /// "ca", "node-1", "client-ann": files are called so, with .crt and .key.
  std::string name;
  /// For people; nothing reads it to know who somebody is.
  std::string common_name;
  /// Who it is for: "taskraft:node:1"; empty: a CA.
  std::string uri;
  /// Names and addresses of a server.
  std::vector<std::string> hosts;
  int days = 0;

  bool is_ca() const {
    return uri.empty();
  }
};

struct certificate_paths {
  std::string certificate;
  std::string key;
};

/// Makes both files, never over another one: the key with mode 0600. All but
/// a CA are signed by `ca.key` of the folder. Throws a `cli_error`; then
/// neither file is there.
certificate_paths make_certificate(const certificate_order& order);

/// Whether it may stand in a certificate: a name or an address.
bool is_host(const std::string& text);

} // namespace taskraft::client
