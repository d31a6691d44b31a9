// The judge names each promise that is broken, and no other.

#include "protocol/errors.hpp"
#include "protocol/messages/wire.hpp"
#include "tasks.pb.h"
#include "tests/support/simulation/judge/simulated_judge.hpp"
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

caf::message append_of(node_id leader, raft::term term, std::uint64_t round) {
  auto x = raft::append_entries{};
  x.term = term;
  x.leader = leader;
  x.round = round;
  return caf::make_message(x);
}

caf::message answer_of(node_id from, raft::term term, std::uint64_t round) {
  auto x = raft::appended{};
  x.term = term;
  x.from = from;
  x.round = round;
  x.hold_us = 90'000;
  return caf::make_message(x);
}

/// The result of a command that has made two tasks, in bytes.
std::string two_tasks(const char* title) {
  auto x = tasks::wire::Result{};
  for (auto id : {7U, 8U}) {
    auto& task = *x.mutable_created_tasks()->add_items()->mutable_task();
    task.set_id(id);
    task.set_title(title);
  }
  return x.SerializeAsString();
}

/// The same, told again after the first of them was removed for ever.
std::string the_second_of(const std::string& result) {
  auto x = tasks::wire::Result{};
  x.ParseFromString(result);
  x.mutable_created_tasks()->mutable_items(0)->mutable_refusal()->set_code(
    static_cast<std::uint32_t>(errc::not_found));
  return x.SerializeAsString();
}

/// Three nodes that do what each test says.
struct court {
  court() {
    history.now_ms = [this] { return now_ms; };
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

  /// A follower has answered the first round of node 1, which leads term 1.
  void promise(node_id from) {
    elect({1}, {1});
    judge.heard({1}, from, append_of({1}, {1}, 1));
    judge.heard(from, {1}, answer_of(from, {1}, 1));
  }

  /// Node 3 stands in term 2, and a follower votes for it.
  void vote(node_id voter, bool transfer) {
    judge.saved({3}, {{2}, {3}});
    judge.heard({3}, voter,
                caf::make_message(raft::request_vote{.term = {2},
                                                     .candidate = {3},
                                                     .last = {{1}, {1}},
                                                     .pre_vote = false,
                                                     .transfer = transfer}));
    auto& node = nodes.at(voter);
    node.hold_ticks = 0;
    judge.look(voter, node);
    node.hard = {{2}, {3}};
    judge.look(voter, node);
  }

  std::uint64_t now_ms = 0;
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

BOOST_AUTO_TEST_CASE(finds_a_vote_within_a_promise) {
  auto x = court{};
  x.promise({2});
  x.now_ms = 89;
  x.vote({2}, false);
  BOOST_TEST(x.broken() == "who has promised elects nobody;");
}

BOOST_AUTO_TEST_CASE(finds_nothing_in_a_vote_after_a_promise_or_a_transfer) {
  auto late = court{};
  late.promise({2});
  late.now_ms = 90;
  late.vote({2}, false);
  BOOST_TEST(late.broken() == "");
  auto chosen = court{};
  chosen.promise({2});
  chosen.now_ms = 1;
  chosen.vote({2}, true);
  BOOST_TEST(chosen.broken() == "");
}

BOOST_AUTO_TEST_CASE(finds_a_follower_that_heeds_a_candidate) {
  auto x = court{};
  auto& node = x.nodes.at({2});
  node.hard = {{1}, {}};
  node.hold_ticks = 3;
  x.judge.look({2}, node);
  node.hard = {{2}, {}};
  x.judge.look({2}, node);
  BOOST_TEST(x.broken() == "who has promised heeds no candidate;");
}

BOOST_AUTO_TEST_CASE(finds_nothing_in_a_term_that_a_leader_has_told) {
  auto x = court{};
  auto& node = x.nodes.at({2});
  node.hard = {{1}, {}};
  node.hold_ticks = 3;
  x.judge.look({2}, node);
  x.judge.arrived({3}, {2}, append_of({3}, {2}, 1));
  node.hard = {{2}, {}};
  x.judge.look({2}, node);
  BOOST_TEST(x.broken() == "");
}

BOOST_AUTO_TEST_CASE(finds_a_leader_that_nobody_answers) {
  auto x = court{};
  x.elect({1}, {1});
  auto lead = [&](std::uint64_t until_ms) {
    for (; x.now_ms < until_ms; x.now_ms += 10)
      x.judge.look({1}, x.nodes.at({1}));
  };
  lead(900);
  x.judge.arrived({2}, {1}, answer_of({2}, {1}, 1));
  lead(1800);
  BOOST_TEST(x.broken() == "");
  lead(2000);
  BOOST_TEST(x.broken().starts_with("a leader without a majority gives up;"));
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

BOOST_AUTO_TEST_CASE(lets_a_result_hide_what_is_gone) {
  auto x = court{};
  auto tell = [&](std::string result) {
    auto answer = protocol::evaluated_command{};
    answer.index = {1};
    answer.result = std::move(result);
    x.history.answered({2}, {answer});
  };
  auto first = two_tasks("Call Ada");
  tell(first);
  tell(the_second_of(first));
  BOOST_TEST(x.history.is_result({1}, the_second_of(first)));
  BOOST_TEST(x.broken() == "");
  BOOST_TEST(!x.history.is_result({1}, two_tasks("Call Bob")));
  tell(the_second_of(two_tasks("Call Bob")));
  BOOST_TEST(x.broken()
             == "node 2 gives another result for entry 1 than others did;");
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
