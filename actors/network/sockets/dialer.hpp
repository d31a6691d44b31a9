// Connects to addresses without ever blocking an actor: each dial has a
// thread, so that neither a silent peer nor a slow name server delays others.

#pragma once

#include "tls/context_source.hpp"
#include "tls/session.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace taskraft::network {

/// Whether and how a dial speaks TLS.
struct dial_security {
  /// Null: plain text.
  std::shared_ptr<const tls::context_source> tls = nullptr;
  /// A host without a name is the one that is dialled.
  tls::expected_peer expected = {};
  /// If the other side begins to speak without TLS, so does this one.
  bool takes_plaintext = false;
};

class dialer {
public:
  dialer();
  dialer(const dialer&) = delete;
  dialer& operator=(const dialer&) = delete;
  ~dialer();

  /// Resolves `address`, tries all that was found until `timeout` has passed,
  /// shakes hands, and sends `protocol::dialled` to `requester`. From any
  /// thread.
  template <class Handle>
  void dial(std::string address, std::chrono::milliseconds timeout,
            const Handle& requester, dial_security security = {}) {
    dial_for(std::move(address), timeout,
             caf::actor_cast<caf::strong_actor_ptr>(requester),
             std::move(security));
  }

  /// Gives up every open dial without an answer. A thread that hangs in a name
  /// look-up is left alone: it holds nothing of the actor system.
  void stop();

private:
  struct shared;

  void dial_for(std::string address, std::chrono::milliseconds timeout,
                caf::strong_actor_ptr requester, dial_security security);

  std::shared_ptr<shared> shared_;
};

} // namespace taskraft::network
