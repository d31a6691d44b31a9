// A blocking client of TLS for tests: it sends any bytes, and reads answers.

#pragma once

#include "tls/context.hpp"

#include <memory>
#include <optional>
#include <string>

namespace taskraft::tests {

class https_connection {
public:
  /// Connects to "127.0.0.1:8101", and shakes hands for `protocol`, of ALPN,
  /// if there is one, with this version of TLS at most.
  https_connection(const std::string& address, const std::string& ca,
                   const std::string& protocol = {},
                   int newest = TLS1_3_VERSION);
  https_connection(const https_connection&) = delete;
  https_connection& operator=(const https_connection&) = delete;
  ~https_connection();

  /// Whether the handshake has worked.
  bool is_open() const {
    return is_open_;
  }
  /// What the other side has chosen of ALPN.
  std::string protocol() const;
  /// The last of the certificate's validity.
  std::int64_t certificate_ends_at() const;

  /// Whether the other side agrees on keys anew, within the connection.
  bool renegotiates() const;

  void send(const std::string& bytes) const;
  /// Until it holds `end`; what there is if the connection ends before.
  std::string read_until(const std::string& end);
  /// Until the other side says that this is all; nothing if it is just gone.
  std::optional<std::string> read_all();

private:
  bool read_more();

  int socket_ = -1;
  bool is_open_ = false;
  bool was_closed_well_ = false;
  std::shared_ptr<const tls::context> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
  std::string buffer_;
};

/// One request on a connection of its own; all of the answer's bytes.
std::string https_get(const std::string& address, const std::string& ca,
                      const std::string& target);

} // namespace taskraft::tests
