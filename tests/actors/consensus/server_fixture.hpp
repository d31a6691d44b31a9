// One server among probes, for the server's tests.

#pragma once

#include "actors/consensus/server.hpp"
#include "tests/actors/consensus/role_fixture.hpp"
#include "tests/support/actors/remote_actor.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

inline protocol::hello hello_of(std::uint64_t node, std::string disk,
                                std::string cluster_id = "") {
  auto x = protocol::hello{};
  x.cluster_name = "demo";
  x.cluster_id = std::move(cluster_id);
  x.node = {node};
  x.disk_id = std::move(disk);
  x.incarnation = 1;
  x.wire_version = protocol::wire_version;
  x.address = "node:1";
  return x;
}

/// A server among probes.
struct server_fixture : role_fixture {
  probe peer{system};
  /// What the server spawned as peers, and what for.
  std::map<raft::node_id, probe> peers;
  std::vector<protocol::peer_order> orders;
  /// The nodes that the network lets through.
  std::vector<caf::node_id> admitted;
  /// The node of the certificate that all others show; zero: none is needed.
  std::uint64_t certified = 0;
  remote_actor other{system, 22};
  protocol::server_actor node;
  /// What the roles hand to each other.
  std::shared_ptr<const raft::consensus> known_to_role;

  /// With `disk_ids` the node belongs to a cluster already.
  void start_server(std::map<raft::node_id, std::string> disk_ids = {}) {
    auto cluster_id = disk_ids.empty() ? "" : "c";
    auto members = consensus(1)->members().members;
    for (auto& one : members)
      one.disk_id.clear();
    auto state = consensus(1, cluster_id);
    state->elections_allowed = false;
    known_to_role = state;
    begin({hello_of(1, "disk1", cluster_id), members, disk_ids, "fresh"},
          std::move(state));
  }

  /// The node has the id 4 and is no founder; its log may hold something.
  void start_newcomer(const raft::recovered_state& found = {}) {
    auto members = consensus(1)->members();
    for (auto& one : members.members)
      one.disk_id.clear();
    members.cluster_id.clear();
    begin({hello_of(4, "disk4"), members.members, {}, "fresh"},
          std::make_shared<raft::consensus>(
            raft::make_consensus({4}, {}, found, members)));
  }

  void begin(actors::known_nodes known,
             std::shared_ptr<raft::consensus> state) {
    node = watched(system.spawn(actors::server, std::move(known)));
    tell(node,
         protocol::start_server{
           std::make_shared<const actors::role_environment>(environment()),
           std::move(state),
           [this](const protocol::server_actor&,
                  const protocol::peer_order& order) {
             orders.push_back(order);
             auto made = probe{system};
             peers.insert_or_assign(order.node, made);
             return made.as<protocol::peer_actor>();
           },
           [this](const std::vector<caf::node_id>& nodes) { admitted = nodes; },
           [this](const caf::node_id&, raft::node_id node_of_hello) {
             return certified == 0 || certified == node_of_hello.value;
           }});
    drain();
  }

  static std::map<raft::node_id, std::string> disks() {
    return {{{1}, "disk1"}, {{2}, "disk2"}, {{3}, "disk3"}};
  }

  void open_link(std::uint64_t id, const protocol::hello& introduction,
                 raft::rules_level level = raft::first_rules_level) {
    auto& remote = id == 2 ? second : third;
    peer.tell(node,
              protocol::link_opened{
                {id}, remote.as<protocol::node_actor>(), introduction, level});
    drain();
  }

  /// The node belongs to a cluster, and the second node's hello was accepted.
  void join_with_second() {
    start_server(disks());
    other.tell(node, hello_of(2, "disk2", "c"));
    drain();
    BOOST_TEST_REQUIRE(other.take<protocol::hello_answer>().size() == 1U);
  }

  std::size_t statuses() {
    drain();
    return gateway.take<protocol::node_status_answered>().size();
  }
};

} // namespace taskraft::tests
