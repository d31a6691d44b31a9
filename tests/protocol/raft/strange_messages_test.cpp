// What each role does with messages that come late, come from another role's
// time, or can come from no honest node.

#include "tests/support/raft/raft_node.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace strange_messages_test {

using namespace taskraft;
using namespace taskraft::tests;
using raft::role_kind;

/// Node 1 of three in term 4, whose log ends in term 3.
struct fixture {
  test_node one = voter_in_term(4, {1, 3, 3});

  void ask_for_votes() {
    while (one.kind() == role_kind::follower)
      one.tick();
    BOOST_TEST_REQUIRE(one.as_candidate().pre_vote);
    one.outbox.clear();
  }

  /// The leader of term 5.
  void lead() {
    one.win();
    one.finish_disk();
    one.outbox.clear();
    BOOST_TEST_REQUIRE(term() == 5U);
  }

  std::uint64_t term() const {
    return one.state.hard.term.value;
  }

  static raft::append_entries append(std::uint64_t term, std::uint64_t leader) {
    auto x = raft::append_entries{};
    x.term = {term};
    x.leader = {leader};
    x.previous = {{3}, {3}};
    x.round = 7;
    return x;
  }

  static raft::install_snapshot piece(std::uint64_t term,
                                      std::uint64_t leader) {
    auto x = raft::install_snapshot{};
    x.term = {term};
    x.leader = {leader};
    x.about.base.position = {{9}, {3}};
    x.about.size_bytes = 100;
    x.about.checksum = 77;
    x.bytes = protocol::blob{"x"};
    return x;
  }

  static raft::appended heard(std::uint64_t term, std::uint64_t from) {
    auto x = raft::appended{};
    x.term = {term};
    x.from = {from};
    return x;
  }

  /// An entry of this term at this place.
  static raft::entry_batch entry(std::uint64_t term, std::uint64_t index) {
    auto builder = raft::entry_batch_builder{};
    builder.add({.term = {term},
                 .index = {index},
                 .kind = raft::entry_kind::command,
                 .time_us = 0,
                 .payload = ""});
    return builder.build();
  }

  /// Whether the node does nothing at all about it.
  bool ignores(const raft::event& x) {
    auto before = term();
    auto role = one.kind();
    one.step(x);
    return one.outbox.empty() && one.pieces.empty() && term() == before
           && one.kind() == role;
  }

  /// Whether an older leader's piece of a snapshot is answered with the term.
  bool answers_old_piece(std::uint64_t old_term) {
    auto before = term();
    one.step(piece(old_term, 3));
    auto said = one.take<raft::snapshot_received>({3});
    return said.size() == 1 && said[0].term.value == before
           && said[0].file_checksum == 77 && one.pieces.empty();
  }
};

BOOST_FIXTURE_TEST_SUITE(a_candidate_that_hears, fixture)

BOOST_AUTO_TEST_CASE(of_no_leader_ignores_it) {
  ask_for_votes();
  for (auto leader : {0U, 1U}) {
    BOOST_TEST(ignores(append(9, leader)));
    BOOST_TEST(ignores(piece(9, leader)));
  }
}

BOOST_AUTO_TEST_CASE(an_older_leader_says_that_its_term_is_over) {
  ask_for_votes();
  BOOST_TEST(answers_old_piece(3));
  BOOST_TEST(one.kind() == role_kind::candidate);
}

BOOST_AUTO_TEST_CASE(a_leader_of_its_term_follows_it) {
  ask_for_votes();
  one.step(piece(4, 3));
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(one.state.leader.value == 3U);
  BOOST_TEST(one.pieces.size() == 1U);
}

BOOST_AUTO_TEST_CASE(answers_of_a_later_term_follows) {
  ask_for_votes();
  BOOST_TEST(ignores(heard(4, 2)));
  BOOST_TEST(ignores(raft::snapshot_received{.term = {4}, .from = {2}}));
  one.step(heard(6, 2));
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(term() == 6U);
  one.finish_disk();
  ask_for_votes();
  one.step(raft::snapshot_received{.term = {8}, .from = {2}});
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(term() == 8U);
}

BOOST_AUTO_TEST_CASE(that_it_shall_stand_asks_for_real_votes) {
  ask_for_votes();
  BOOST_TEST(ignores(raft::timeout_now{.term = {3}, .leader = {2}}));
  one.step(raft::timeout_now{.term = {4}, .leader = {2}});
  BOOST_TEST(!one.as_candidate().pre_vote);
  BOOST_TEST(term() == 5U);
  BOOST_TEST(ignores(raft::timeout_now{.term = {5}, .leader = {2}}));
  BOOST_TEST(!one.as_candidate().pre_vote);
  // It follows the leader of that term first, and stands in the next one.
  one.step(raft::timeout_now{.term = {6}, .leader = {2}});
  BOOST_TEST(term() == 7U);
  BOOST_TEST(one.kind() == role_kind::candidate);
}

