// The certificate that the other side of a connection has shown, which is
// judged again when the own files have changed.

#pragma once

#include "tls/context.hpp"

#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace taskraft::tls {

enum class side : std::uint8_t { dialled, accepted };

class shown_certificate {
public:
  /// Of a connection whose handshake is done.
  shown_certificate(const SSL* connection, side own);

  /// Why `now` would not believe it; empty if it would, or there is none. Its
  /// end does not matter, nor does a missing list of revoked ones: a connection
  /// that is open is not closed for what nobody has decided.
  std::string problem(const context& now) const;

private:
  side own_;
  std::shared_ptr<X509> certificate_;
  /// Those of the CAs between it and the one that is believed.
  std::shared_ptr<STACK_OF(X509)> chain_;
};

} // namespace taskraft::tls
