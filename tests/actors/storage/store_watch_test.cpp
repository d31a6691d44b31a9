#include "actors/storage/applier.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/boards/scripted_machine.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace store_watch_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture : tests::stage {
  std::shared_ptr<tests::machine_journal> journal
    = std::make_shared<tests::machine_journal>();
  tests::probe log{system};
  tests::probe gateway{system};
  tests::probe server{system};
  tests::probe store{system};

  protocol::applier_actor start(bool is_elsewhere) {
    journal->is_elsewhere = is_elsewhere;
    auto actor = watched(system.spawn(
      actors::applier,
      std::make_unique<tests::scripted_machine>(journal,
                                                raft::log_position{{1}, {1}}),
      store.as<protocol::committer_actor>(), log.as<protocol::log_actor>(),
      gateway.as<protocol::inner_gateway_actor>(),
      server.as<protocol::server_actor>(), false));
    drain();
    gateway.take<protocol::applied>();
    return actor;
  }

  void pass_looks(int count) {
    for (auto i = 0; i < count; ++i) {
      scheduler.advance_time(2s);
      drain();
    }
  }

  /// What the gateway was told of the store since the last call.
  std::vector<int> news() {
    auto all = std::vector<int>{};
    for (const auto& each : gateway.take<protocol::applied>())
      all.push_back(each.store_is_away ? 1 : 0);
    return all;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_store_elsewhere, fixture)

// A hung database was not noticed while nothing was written.
BOOST_AUTO_TEST_CASE(is_looked_at_while_nothing_is_written) {
  auto applier = start(true);
  pass_looks(1);
  BOOST_TEST(store.take<protocol::carry_out>().size() == 1U);
  pass_looks(2);
  BOOST_TEST(news().empty());
  pass_looks(1);
  BOOST_TEST((news() == std::vector<int>{1}));
  // It is said once, and nothing more is asked of the store.
  pass_looks(3);
  BOOST_TEST(news().empty());
  BOOST_TEST(store.count<protocol::carry_out>() == 0U);
  store.tell(applier, protocol::carried_out{});
  drain();
  BOOST_TEST((news() == std::vector<int>{0}));
}

BOOST_AUTO_TEST_CASE(is_away_while_a_commit_takes_long) {
  auto applier = start(true);
  tell(applier, raft::committed{{2}, {tests::commands(1, 2, 2)}});
  drain();
  scheduler.advance_time(10ms);
  drain();
  BOOST_TEST(store.take<protocol::carry_out>().size() == 1U);
  pass_looks(3);
  BOOST_TEST((news() == std::vector<int>{1}));
}

BOOST_AUTO_TEST_CASE(is_not_away_as_long_as_it_answers) {
  auto applier = start(true);
  for (auto i = 0; i < 5; ++i) {
    pass_looks(1);
    BOOST_TEST(store.take<protocol::carry_out>().size() == 1U);
    store.tell(applier, protocol::carried_out{});
    drain();
  }
  for (auto is_away : news())
    BOOST_TEST(is_away == 0);
}

BOOST_AUTO_TEST_CASE(is_the_only_one_that_is_looked_at) {
  start(false);
  pass_looks(3);
  BOOST_TEST(store.count<protocol::carry_out>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace store_watch_test
