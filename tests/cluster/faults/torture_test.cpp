// Leaders die under load. Afterwards every acknowledged write is there once,
// and every other write at most once.

#include "tests/support/processes/process_load.hpp"
#include "tests/support/processes/store_contents.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace torture_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto clients = 16;
constexpr auto kills = 10;

BOOST_AUTO_TEST_SUITE(under_load)

BOOST_AUTO_TEST_CASE(ten_killed_leaders_cost_no_acknowledged_write) {
  auto cluster = tests::process_cluster{};
  cluster.start_all();
  cluster.leader();
  auto work = tests::load{cluster, clients};
  for (auto i = 0; i < kills; ++i) {
    auto victim = cluster.leader();
    cluster.kill(victim);
    auto before = work.acknowledged_count();
    BOOST_TEST(tests::eventually(
      [&] { return work.acknowledged_count() > before + clients; }, 20s));
    cluster.start(victim);
  }
  work.stop();
  BOOST_TEST_REQUIRE(cluster.converged(cluster.ids()));
  tests::check_stores(cluster, cluster.ids());
  work.check(cluster);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace torture_test
