// Logs whose beginning is gone: everything up to the base is committed.

#include "protocol/raft/roles.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

#include <variant>

namespace compacted_log_test {

using namespace taskraft;
using namespace taskraft::tests;

/// Terms 1 1 2 2 2 3, of which the first three entries are gone.
const auto whole = log_of({1, 1, 2, 2, 2, 3});
constexpr auto base = raft::log_position{{3}, {2}};

raft::consensus compacted(raft::term reached = {3}) {
  auto members = voters(2);
  members.cluster_id = "known";
  auto log = raft::log_terms{base};
  log.append({{5}, {2}});
  log.append({{6}, {3}});
  auto state = raft::make_consensus(
    {1}, {},
    {.hard = {reached, {}}, .log = log, .memberships = {{base.index, members}}},
    voters(2));
  state.elections_allowed = true;
  return state;
}

raft::appended answer_to(const raft::append_entries& x) {
  auto state = compacted();
  auto one = raft::follower{};
  auto out = raft::step(one, state, x);
  auto answers = only<raft::appended>(out);
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  return answers[0];
}

BOOST_AUTO_TEST_SUITE(a_compacted_log)

BOOST_AUTO_TEST_CASE(is_committed_and_released_up_to_its_base) {
  auto state = compacted();
  BOOST_TEST(state.commit_index == base.index);
  BOOST_TEST(state.released_index == base.index);
  BOOST_TEST(state.durable_index == raft::log_index{6});
  BOOST_TEST(state.members().cluster_id == "known");
  BOOST_TEST(state.memberships.size() == 1U);
}

BOOST_AUTO_TEST_CASE(matches_whatever_stands_before_its_base) {
  for (auto previous = 0U; previous <= 6; ++previous)
    for (auto last = previous; last <= 6; ++last) {
      auto answer = answer_to(append_from(2, 3, whole, previous, last));
      BOOST_TEST(answer.matched);
      BOOST_TEST(answer.match.index.value == std::max(last, 3U));
    }
}

BOOST_AUTO_TEST_CASE(takes_what_is_new_in_an_append_from_before_its_base) {
  auto longer = log_of({1, 1, 2, 2, 2, 3, 3, 3});
  auto state = compacted();
  auto one = raft::follower{};
  auto out = raft::step(one, state, append_from(2, 3, longer, 1, 8));
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].entries.first().index == raft::log_index{7});
  BOOST_TEST(out.writes[0].entries.last().index == raft::log_index{8});
  BOOST_TEST(!out.writes[0].truncate_from.has_value());
}

BOOST_AUTO_TEST_CASE(loses_a_conflicting_suffix_like_any_other) {
  auto other = log_of({1, 1, 2, 2, 4, 4});
  auto state = compacted();
  auto one = raft::follower{};
  auto out = raft::step(one, state, append_from(2, 4, other, 1, 6));
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].truncate_from == raft::log_index{5});
  BOOST_TEST(state.log.last() == (raft::log_position{{6}, {4}}));
}

BOOST_AUTO_TEST_CASE(names_its_base_when_it_has_nothing_older) {
  auto answer = answer_to(append_from(2, 3, log_of({1, 1, 1, 1, 3}), 4, 5));
  BOOST_TEST(!answer.matched);
  BOOST_TEST(answer.conflict_hint == base);
}

// A peer whose log ends before the base needs a snapshot; meanwhile it gets
// heartbeats that refer to the base.
BOOST_AUTO_TEST_CASE(leads_a_peer_that_ends_before_it_with_heartbeats_only) {
  auto state = compacted();
  state.hard = {{4}, {1}};
  state.durable_hard = state.hard;
  auto one = raft::leader{};
  auto out = raft::start(one, state, 1);
  auto wanted = std::size_t{0};
  for (auto round = 1; round <= 3; ++round) {
    auto sent = only<raft::append_entries>(out);
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    out = raft::step(one, state,
                     raft::appended{.term = {4},
                                    .from = {2},
                                    .match = {},
                                    .matched = false,
                                    .conflict_hint = {},
                                    .refused_previous = sent[0].previous.index,
                                    .round = sent[0].round});
    wanted += out.snapshots.size();
    if (round > 1)
      BOOST_TEST(sent[0].previous == base);
    BOOST_TEST(out.reads.empty());
    for (auto i = 0U; i < state.tuning.heartbeat_ticks; ++i)
      out = raft::step(one, state, raft::tick{});
  }
  BOOST_TEST(wanted == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace compacted_log_test
