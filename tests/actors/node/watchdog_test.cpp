#include "actors/node/watchdog.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <string>
#include <vector>

namespace watchdog_test {

using namespace taskraft;

struct fixture : tests::actor_fixture {
  std::vector<errc> alarms;
  std::string said;
  caf::actor watched
    = system.spawn([](caf::event_based_actor* self) -> caf::behavior {
        return {[self](caf::unit_t) { self->quit(); }};
      });
  // As in a node: only its owner keeps it alive.
  caf::actor watch = system.spawn(actors::watchdog, std::vector{watched},
                                  [this](errc why, const std::string& detail) {
                                    alarms.push_back(why);
                                    said = detail;
                                  });

  ~fixture() {
    caf::anon_send_exit(watched, caf::exit_reason::kill);
    caf::anon_send_exit(watch, caf::exit_reason::kill);
    drain();
  }

  void end_actor(const caf::error& reason) {
    drain();
    caf::anon_send(watched, caf::exit_msg{watched.address(), reason});
    drain();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_watchdog, fixture)

BOOST_AUTO_TEST_CASE(says_why_a_room_ended) {
  end_actor(caf::make_error(errc::identity_refused, "wiped"));
  BOOST_TEST_REQUIRE(alarms.size() == 1U);
  BOOST_TEST(alarms[0] == errc::identity_refused);
  BOOST_TEST(said == "wiped");
}

BOOST_AUTO_TEST_CASE(takes_an_unknown_reason_for_a_disk_not_to_be_trusted) {
  end_actor(caf::make_error(caf::exit_reason::unhandled_exception));
  BOOST_TEST_REQUIRE(alarms.size() == 1U);
  BOOST_TEST(alarms[0] == errc::storage_failed);
}

BOOST_AUTO_TEST_CASE(minds_a_room_that_ends_without_a_reason) {
  drain();
  caf::anon_send(watched, caf::unit);
  drain();
  BOOST_TEST_REQUIRE(alarms.size() == 1U);
  BOOST_TEST(alarms[0] == errc::storage_failed);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace watchdog_test
