#include "actors/node/service_manager.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/processes/notify_socket.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/send.hpp>

#include <cstdlib>
#include <unistd.h>
#include <vector>

namespace service_manager_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture : tests::actor_fixture {
  tests::temporary_folder folder;
  std::string path = (folder.path() / "notify").string();
  tests::notify_socket manager{path};
  caf::actor reporter;
  std::vector<protocol::entered> entries;
  caf::actor gateway
    = system.spawn([this](caf::event_based_actor* self) -> caf::behavior {
        self->set_default_handler(caf::drop);
        return {[this](const protocol::entered& x) { entries.push_back(x); }};
      });

  ~fixture() {
    for (const auto& each : {reporter, gateway})
      caf::anon_send_exit(each, caf::exit_reason::kill);
    drain();
  }

  void start(std::optional<std::chrono::microseconds> watchdog = {}) {
    reporter = system.spawn(
      actors::service_reporter, actors::service_manager{path, watchdog},
      caf::actor_cast<protocol::inner_gateway_actor>(gateway));
    drain();
    BOOST_TEST_REQUIRE(entries.size() == 1U);
    BOOST_TEST(entries[0].follows_position);
  }

  void change_leader(std::uint64_t id) {
    auto position = protocol::position_changed{};
    position.leader = {id};
    caf::anon_send(reporter, position);
    drain();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_service_manager, fixture)

BOOST_AUTO_TEST_CASE(hears_that_a_node_with_a_leader_is_ready) {
  start();
  change_leader(0);
  BOOST_TEST(manager.take()
             == std::vector<std::string>{"STATUS=waits for a leader"});
  change_leader(2);
  change_leader(2);
  change_leader(0);
  BOOST_TEST(
    manager.take()
    == (std::vector<std::string>{"READY=1\nSTATUS=ready; node 2 leads",
                                 "READY=1\nSTATUS=waits for a leader"}));
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_other_nodes_for_ever) {
  start();
  change_leader(0);
  manager.take();
  scheduler.advance_time(actors::leader_patience - 1ms);
  drain();
  BOOST_TEST(manager.take().empty());
  scheduler.advance_time(1ms);
  drain();
  BOOST_TEST(manager.take()
             == std::vector<std::string>{"READY=1\nSTATUS=waits for a leader"});
}

BOOST_AUTO_TEST_CASE(hears_later_what_it_had_no_room_for) {
  start();
  auto crowd = actors::service_manager{path};
  while (crowd.tell("x"))
    ;
  change_leader(2);
  manager.take();
  scheduler.advance_time(actors::retelling_pause);
  drain();
  BOOST_TEST(
    manager.take()
    == std::vector<std::string>{"READY=1\nSTATUS=ready; node 2 leads"});
}

BOOST_AUTO_TEST_CASE(hears_when_a_ready_node_reloads_its_settings) {
  auto node = actors::service_manager{path};
  node.tell_reloading();
  node.tell_reloaded();
  BOOST_TEST(manager.take().empty());
  // The reporter has a copy.
  auto copy = node;
  copy.tell("READY=1\nSTATUS=ready");
  manager.take();
  node.tell_reloading();
  auto heard = manager.take();
  BOOST_TEST_REQUIRE(heard.size() == 1U);
  BOOST_TEST(heard[0].starts_with("RELOADING=1\nMONOTONIC_USEC="), heard[0]);
  node.tell_reloaded();
  BOOST_TEST(manager.take() == std::vector<std::string>{"READY=1"});
}

BOOST_AUTO_TEST_CASE(hears_that_a_node_lives) {
  start(3s);
  BOOST_TEST(manager.take() == std::vector<std::string>{"WATCHDOG=1"});
  for (auto i = 0; i < 3; ++i) {
    scheduler.advance_time(1s);
    drain();
  }
  BOOST_TEST(manager.take().size() == 3U);
}

BOOST_AUTO_TEST_CASE(may_be_gone) {
  auto nobody = actors::service_manager{(folder.path() / "gone").string()};
  BOOST_TEST(!nobody.tell("READY=1"));
  BOOST_TEST(!actors::service_manager{std::string(4096, 'x')}.tell("READY=1"));
  BOOST_TEST(!actors::service_manager{""}.tell("READY=1"));
  BOOST_TEST(!actors::service_manager{""}.listens());
}

BOOST_AUTO_TEST_CASE(says_in_the_environment_what_it_wants) {
  ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "3000000", 1);
  auto wanted = [] {
    return actors::service_manager::from_environment().life_sign_interval();
  };
  ::setenv("WATCHDOG_PID", "1", 1);
  BOOST_TEST(!wanted());
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  BOOST_TEST(wanted() == 1s);
  actors::service_manager::from_environment().tell("READY=1");
  BOOST_TEST(manager.take() == std::vector<std::string>{"READY=1"});
  for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"})
    ::unsetenv(name);
  BOOST_TEST(!wanted());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace service_manager_test