BOOST_AUTO_TEST_CASE(that_its_disk_is_full_gives_up) {
  ask_for_votes();
  BOOST_TEST(ignores(raft::disk_room_changed{false}));
  one.step(raft::disk_room_changed{true});
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(one.state.disk.full);
}

BOOST_AUTO_TEST_CASE(of_an_earlier_leadership_ignores_it) {
  ask_for_votes();
  BOOST_TEST(ignores(raft::entries_read{.peer = {2}, .entries = {}}));
  BOOST_TEST(ignores(raft::snapshot_begun{{2}, {{3}, {3}}}));
  BOOST_TEST(ignores(raft::snapshot_failed{{2}}));
  BOOST_TEST(ignores(raft::snapshot_gathered{}));
}

BOOST_AUTO_TEST_CASE(of_its_own_node_keeps_it_in_mind) {
  ask_for_votes();
  auto levels = raft::announced_levels{};
  levels[{2}] = {3};
  BOOST_TEST(ignores(raft::levels_announced{levels}));
  BOOST_TEST(one.state.announced == levels);
  auto known = voters(3);
  known.cluster_id = "known";
  BOOST_TEST(ignores(raft::elections_allowed{known}));
  BOOST_TEST(one.state.bootstrap == known);
}

BOOST_AUTO_TEST_CASE(that_a_snapshot_is_installed_has_its_state) {
  ask_for_votes();
  auto base = raft::snapshot_base{{{3}, {3}}, {{1}, voters(3)}};
  one.replace_state({one.log.begin(), one.log.begin() + 3});
  one.state.lacks_state = true;
  one.step(raft::snapshot_installed{base});
  BOOST_TEST(!one.state.lacks_state);
  BOOST_TEST(one.state.commit_index.value == 3U);
}

// What stood after the snapshot's last entry was of an older leader, and the
// newer one had committed more than the snapshot has.
BOOST_AUTO_TEST_CASE(that_a_snapshot_superseded_its_log_stands_no_more) {
  one.state.named_commit = {3};
  ask_for_votes();
  one.replace_state({one.log.begin(), one.log.begin() + 2});
  one.step(raft::snapshot_installed{{{{2}, {4}}, {{1}, voters(3)}}});
  BOOST_TEST(one.state.log.last().index.value == 2U);
  for (auto i = 0U; i <= one.state.tuning.election_ticks_max; ++i)
    one.tick();
  BOOST_TEST(one.kind() == role_kind::follower);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_leader_that_hears, fixture)

BOOST_AUTO_TEST_CASE(of_no_leader_ignores_it) {
  lead();
  for (auto leader : {0U, 1U}) {
    BOOST_TEST(ignores(append(9, leader)));
    BOOST_TEST(ignores(piece(9, leader)));
  }
}

BOOST_AUTO_TEST_CASE(an_older_leader_says_that_its_term_is_over) {
  lead();
  BOOST_TEST(answers_old_piece(4));
  BOOST_TEST(one.leads());
}

BOOST_AUTO_TEST_CASE(a_later_leader_follows_it) {
  lead();
  one.step(piece(6, 3));
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(one.state.leader.value == 3U);
}

BOOST_AUTO_TEST_CASE(of_unknown_peers_ignores_it) {
  lead();
  BOOST_TEST(ignores(heard(5, 9)));
  BOOST_TEST(ignores(raft::snapshot_received{.term = {5}, .from = {9}}));
  BOOST_TEST(ignores(raft::snapshot_received{.term = {4}, .from = {2}}));
  BOOST_TEST(one.answers.empty());
  BOOST_TEST(ignores(raft::snapshot_begun{{9}, {{3}, {3}}}));
  BOOST_TEST(ignores(raft::snapshot_failed{{9}}));
  BOOST_TEST(ignores(raft::snapshot_failed{{2}}));
  BOOST_TEST(ignores(raft::entries_read{.peer = {9}, .entries = {}}));
  BOOST_TEST(ignores(raft::timeout_now{.term = {5}, .leader = {2}}));
}

BOOST_AUTO_TEST_CASE(that_its_disk_has_room_again_goes_on) {
  lead();
  BOOST_TEST(ignores(raft::disk_room_changed{false}));
  BOOST_TEST(!one.state.disk.full);
}

