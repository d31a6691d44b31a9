// Listens for nodes or clients on a thread of its own, and hands each
// connection to CAF through a guard.

#pragma once

#include "actors/network/guard/port_security.hpp"
#include "actors/network/link_rules.hpp"
#include "actors/network/sockets/endpoint.hpp"
#include "actors/network/sockets/handshakes.hpp"
#include "actors/network/sockets/inflow.hpp"
#include "actors/network/unaccepted_connections.hpp"
#include "protocol/descriptor.hpp"
#include "protocol/result.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/actor_system.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace taskraft::network {

struct acceptor_options {
  /// Port 0: any free one.
  std::string address;
  port_kind kind = port_kind::nodes;
  /// The wire version that this program speaks.
  std::uint32_t wire_version = protocol::wire_version;
  /// More are closed at once.
  std::size_t max_connections = 4096;
  /// Whose messages count; null: everybody's. The connections of others, and
  /// those of clients that say nothing, are bounded by `limits`.
  std::shared_ptr<const admitted_nodes> admitted = nullptr;
  unaccepted_limits limits = {};
  /// The clients that have logged in; null where saying something is enough.
  std::shared_ptr<const admitted_nodes> logged_in = nullptr;
  port_security security = {};
  handshake_limits handshakes = {};
  /// Puts a mark into the mailbox of the published actor; without marks the
  /// mailbox may grow without bound.
  std::function<void(protocol::inbox_mark)> send_mark = nullptr;
};

class acceptor {
public:
  /// Publishes `actor` under exactly the interface `Handle`. The failure names
  /// the address that cannot be bound.
  template <class Handle>
  static result<std::unique_ptr<acceptor>>
  start(caf::actor_system& system, const acceptor_options& options,
        const Handle& actor) {
    return start(system, options, caf::actor_cast<caf::strong_actor_ptr>(actor),
                 system.message_types<Handle>());
  }

  static result<std::unique_ptr<acceptor>>
  start(caf::actor_system& system, const acceptor_options& options,
        caf::strong_actor_ptr actor, std::set<std::string> interface);

  acceptor(const acceptor&) = delete;
  acceptor& operator=(const acceptor&) = delete;
  ~acceptor();

  /// Lets go of the address and of the actor. Open connections stay.
  void stop();

  /// Where it listens, with the real port.
  const endpoint& address() const {
    return address_;
  }

  /// Connections that are open now.
  std::size_t connections() const {
    return *open_;
  }

private:
  acceptor(caf::actor_system& system, const acceptor_options& options,
           std::vector<descriptor> listeners, endpoint address,
           caf::strong_actor_ptr actor, std::set<std::string> interface);

  void run();
  void accept_all(int listener);
  void take(known_connection connection);
  void publish(known_connection connection);
  /// Has the network thread look after connections without a hello.
  void sweep();
  int poll_timeout_ms() const;

  caf::actor_system& system_;
  port_kind kind_;
  std::size_t max_connections_;
  std::vector<descriptor> listeners_;
  descriptor wake_;
  endpoint address_;
  caf::strong_actor_ptr actor_;
  std::set<std::string> interface_;
  guard_rules rules_;
  /// For connections from other machines.
  guard_rules remote_rules_;
  std::shared_ptr<inflow> inflow_;
  /// Null: everybody has a place.
  std::shared_ptr<network::unaccepted_connections> unaccepted_;
  /// Nothing without TLS.
  std::optional<network::handshakes> handshakes_;
  std::shared_ptr<std::atomic<std::size_t>> open_;
  bool full_ = false;
  /// Out of descriptors: do not try before a pause.
  bool exhausted_ = false;
  /// Logged once, until a connection is accepted again.
  bool failing_ = false;
  std::thread thread_;
};

} // namespace taskraft::network
