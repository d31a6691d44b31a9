#include "actors/consensus/clock.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace clock_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture : tests::stage {
  tests::probe server{system};
  tests::probe gateway{system};
  std::uint64_t drawn = 0;
  protocol::clock_actor clock = watched(system.spawn(
    actors::clock, 10ms, protocol::random_source{[this] { return ++drawn; }},
    server.as<protocol::server_actor>(),
    gateway.as<protocol::inner_gateway_actor>()));
};

BOOST_FIXTURE_TEST_SUITE(the_clock, fixture)

BOOST_AUTO_TEST_CASE(ticks_for_server_and_gateway_at_each_unit) {
  drain();
  BOOST_TEST(server.count<raft::tick>() == 0U);
  for (auto unit = 0; unit < 3; ++unit) {
    scheduler.advance_time(10ms);
    drain();
  }
  BOOST_TEST(server.count<raft::tick>() == 3U);
  BOOST_TEST(gateway.count<raft::tick>() == 3U);
}

BOOST_AUTO_TEST_CASE(brings_chance_along_with_time) {
  for (auto unit = 0; unit < 2; ++unit) {
    drain();
    scheduler.advance_time(10ms);
    drain();
  }
  auto ticks = server.take<raft::tick>();
  BOOST_TEST_REQUIRE(ticks.size() == 2U);
  BOOST_TEST(ticks[0].random == 1U);
  BOOST_TEST(ticks[1].random == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace clock_test
