// A simulated cluster without random faults, for one scenario.

#pragma once

#include "tasks.pb.h"
#include "tests/support/actors/gateway_client.hpp"
#include "tests/support/simulation/simulated_board.hpp"
#include "tests/support/simulation/simulated_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace taskraft::tests {

inline cluster_plan plan_for(std::size_t size) {
  auto plan = cluster_plan{};
  plan.size = size;
  plan.make_state = [] { return std::make_unique<simulated_board>(); };
  return plan;
}

class scenario {
public:
  explicit scenario(std::size_t size, std::uint64_t seed = 1)
    : scenario(plan_for(size), seed) {
  }

  scenario(cluster_plan plan, std::uint64_t seed)
    : cluster(seed, std::move(plan)) {
  }

  ~scenario() {
    for (const auto& broken : cluster.history.violations())
      BOOST_ERROR(broken);
  }

  simulated_cluster cluster;
  gateway_client client{cluster.system};

  raft::node_id leader() const {
    return cluster.history.leader();
  }

  /// Waits for a leader that all nodes follow.
  void settle() {
    BOOST_REQUIRE(cluster.run_until([&] { return leader().value != 0; }, 5000));
    cluster.run_for(1000);
  }

  /// A follower; `number` says which one.
  raft::node_id follower(std::size_t number = 0) {
    auto all = cluster.ids();
    std::erase(all, leader());
    return all.at(number);
  }

  void submit(raft::node_id through, std::string_view command) {
    client.command(cluster.node(through).actors().gateway, {++last_number_},
                   command);
  }

  /// The outcome of a command; nothing if there is none within `limit`.
  std::optional<command_outcome> outcome(sim_time limit) {
    auto heard = std::vector<command_outcome>{};
    cluster.run_until(
      [&] {
        heard = client.outcomes();
        return !heard.empty();
      },
      limit);
    return heard.empty() ? std::nullopt : std::optional{heard.front()};
  }

  bool put(raft::node_id through, sim_time limit = 5000) {
    auto command = tasks::wire::Command{};
    command.mutable_put_key()->set_key("key");
    command.mutable_put_key()->set_value(std::to_string(last_number_));
    submit(through, command.SerializeAsString());
    auto end = outcome(limit);
    return end && end->status == protocol::answer_status::done;
  }

  std::optional<query_outcome> read(raft::node_id through,
                                    protocol::consistency kind,
                                    sim_time limit = 5000,
                                    raft::log_index min_index = {}) {
    auto query = tasks::wire::Query{};
    query.mutable_get_key()->set_key("key");
    auto bytes = query.SerializeAsString();
    client.query(cluster.node(through).actors().gateway,
                 {.id = ++last_number_,
                  .consistency = kind,
                  .min_index = min_index,
                  .query = bytes});
    auto heard = std::vector<query_outcome>{};
    cluster.run_until(
      [&] {
        heard = client.replies();
        return !heard.empty();
      },
      limit);
    return heard.empty() ? std::nullopt : std::optional{heard.front()};
  }

  /// Whether all living nodes have the newest state within `limit`.
  bool agree(sim_time limit = 5000) {
    return cluster.run_until(
      [&] {
        return std::ranges::all_of(cluster.living(), [&](raft::node_id id) {
          return cluster.history.visible_at(id) == cluster.history.last();
        });
      },
      limit);
  }

private:
  std::uint64_t last_number_ = 0;
};

} // namespace taskraft::tests
