// When a leader may raise the rules level, and which nodes it adds afterwards.

#include "tests/protocol/raft/members_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace rules_level_test {

using namespace taskraft;
using namespace taskraft::tests;

/// Three nodes, led by the first, of whose programs nothing is known yet.
struct levels_fixture : members_fixture {
  /// What is known of the programs, at every node.
  raft::announced_levels known;

  /// Nodes `ids` say that they know rules up to `level`.
  void announce(std::initializer_list<std::uint64_t> ids, std::uint64_t level) {
    for (auto id : ids)
      known[{id}] = {level};
    tell();
  }
  void withdraw(std::uint64_t id) {
    known.erase({id});
    tell();
  }
  void tell() {
    for (auto& [id, one] : cluster.nodes())
      one.step(raft::levels_announced{known});
  }

  /// The levels that a node's state machine was raised to, in order.
  std::vector<std::uint64_t> raised(std::uint64_t id = 1) {
    auto found = std::vector<std::uint64_t>{};
    for (const auto& entry : node(id).applied)
      if (entry.kind == raft::entry_kind::level)
        found.push_back(raft::decode_rules_level(entry.payload).value().value);
    return found;
  }

  using levels = std::vector<std::uint64_t>;
};

BOOST_AUTO_TEST_SUITE(a_rules_level)

BOOST_AUTO_TEST_CASE(is_stored_as_four_bytes) {
  BOOST_TEST(raft::encode(raft::rules_level{0x01020304})
             == std::string("\x04\x03\x02\x01", 4));
  BOOST_TEST(raft::decode_rules_level(raft::encode(raft::rules_level{2}))
             == raft::rules_level{2});
}

BOOST_AUTO_TEST_CASE(is_nothing_else_than_four_bytes_of_at_least_one) {
  for (auto size : {0U, 3U, 5U})
    BOOST_CHECK(!raft::decode_rules_level(std::string(size, '\x01')));
  BOOST_CHECK(!raft::decode_rules_level(std::string(4, '\0')));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_rules_level_of_a_cluster, levels_fixture)

BOOST_AUTO_TEST_CASE(is_raised_once_every_member_has_announced_it) {
  announce({1, 2}, 2);
  cluster.pass(20);
  BOOST_TEST(raised() == levels{});
  announce({3}, 2);
  cluster.pass(5);
  for (auto id : {1U, 2U, 3U})
    BOOST_TEST(raised(id) == levels{2});
}

BOOST_AUTO_TEST_CASE(is_raised_once_only) {
  announce({1, 2, 3}, 2);
  cluster.pass(20);
  cluster.elect(2);
  cluster.pass(20);
  cluster.elect(1);
  cluster.pass(20);
  BOOST_TEST(raised() == levels{2});
}

BOOST_AUTO_TEST_CASE(is_the_lowest_that_anybody_has_announced) {
  announce({1}, 7);
  announce({2}, 3);
  announce({3}, 2);
  cluster.pass(20);
  BOOST_TEST(raised() == levels{2});
}