BOOST_AUTO_TEST_CASE(that_a_snapshot_is_installed_has_its_state) {
  lead();
  auto base = raft::snapshot_base{{{3}, {3}}, {{1}, voters(3)}};
  one.replace_state({one.log.begin(), one.log.begin() + 3});
  one.step(raft::snapshot_installed{base});
  BOOST_TEST(one.leads());
  BOOST_TEST(one.state.commit_index.value == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_follower_that_hears, fixture)

BOOST_AUTO_TEST_CASE(what_no_honest_leader_says_ignores_it) {
  auto by_nobody = append(9, 0);
  BOOST_TEST(ignores(by_nobody));
  auto from_the_future = append(5, 3);
  from_the_future.previous.term = {6};
  BOOST_TEST(ignores(from_the_future));
  auto backwards = append(5, 3);
  backwards.entries = entry(2, 4);
  BOOST_TEST(ignores(backwards));
  auto later = append(5, 3);
  later.entries = entry(6, 4);
  BOOST_TEST(ignores(later));
  auto apart = append(5, 3);
  apart.entries = entry(4, 5);
  BOOST_TEST(ignores(apart));
}

BOOST_AUTO_TEST_CASE(of_a_snapshot_that_cannot_be_ignores_it) {
  BOOST_TEST(ignores(piece(9, 0)));
  BOOST_TEST(ignores(piece(9, 1)));
  auto empty = piece(9, 3);
  empty.about.base.position = {};
  BOOST_TEST(ignores(empty));
  auto later = piece(9, 3);
  later.about.base.position.term = {10};
  BOOST_TEST(ignores(later));
  auto after_the_end = piece(9, 3);
  after_the_end.offset = 101;
  BOOST_TEST(ignores(after_the_end));
  auto over_the_end = piece(9, 3);
  over_the_end.offset = 100;
  BOOST_TEST(ignores(over_the_end));
}

BOOST_AUTO_TEST_CASE(an_older_leader_says_that_its_term_is_over) {
  BOOST_TEST(answers_old_piece(3));
}

BOOST_AUTO_TEST_CASE(that_it_shall_stand_from_nobody_ignores_it) {
  BOOST_TEST(ignores(raft::timeout_now{.term = {3}, .leader = {2}}));
  BOOST_TEST(ignores(raft::timeout_now{.term = {9}, .leader = {0}}));
  BOOST_TEST(ignores(raft::timeout_now{.term = {9}, .leader = {1}}));
}

BOOST_AUTO_TEST_CASE(answers_of_a_later_term_adopts_it) {
  BOOST_TEST(ignores(raft::snapshot_received{.term = {4}, .from = {2}}));
  one.step(raft::snapshot_received{.term = {6}, .from = {2}});
  BOOST_TEST(term() == 6U);
  BOOST_TEST(ignores(raft::snapshot_begun{{2}, {{3}, {3}}}));
  BOOST_TEST(ignores(raft::snapshot_failed{{2}}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(what_a_node_vouches_for, fixture)

/// The nodes that are vouched for, with the index that each has confirmed.
template <class Role>
std::string vouched(const Role& acting, const raft::consensus& state) {
  auto text = std::string{};
  for (const auto& x : raft::confirmations(acting, state)) {
    BOOST_TEST(x.term == state.hard.term);
    text += std::to_string(x.node.value) + ":"
            + std::to_string(x.confirmed.index.value) + " ";
  }
  return text;
}

BOOST_AUTO_TEST_CASE(is_its_own_disk_and_that_there_is_a_leader) {
  BOOST_TEST(vouched(one.as_follower(), one.state) == "1:0 ");
  BOOST_TEST(!raft::agrees_with_leader(one.as_follower(), one.state));
  auto x = append(4, 3);
  x.commit_index = {2};
  one.step(x);
  BOOST_TEST(vouched(one.as_follower(), one.state) == "1:2 3:0 ");
  BOOST_TEST(raft::agrees_with_leader(one.as_follower(), one.state));
}

BOOST_AUTO_TEST_CASE(waits_for_its_own_disk) {
  one.step(append(6, 3));
  BOOST_TEST(vouched(one.as_follower(), one.state) == "");
  one.finish_disk();
  BOOST_TEST(vouched(one.as_follower(), one.state) == "1:0 3:0 ");
}

BOOST_AUTO_TEST_CASE(is_its_own_disk_alone_while_it_stands) {
  ask_for_votes();
  BOOST_TEST(vouched(one.as_candidate(), one.state) == "1:0 ");
  BOOST_TEST(!raft::agrees_with_leader(one.as_candidate(), one.state));
}

BOOST_AUTO_TEST_CASE(is_what_others_have_confirmed_to_the_leader) {
  lead();
  BOOST_TEST(vouched(one.as_leader(), one.state) == "1:0 ");
  one.step(raft::appended{.term = {5},
                          .from = {2},
                          .match = one.state.log.last(),
                          .round = one.as_leader().round});
  BOOST_TEST(one.state.commit_index.value == 4U);
  BOOST_TEST(vouched(one.as_leader(), one.state) == "1:4 2:4 ");
  BOOST_TEST(raft::agrees_with_leader(one.as_leader(), one.state));
}

BOOST_AUTO_TEST_CASE(may_show_that_a_node_was_started_more_often) {
  one.step(raft::seen_by_peer{{2}, {4}, {}, true});
  BOOST_REQUIRE(one.verdicts.size() == 1U);
  BOOST_TEST(one.verdicts[0].fault == raft::disk_fault::rolled_back);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace strange_messages_test
