// A role with probes in place of all other actors.

#pragma once

#include "actors/consensus/role.hpp"
#include "protocol/raft/roles.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"

#include <memory>

namespace taskraft::tests {

/// The first of three nodes; its log has two entries of term 1.
struct role_fixture : stage {
  probe server{system};
  probe log{system};
  probe log_reader{system};
  probe applier{system};
  probe auditor{system};
  probe gateway{system};
  probe snapshot_sender{system};
  probe snapshot_receiver{system};
  probe second{system};
  probe third{system};
  std::uint64_t now_us = 1000;
  std::uint64_t uptime_us = 1000;
  /// What the program of this node knows.
  raft::rules_level own_level{2};

  actors::role_environment environment() {
    auto x = actors::role_environment{};
    x.server = server.as<protocol::server_actor>();
    x.log = log.as<protocol::log_actor>();
    x.log_reader = log_reader.as<protocol::log_reader_actor>();
    x.applier = applier.as<protocol::applier_actor>();
    x.auditor = auditor.as<protocol::auditor_actor>();
    x.snapshot_sender = snapshot_sender.as<protocol::snapshot_sender_actor>();
    x.snapshot_receiver
      = snapshot_receiver.as<protocol::snapshot_receiver_actor>();
    x.gateway = gateway.as<protocol::inner_gateway_actor>();
    x.links = {{{2}, second.as<protocol::node_actor>()},
               {{3}, third.as<protocol::node_actor>()}};
    x.announced = {{{1}, own_level}};
    x.now_us = [this] { return now_us; };
    x.uptime_us = [this] { return uptime_us; };
    x.random = [] { return std::uint64_t{4}; };
    x.about.id = {1};
    x.about.address = "node1:1";
    x.about.version = "1.2.3";
    return x;
  }

  static std::shared_ptr<raft::consensus>
  consensus(std::uint64_t term, std::string cluster_id = "c") {
    auto members
      = raft::membership{.cluster_id = std::move(cluster_id), .members = {}};
    for (auto id : {1, 2, 3})
      members.members.push_back({.id = {static_cast<std::uint64_t>(id)},
                                 .address = "node" + std::to_string(id),
                                 .disk_id = "disk" + std::to_string(id)});
    auto found = raft::recovered_state{};
    found.hard = {{term}, {1}};
    found.log.append({{2}, {1}});
    auto state = raft::make_consensus({1}, {}, found, members);
    state.elections_allowed = true;
    // The node counts as running for a while.
    state.hold_ticks = 0;
    return std::make_shared<raft::consensus>(std::move(state));
  }

  protocol::role_actor begin(raft::role_kind kind, std::uint64_t term = 1) {
    auto baton = protocol::baton{};
    baton.next = kind;
    baton.state = consensus(term);
    auto role = watched(actors::spawn_role(system, environment(), baton));
    drain();
    return role;
  }

  template <class Message>
  void say(const protocol::role_actor& role, Message message) {
    server.tell(role, std::move(message));
  }

  /// The baton that was handed on since the last call.
  std::optional<protocol::baton> baton() {
    auto all = server.take<protocol::baton>();
    if (all.size() != 1U)
      return std::nullopt;
    return all[0];
  }
};

} // namespace taskraft::tests
