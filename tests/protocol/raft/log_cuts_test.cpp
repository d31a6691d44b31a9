// When a leader cuts its log, and how far.

#include "tests/protocol/raft/snapshot_fixture.hpp"

namespace log_cuts_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_FIXTURE_TEST_SUITE(a_log_that_grows, snapshot_fixture)

BOOST_AUTO_TEST_CASE(keeps_as_many_entries_as_it_is_told) {
  accept({2}, state.log.last());
  pass(1);
  state.tuning.log_retain_entries = 40;
  grow(200);
  auto held = state.log.last().index.value - state.log.base().index.value;
  BOOST_TEST(held >= 40U);
  BOOST_TEST(held <= 45U);
}

BOOST_AUTO_TEST_CASE(keeps_fewer_when_it_takes_too_many_bytes) {
  accept({2}, state.log.last());
  pass(1);
  state.tuning.log_retain_entries = 1000;
  state.tuning.log_max_bytes = 100;
  grow(20);
  BOOST_TEST(state.log.base().index == raft::log_index{5});
  hear(raft::proposal{{frames_of({"x"})}, 1});
  hear(raft::log_written{.sequence = state.last_sequence,
                         .last = state.log.last(),
                         .log_bytes = 101});
  auto held = state.log.last().index.value - state.log.base().index.value;
  pass(1);
  BOOST_TEST(state.log.last().index.value - state.log.base().index.value
             == (held + 1) / 2);
  // Not again before the disk has answered.
  auto base = state.log.base();
  pass(1);
  BOOST_TEST(state.log.base() == base);
}

BOOST_AUTO_TEST_CASE(is_not_cut_more_often_than_it_is_told) {
  // A short log under load was cut with every commit: writes took 60 ms.
  accept({2}, state.log.last());
  pass(1);
  state.tuning.cut_interval_ticks = 10;
  auto cuts = 0;
  for (auto i = 0; i < 30; ++i) {
    auto before = state.log.base();
    grow(3);
    pass(1);
    cuts += state.log.base() != before ? 1 : 0;
  }
  BOOST_TEST(cuts >= 2);
  BOOST_TEST(cuts <= 3);
}

BOOST_AUTO_TEST_CASE(is_cut_when_nothing_is_written_any_more) {
  // HAZARDS 44: a quiet cluster never compacted.
  accept({2}, state.log.last());
  pass(1);
  state.tuning.log_retain_entries = 1000;
  grow(20);
  BOOST_TEST(state.log.base().index == raft::log_index{5});
  state.tuning.log_retain_entries = 5;
  pass(1);
  BOOST_TEST(state.log.base().index.value + 5 == state.log.last().index.value);
}

BOOST_AUTO_TEST_CASE(is_cut_as_far_as_all_have_it_when_the_operator_wants) {
  state.tuning.log_retain_entries = 1000;
  hear(raft::snapshot_begun{{2}, {{6}, {3}}});
  accept({2}, {{8}, {3}});
  pass(1);
  grow(20);
  hear(raft::compaction_requested{});
  BOOST_TEST(state.log.base().index == raft::log_index{8});
  hear(raft::log_written{.sequence = state.last_sequence,
                         .last = state.log.last()});
  accept({2}, state.log.last());
  pass(1);
  BOOST_TEST(state.log.base().index == state.visible_index);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_cuts_test
