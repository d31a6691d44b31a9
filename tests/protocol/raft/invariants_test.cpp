#include "tests/support/aborts.hpp"
#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>

namespace invariants_test {

using namespace taskraft;
using namespace taskraft::tests;

/// A leader in the middle of its work: log 1 1 2 3, committed up to 3.
raft::consensus busy_leader() {
  auto state
    = raft::make_consensus({1}, {}, recover(disk_of({1, 1, 2}, 2)), voters(3));
  state.hard = {{3}, {1}};
  state.durable_hard = state.hard;
  state.leader = {1};
  state.log.append({{4}, {3}});
  state.commit_index = {3};
  state.released_index = {3};
  return state;
}

/// Whether the checks find a step that does `change`.
bool is_found(const std::function<void(raft::consensus&)>& change) {
  auto state = busy_leader();
  auto before = raft::promises_of(state);
  change(state);
  return aborts([&] { raft::check_invariants(before, state); });
}

BOOST_AUTO_TEST_SUITE(the_invariants)

BOOST_AUTO_TEST_CASE(hold_for_honest_steps) {
  BOOST_TEST(!is_found([](raft::consensus&) {}));
  BOOST_TEST(!is_found([](raft::consensus& x) {
    x.log.append({{5}, {3}});
    x.commit_index = {4};
    x.released_index = {4};
  }));
  BOOST_TEST(!is_found([](raft::consensus& x) {
    x.hard = {{4}, {2}};
    x.leader = {};
    x.log.truncate_suffix({4});
  }));
}

BOOST_AUTO_TEST_CASE(find_a_term_that_falls) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.hard = {{2}, {1}}; }));
}

BOOST_AUTO_TEST_CASE(find_a_second_vote_in_a_term) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.hard.vote = {2}; }));
  BOOST_TEST(is_found([](raft::consensus& x) { x.hard.vote = {}; }));
}

BOOST_AUTO_TEST_CASE(find_a_commit_index_that_falls_or_passes_the_last_index) {
  BOOST_TEST(is_found([](raft::consensus& x) {
    x.commit_index = {2};
    x.released_index = {2};
  }));
  BOOST_TEST(is_found([](raft::consensus& x) { x.commit_index = {5}; }));
}

BOOST_AUTO_TEST_CASE(find_entries_released_that_are_not_committed) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.released_index = {4}; }));
  BOOST_TEST(is_found([](raft::consensus& x) { x.released_index = {2}; }));
}

BOOST_AUTO_TEST_CASE(find_a_committed_entry_that_was_replaced) {
  BOOST_TEST(is_found([](raft::consensus& x) {
    x.leader = {};
    x.log.truncate_suffix({3});
    x.log.append({{4}, {3}});
  }));
}

BOOST_AUTO_TEST_CASE(find_a_leader_that_cuts_its_log) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.log.truncate_suffix({4}); }));
}

BOOST_AUTO_TEST_CASE(find_entries_of_a_term_that_has_not_begun) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.log.append({{5}, {4}}); }));
}

BOOST_AUTO_TEST_CASE(find_more_durable_entries_than_there_are) {
  BOOST_TEST(is_found([](raft::consensus& x) { x.durable_index = {9}; }));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_follower_that_is_lied_to)

BOOST_AUTO_TEST_CASE(never_cuts_what_is_committed) {
  auto one = test_node{{1}, voters(3), {}, disk_of({1, 1, 1}, 1)};
  one.step(append_from(2, 1, log_of({1, 1, 1}), 3, 3, 3));
  BOOST_TEST(one.state.commit_index == raft::log_index{3});
  one.step(append_from(3, 2, log_of({1, 1, 2}), 2, 3));
  BOOST_TEST(terms_of(one.log) == (std::vector<std::uint64_t>{1, 1, 1}));
  BOOST_TEST(one.state.disk_distrusted);
}

BOOST_AUTO_TEST_CASE(ignores_what_no_leader_would_send) {
  auto log = log_of({1, 1, 2, 2});
  auto good = append_from(2, 2, log, 2, 4, 4);
  auto bad = std::vector<raft::append_entries>(7, good);
  bad[0].entries
    = raft::entry_batch{std::make_shared<const std::string>("no whole record")};
  bad[1].previous.index = {1};
  bad[2].term = {1};
  bad[2].previous.term = {0};
  bad[3].previous.term = {3};
  bad[4].leader = {0};
  bad[5].leader = {1};
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {2},
               .index = {3},
               .kind = raft::entry_kind::membership,
               .time_us = 0,
               .payload = "no membership"});
  bad[6].entries = builder.build();
  for (const auto& message : bad) {
    auto one = test_node{{1}, voters(3), {}, disk_of({1, 1}, 1)};
    one.step(message);
    BOOST_TEST(terms_of(one.log) == (std::vector<std::uint64_t>{1, 1}));
    BOOST_TEST(one.state.commit_index == raft::log_index{0});
    BOOST_TEST(one.take<raft::appended>({2}).empty());
  }
  auto one = test_node{{1}, voters(3), {}, disk_of({1, 1}, 1)};
  one.step(good);
  BOOST_TEST(one.log == log);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace invariants_test
