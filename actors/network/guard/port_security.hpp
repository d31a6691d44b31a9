// Whether a port speaks TLS, and with what.

#pragma once

#include "actors/network/guard/certified_nodes.hpp"
#include "actors/network/guard/link_ends.hpp"
#include "tls/context_source.hpp"

#include <memory>

namespace taskraft::network {

struct port_security {
  /// Null: plain text.
  std::shared_ptr<const tls::context_source> tls = nullptr;
  /// Beside TLS, for the time in which a cluster changes over to it.
  bool takes_plaintext = false;
  /// Whose certificates those have that are connected; null: nobody asks.
  std::shared_ptr<certified_nodes> certified = nullptr;
  /// Why links have ended; null: nobody asks.
  std::shared_ptr<link_ends> ends = nullptr;
};

} // namespace taskraft::network
