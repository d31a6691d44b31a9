// Two nodes that are whole but for everything above the network.

#pragma once

#include "actors/network/peer.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <mutex>
#include <optional>

namespace taskraft::tests {

using namespace std::chrono_literals;

/// What a server of these tests has heard.
struct heard {
  std::atomic<int> opened = 0;
  std::atomic<int> closed = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> hellos = 0;
  std::atomic<std::uint64_t> last_round = 0;
  /// What the other side knows of the rules.
  std::atomic<std::uint64_t> level = 0;
  std::atomic<bool> open = false;

  std::mutex mutex;
  protocol::node_actor remote;
  protocol::hello introduction;

  protocol::node_actor current() {
    auto guard = std::lock_guard{mutex};
    return remote;
  }

  std::string remote_cluster_id() {
    auto guard = std::lock_guard{mutex};
    return introduction.cluster_id;
  }
};

/// What the program of each node here knows.
inline constexpr auto known_level = raft::rules_level{7};

/// A server that judges hellos and counts, and does nothing else.
inline caf::behavior
counting_server(caf::event_based_actor* self, std::shared_ptr<heard> notes,
                protocol::admission known,
                std::shared_ptr<network::admitted_nodes> admitted) {
  self->set_default_handler(caf::drop);
  auto announces = std::make_shared<bool>(true);
  return {
    [=](caf::unit_t) { *announces = false; },
    [=](const protocol::hello& x) {
      ++notes->hellos;
      auto verdict = protocol::judge(known, x);
      auto sender = caf::actor_cast<caf::actor>(self->current_sender());
      if (verdict.accepted)
        network::admit(*admitted, {sender.node()});
      self->send(sender, protocol::hello_answer{known.self, verdict.accepted,
                                                verdict.fatal, verdict.removed,
                                                verdict.told});
      if (verdict.accepted && *announces)
        self->send(sender,
                   protocol::announcement{known.self.node, known_level});
    },
    [=](const raft::append_entries& x) { notes->last_round = x.round; },
    [=](const protocol::link_opened& x) {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = x.remote;
      notes->introduction = x.introduction;
      notes->level = x.newest_rules_level.value;
      notes->open = true;
      ++notes->opened;
    },
    [=](const protocol::link_closed&) {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = nullptr;
      notes->open = false;
      ++notes->closed;
    },
    [=](const protocol::refused_by_peer&) { ++notes->refused; },
    [=](const protocol::link_failed&) { ++notes->failed; },
  };
}

inline protocol::hello words_of(std::uint64_t node) {
  auto result = protocol::hello{};
  result.cluster_name = "demo";
  result.node = {node};
  result.disk_id = "disk" + std::to_string(node);
  result.incarnation = 1;
  result.wire_version = protocol::wire_version;
  return result;
}

/// A whole node, but for everything above the network.
struct node {
  node(std::uint16_t port, protocol::hello own_words)
    : words(std::move(own_words)) {
    auto known = protocol::admission{};
    known.self = words;
    for (auto id = std::uint64_t{1}; id <= 2; ++id)
      known.members.members.emplace_back().id = {id};
    server = program.system.spawn(counting_server, notes, known, admitted);
    auto started = network::acceptor::start(
      program.system,
      {.address = "127.0.0.1:" + std::to_string(port),
       .wire_version = words.wire_version,
       .admitted = admitted,
       .security = security},
      caf::actor_cast<protocol::node_actor>(server));
    BOOST_REQUIRE(started);
    acceptor = std::move(*started);
  }

  explicit node(std::uint64_t number, std::uint16_t port = 0)
    : node(port, words_of(number)) {
  }

  ~node() {
    {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = nullptr;
    }
    acceptor->stop();
    caf::anon_send_exit(peer, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(server, caf::exit_reason::user_shutdown);
  }

  std::uint16_t port() const {
    return acceptor->address().port;
  }

  void link_to(std::uint64_t other, std::uint16_t other_port) {
    auto options = network::peer_options{};
    options.node = {other};
    options.address = "127.0.0.1:" + std::to_string(other_port);
    options.introduction.self = words;
    options.dialer = program.dialer;
    options.server = caf::actor_cast<protocol::server_actor>(server);
    options.refused_pause = 100ms;
    options.admitted = admitted;
    options.security = security;
    peer = program.system.spawn(network::peer, options);
  }

  bool send_round(std::uint64_t round) {
    auto guard = std::lock_guard{notes->mutex};
    if (!notes->remote)
      return false;
    auto message = raft::append_entries{};
    message.round = round;
    caf::anon_send(notes->remote, message);
    return true;
  }

  protocol::hello words;
  std::shared_ptr<heard> notes = std::make_shared<heard>();
  std::shared_ptr<network::admitted_nodes> admitted
    = std::make_shared<network::admitted_nodes>();
  network::port_security security
    = {.ends = std::make_shared<network::link_ends>()};
  tests::program program;
  caf::actor server;
  std::unique_ptr<network::acceptor> acceptor;
  protocol::peer_actor peer;
};

inline bool both_linked(const node& a, const node& b) {
  return tests::eventually(
    [&] { return a.notes->open.load() && b.notes->open.load(); });
}

/// Whether what each sends reaches the other.
inline bool both_talk(node& a, node& b, std::uint64_t round) {
  return tests::eventually([&] {
    return a.send_round(round) && b.send_round(round)
           && a.notes->last_round == round && b.notes->last_round == round;
  });
}

} // namespace taskraft::tests
