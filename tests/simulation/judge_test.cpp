// The judge names each promise that is broken, and no other.

#include "protocol/wire.hpp"
#include "tests/support/simulated_judge.hpp"
#include "tests/support/unit_test.hpp"

#include <map>

namespace judge_test {

using namespace taskraft;
using raft::hard_state;
using raft::log_index;
using raft::log_position;
using raft::node_id;

raft::membership three_voters() {
  return {.cluster_id = "cluster",
          .members = {{.id = {1}, .address = "a", .disk_id = {}},
                      {.id = {2}, .address = "b", .disk_id = {}},
                      {.id = {3}, .address = "c", .disk_id = {}}}};
}

raft::entry_view entry(log_position at, std::string_view payload = "do it") {
  return {.term = at.term,
          .index = at.index,
          .kind = raft::entry_kind::command,
          .time_us = 1,
          .payload = payload};
}

/// Three nodes that do what each test says.
struct court {
  court() {
    history.now_ms = [] { return std::uint64_t{0}; };
    for (auto id : {1U, 2U, 3U})
      nodes.emplace(node_id{id},
                    raft::make_consensus({id}, {}, {}, three_voters()));
  }

  /// A node votes for itself and two others for it; it leads with one entry.
  void elect(node_id leader, raft::term term) {
    for (auto& [id, node] : nodes) {
      judge.saved(id, {term, leader});
      node.hard = {term, leader};
    }
    auto& node = nodes.at(leader);
    node.leader = leader;
    node.log.append({node.log.last().index.next(), term});
    judge.look(leader, node);
  }

  void write(node_id id, log_position at) {
    judge.wrote(id, entry(at));
  }

  void commit(node_id leader, log_index index) {
    auto& node = nodes.at(leader);
    node.commit_index = index;
    judge.look(leader, node);
  }

  /// The names of the promises that were broken.
  std::string broken() const {
    auto names = std::string{};
    for (const auto& each : history.violations())
      names += each.substr(0, each.find(':')) + ';';
    return names;
  }

  tests::simulated_history history;
  std::map<node_id, raft::consensus> nodes;
  tests::simulated_judge judge{history,
                               {[this](node_id id) { return &nodes.at(id); },
                                [](node_id) { return log_index{}; },
                                [this](node_id id) {
                                  return leases.contains(id)
                                           ? std::optional{leases.at(id)}
                                           : std::nullopt;
                                },
                                [] {
                                  return std::vector<node_id>{{1}, {2}, {3}};
                                }}};
  std::map<node_id, log_index> leases;
};

BOOST_AUTO_TEST_SUITE(a_judge)

BOOST_AUTO_TEST_CASE(finds_nothing_where_promises_are_kept) {
  auto x = court{};
  x.elect({1}, {1});
  x.write({1}, {{1}, {1}});
  x.write({2}, {{1}, {1}});
  x.commit({1}, {1});
  BOOST_TEST(x.broken() == "");
  BOOST_TEST((x.judge.committed() == log_index{1}));
}

BOOST_AUTO_TEST_CASE(finds_a_second_vote) {
  auto x = court{};
  x.judge.saved({1}, {{4}, {1}});
  x.judge.saved({1}, {{4}, {2}});
  BOOST_TEST(x.broken() == "one vote a term;");
}

BOOST_AUTO_TEST_CASE(finds_a_restart_that_lost_a_vote_or_an_entry) {
  auto x = court{};
  x.judge.saved({1}, {{4}, {2}});
  x.write({1}, {{1}, {4}});
  auto found = raft::recovered_state{};
  found.hard = {{4}, {}};
  x.judge.opened({1}, found);
  BOOST_TEST(x.broken()
             == "restart keeps term and vote;restart keeps what was durable;");
}

BOOST_AUTO_TEST_CASE(finds_a_leader_without_a_majority_of_votes) {
  auto x = court{};
  x.judge.saved({1}, {{1}, {1}});
  auto& node = x.nodes.at({1});
  node.hard = {{1}, {1}};
  node.leader = {1};
  x.judge.look({1}, node);
  BOOST_TEST(x.broken() == "a leader has a majority of durable votes;");
}

BOOST_AUTO_TEST_CASE(finds_a_commit_that_one_disk_has) {
  auto x = court{};
  x.elect({1}, {1});
  x.write({1}, {{1}, {1}});
  x.commit({1}, {1});
  BOOST_TEST(x.broken() == "a majority has what is committed on its disks;");
}

BOOST_AUTO_TEST_CASE(finds_a_commit_of_an_older_term) {
  auto x = court{};
  x.elect({1}, {1});
  for (auto id : {1U, 2U})
    x.write({id}, {{1}, {1}});
  x.elect({1}, {2});
  x.commit({1}, {1});
  BOOST_TEST(x.broken() == "a leader counts entries of its own term only;");
}

BOOST_AUTO_TEST_CASE(finds_a_leader_that_lacks_what_is_committed) {
  auto x = court{};
  x.elect({1}, {1});
  for (auto id : {1U, 2U})
    x.write({id}, {{1}, {1}});
  x.commit({1}, {1});
  x.elect({3}, {2});
  BOOST_TEST(x.broken() == "a leader has all that is committed;");
}

BOOST_AUTO_TEST_CASE(finds_a_cut_of_what_is_committed) {
  auto x = court{};
  x.elect({1}, {1});
  for (auto id : {1U, 2U})
    x.write({id}, {{1}, {1}});
  x.commit({1}, {1});
  x.judge.cuts_suffix({2}, {1});
  BOOST_TEST(x.broken() == "what is committed stays;");
}

BOOST_AUTO_TEST_CASE(finds_a_commit_under_another_lease) {
  auto x = court{};
  x.elect({3}, {1});
  x.nodes.at({3}).log = {};
  x.leases[{3}] = {};
  auto& next = x.nodes.at({1});
  for (auto id : {1U, 2U})
    x.judge.saved({id}, {{2}, {1}});
  next.hard = {{2}, {1}};
  next.leader = {1};
  next.log.append({{1}, {2}});
  x.judge.look({1}, next);
  for (auto id : {1U, 2U})
    x.write({id}, {{1}, {2}});
  x.commit({1}, {1});
  BOOST_TEST(x.broken() == "no commit under another leader's lease;");
}

BOOST_AUTO_TEST_CASE(finds_words_that_no_disk_knows) {
  auto x = court{};
  x.judge.heard(
    {1}, {2},
    caf::make_message(raft::voted{.term = {3}, .from = {1}, .granted = true}));
  BOOST_TEST(
    x.broken()
    == "a term is told once it is durable;a vote is told once it is durable;");
}

BOOST_AUTO_TEST_CASE(believes_a_disk_that_is_known_to_lie) {
  auto x = court{};
  x.judge.distrust({1});
  x.judge.saved({1}, {{4}, {1}});
  x.judge.saved({1}, {{4}, {2}});
  BOOST_TEST(x.broken() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace judge_test
