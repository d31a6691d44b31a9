// What a client proves itself with to a node.

#pragma once

#include "protocol/actors/gateway_actor.hpp"
#include "protocol/crypto/sha256.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace taskraft::client {

enum class credential_kind : std::uint8_t { none, session, operator_token };

struct credential {
  credential_kind kind = credential_kind::none;
  std::string secret = {};
};

/// What there is for the cluster with this id.
using credential_source = std::function<credential(const std::string&)>;

/// Sends it; false if there is none. The gateway answers `authenticated`.
template <class Pointer>
bool send_credential(Pointer self, const protocol::gateway_actor& to,
                     const protocol::gateway_hello& hello,
                     const credential_source& source) {
  auto found = source ? source(hello.cluster_id) : credential{};
  switch (found.kind) {
    case credential_kind::none:
      return false;
    case credential_kind::session:
      self->send(to, protocol::authenticate{0, found.secret});
      break;
    case credential_kind::operator_token:
      self->send(to, protocol::prove_operator{
                       0, protocol::hmac_sha256(found.secret, hello.nonce)});
      break;
  }
  return true;
}

} // namespace taskraft::client