// Rules may rely on those of the level before.
BOOST_AUTO_TEST_CASE(skips_nothing_on_its_way) {
  announce({1, 2, 3}, 4);
  cluster.pass(20);
  BOOST_TEST(raised() == (levels{2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(is_raised_no_further_before_the_last_step_is_in_force) {
  node(1).store_stands_still = true;
  announce({1, 2, 3}, 3);
  cluster.pass(3);
  BOOST_TEST(raised() == levels{2});
  node(1).store_stands_still = false;
  cluster.pass(5);
  BOOST_TEST(raised() == (levels{2, 3}));
}

BOOST_AUTO_TEST_CASE(waits_for_learners_too) {
  cluster.join();
  cluster.cut(1, 4);
  ask(node(1), membership_step::add, 4);
  cluster.settle();
  announce({1, 2, 3}, 2);
  cluster.pass(20);
  BOOST_REQUIRE(!node(1).state.members().has_voter({4}));
  BOOST_TEST(raised() == levels{});
  announce({4}, 2);
  cluster.pass(5);
  BOOST_TEST(raised() == levels{2});
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_whom_the_cluster_has_removed) {
  announce({1, 2}, 2);
  cluster.pass(5);
  BOOST_TEST(raised() == levels{});
  BOOST_CHECK(!ask(node(1), membership_step::remove, 3));
  cluster.pass(5);
  BOOST_TEST(raised() == levels{2});
}

BOOST_AUTO_TEST_CASE(counts_only_what_is_announced_now) {
  announce({1, 2}, 2);
  announce({3}, 2);
  withdraw(3);
  cluster.pass(20);
  BOOST_TEST(raised() == levels{});
}

// An older program of a node that had announced more.
BOOST_AUTO_TEST_CASE(follows_a_node_that_announces_less_than_before) {
  announce({1, 2, 3}, 1);
  announce({1, 2}, 2);
  announce({3}, 2);
  announce({3}, 1);
  cluster.pass(20);
  BOOST_TEST(raised() == levels{});
}

// A level that an earlier leader has raised may not be in force here yet.
BOOST_AUTO_TEST_CASE(is_not_raised_before_the_state_shows_the_own_term) {
  node(2).store_stands_still = true;
  cluster.elect(2);
  announce({1, 2, 3}, 2);
  cluster.pass(10);
  BOOST_REQUIRE(node(2).leads());
  BOOST_TEST_REQUIRE(node(2).state.commit_index
                     >= node(2).as_leader().opening_index);
  BOOST_TEST(raised(2) == levels{});
  node(2).store_stands_still = false;
  cluster.pass(5);
  BOOST_TEST(raised(2) == levels{2});
}

BOOST_AUTO_TEST_CASE(is_not_raised_while_leadership_is_handed_over) {
  cluster.cut(1, 2);
  node(1).step(raft::transfer_requested{1, {2}});
  BOOST_REQUIRE(node(1).as_leader().transfer);
  announce({1, 2, 3}, 2);
  node(1).tick();
  BOOST_TEST(level_of(node(1).log) == raft::first_rules_level);
}

BOOST_AUTO_TEST_CASE(that_was_raised_and_not_committed_falls_with_its_entry) {
  cluster.isolate(1);
  announce({1, 2, 3}, 2);
  node(1).tick();
  BOOST_TEST_REQUIRE(level_of(node(1).log) == raft::rules_level{2});
  withdraw(3);
  cluster.elect(2);
  node(2).propose({"other"});
  cluster.settle();
  cluster.mend();
  cluster.pass(20);
  BOOST_TEST(level_of(node(1).log) == raft::first_rules_level);
  BOOST_TEST(raised() == levels{});
}

// A proposal is always a command, whatever is in it.
BOOST_AUTO_TEST_CASE(cannot_be_raised_by_a_client) {
  node(1).propose({raft::encode(raft::rules_level{2})});
  cluster.settle();
  BOOST_TEST(raised() == levels{});
  BOOST_TEST(commands_of(node(1).applied).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_newcomer, levels_fixture)

BOOST_AUTO_TEST_CASE(of_which_nothing_is_known_is_taken_in_at_the_first_level) {
  announce({1, 2}, 2);
  auto id = cluster.join();
  BOOST_CHECK(!ask(node(1), membership_step::add, id));
  cluster.settle();
  BOOST_TEST(is_done(node(1)));
}

BOOST_AUTO_TEST_CASE(that_does_not_know_the_rules_is_refused) {
  announce({1, 2, 3}, 2);
  cluster.pass(5);
  BOOST_TEST_REQUIRE(raised() == levels{2});
  auto id = cluster.join();
  announce({id}, 1);
  BOOST_TEST(ask(node(1), membership_step::add, id)
             == membership_outcome::outdated);
  announce({id}, 2);
  BOOST_CHECK(!ask(node(1), membership_step::add, id));
}

BOOST_AUTO_TEST_CASE(is_asked_to_wait_until_it_has_said_what_it_knows) {
  announce({1, 2, 3}, 2);
  cluster.pass(5);
  auto id = cluster.join();
  BOOST_TEST(ask(node(1), membership_step::add, id)
             == membership_outcome::busy);
}

// The entry is in the log and may be committed at any moment.
BOOST_AUTO_TEST_CASE(is_refused_for_a_level_that_is_being_raised) {
  cluster.isolate(1);
  announce({1, 2, 3}, 2);
  node(1).tick();
  auto id = cluster.join();
  announce({id}, 1);
  BOOST_TEST(ask(node(1), membership_step::add, id)
             == membership_outcome::outdated);
}

// The level may have been raised in the term before.
BOOST_AUTO_TEST_CASE(waits_while_the_leader_itself_does_not_know_the_level) {
  announce({1, 2, 3}, 2);
  cluster.pass(5);
  node(2).store_stands_still = true;
  cluster.elect(2);
  cluster.settle();
  auto id = cluster.join();
  announce({id}, 1);
  BOOST_TEST(ask(node(2), membership_step::add, id)
             == membership_outcome::busy);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rules_level_test
