// What a client proves itself with to a node.

#pragma once

#include "protocol/actors/gateway_actor.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/operator_token.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace taskraft::client {

enum class credential_kind : std::uint8_t { none, session, operator_token };

struct credential {
  credential_kind kind = credential_kind::none;
  std::string secret = {};
};

/// What there is for the cluster with this id.
using credential_source = std::function<credential(const std::string&)>;

enum class credential_use : std::uint8_t {
  sent,
  /// There is none.
  none,
  /// It is another node's, which would note a failed login.
  of_another_node,
};

inline constexpr auto wrong_operator_token
  = "that is not the operator token of this node";

/// The gateway answers with `authenticated` if it was sent.
template <class Pointer>
credential_use send_credential(Pointer self, const protocol::gateway_actor& to,
                               const protocol::gateway_hello& hello,
                               const credential_source& source) {
  auto found = source ? source(hello.cluster_id) : credential{};
  auto owner = found.kind == credential_kind::operator_token
                 ? protocol::node_of_operator_token(found.secret)
                 : std::nullopt;
  if (owner && *owner != hello.node)
    return credential_use::of_another_node;
  switch (found.kind) {
    case credential_kind::none:
      return credential_use::none;
    case credential_kind::session:
      self->send(to, protocol::authenticate{0, found.secret});
      break;
    case credential_kind::operator_token:
      self->send(to, protocol::prove_operator{
                       0, protocol::hmac_sha256(found.secret, hello.nonce)});
      break;
  }
  return credential_use::sent;
}

} // namespace taskraft::client
