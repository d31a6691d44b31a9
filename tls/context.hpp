// What a port or a program needs for TLS: its certificate, whom it believes,
// and the protocol's settings, which are the same everywhere.

#pragma once

#include "tls/identity.hpp"

#include <cstdint>
#include <memory>
#include <openssl/ssl.h>
#include <optional>
#include <string>

namespace taskraft::tls {

/// A node's three ports, and a program that connects to the second.
enum class use : std::uint8_t { nodes, clients, browsers, program };

/// Paths of files in PEM; empty: none.
struct certificate_files {
  /// With those of the CAs between it and the one that others know.
  std::string certificate;
  std::string key;
  /// Whose certificates are believed.
  std::string ca;
  /// Which of them no longer are.
  std::string crl;

  friend bool operator==(const certificate_files&, const certificate_files&)
    = default;
};

struct context {
  std::shared_ptr<SSL_CTX> handle;
  /// Who the own certificate is for, and when it ends, in seconds of the epoch;
  /// zero without one.
  identity own;
  std::int64_t ends_at = 0;
  /// When the first of the lists of revoked certificates ends, in the same way;
  /// zero if there is none, or if it has no end.
  std::int64_t lists_end_at = 0;
  /// Whether one of them has the own certificate.
  bool own_is_revoked = false;
};

/// A file that cannot be used.
struct file_problem {
  /// The member of `certificate_files`: "certificate", "key", "ca", "crl".
  std::string file;
  /// "expected a readable file: certs/ca.crt: No such file or directory"
  std::string expected;
};

struct loaded_context {
  std::shared_ptr<const context> made;
  std::optional<file_problem> problem;
};

/// Nodes show each other certificates, with TLS 1.3 only. Clients may show one
/// where there is a CA for them. A program shows its own if it has one.
loaded_context load_context(use what, const certificate_files& files);

} // namespace taskraft::tls
