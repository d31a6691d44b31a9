// Makes a handle to a remote actor out of a dialled socket.

#pragma once

#include "actors/network/link_rules.hpp"
#include "actors/network/scribe.hpp"
#include "protocol/actors/dialling.hpp"

#include <caf/actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/atom.hpp>
#include <caf/error.hpp>
#include <caf/io/system_messages.hpp>
#include <caf/node_id.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <utility>

namespace taskraft::network {

/// How long the other side may take to say which actor it offers.
inline constexpr auto handshake_timeout = std::chrono::seconds{1};

/// The actor that speaks CAF's network protocol.
caf::actor basp_of(caf::actor_system& system);

struct link_options {
  std::uint32_t wire_version = protocol::wire_version;
  /// Whose messages count; null: everybody's. Until the other node is one of
  /// them it may say hello only.
  std::shared_ptr<const admitted_nodes> admitted = nullptr;
  /// Where the other node's certificate is noted; may be null.
  std::shared_ptr<certified_nodes> certified = nullptr;
  /// Where it is noted why the link has ended; may be null.
  std::shared_ptr<link_ends> ends = nullptr;
  /// What was dialled: the other side may be gone when it is named.
  std::string address = {};
};

/// Wraps a dialled socket and takes it over.
scribe_ptr make_dialled_scribe(caf::actor_system& system,
                               const protocol::dialled& connection,
                               port_kind port, const link_options& options);

/// Cuts the connection from any thread.
void cut(const scribe_ptr& link, std::string reason);

/// Why there was no handshake, in words.
std::string handshake_problem(const caf::error& x);

/// Takes over a dialled connection and calls either
/// `on_open(Handle)` or `on_error(std::string)` in the context of `self`, an
/// event-based actor that may be typed. The handle lives as long as the link:
/// monitor it. If the nodes are connected already, then the new connection is
/// closed and the handle uses the older one.
template <class Handle, class Self, class OnOpen, class OnError>
void open_link(Self* self, const protocol::dialled& connection, port_kind port,
               OnOpen on_open, OnError on_error,
               const link_options& options = {}) {
  auto& system = self->system();
  auto link = make_dialled_scribe(system, connection, port, options);
  self
    ->request(basp_of(system), handshake_timeout, caf::connect_atom_v,
              caf::io::scribe_ptr{link}, std::uint16_t{0})
    .then(
      [&system, link, on_open,
       on_error](const caf::node_id&, const caf::strong_actor_ptr& remote,
                 const std::set<std::string>& interface) mutable {
        if (remote
            && system.assignable(interface,
                                 system.template message_types<Handle>()))
          return on_open(caf::actor_cast<Handle>(remote));
        auto reason = std::string{"speaks another version or protocol"};
        cut(link, reason);
        on_error(std::move(reason));
      },
      [link, on_error](const caf::error& error) mutable {
        // A certificate may be refused after the side that shows it is done.
        auto trouble = link->trouble();
        cut(link, "no handshake");
        on_error(trouble.empty() ? handshake_problem(error) : trouble);
      });
}

} // namespace taskraft::network
