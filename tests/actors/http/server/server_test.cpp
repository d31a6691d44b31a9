#include "actors/http/server/server.hpp"
#include "protocol/messages/wire.hpp"
#include "tests/support/http/http_client.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>

#include <atomic>
#include <memory>

namespace server_test {

using namespace taskraft;

struct actor_config : caf::actor_system_config {
  actor_config() {
    add_message_types<caf::id_block::taskraft>();
    set("scheduler.max-threads", std::size_t{1});
  }
};

/// Of a gateway that says nothing.
protocol::inner_gateway_actor silent_gateway(caf::actor_system& system) {
  return caf::actor_cast<protocol::inner_gateway_actor>(
    system.spawn([](caf::event_based_actor* self) -> caf::behavior {
      self->set_default_handler(caf::drop);
      return {[](caf::unit_t) {}};
    }));
}

struct running_server {
  actor_config config;
  caf::actor_system system{config};
  std::atomic<std::uint64_t> now_us = 1'000'000;
  std::unique_ptr<http::server> server;

  running_server() {
    auto options = http::server_options{.host = "127.0.0.1", .service = {}};
    options.service.now_us = [this] { return now_us.load(); };
    options.service.uptime_us = [this] { return now_us.load(); };
    options.service.random = [] { return std::uint64_t{1}; };
    auto started
      = http::server::start(system, std::move(options), silent_gateway(system));
    BOOST_TEST_REQUIRE(static_cast<bool>(started));
    server = std::move(*started);
  }

  void pass(std::uint64_t seconds) {
    now_us += seconds * 1'000'000;
  }
};

constexpr auto ask = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

BOOST_FIXTURE_TEST_SUITE(the_http_server, running_server)

BOOST_AUTO_TEST_CASE(closes_connections_that_are_idle_for_too_long) {
  auto unused = tests::http_connection{server->address()};
  auto answered = tests::http_connection{server->address()};
  answered.send(ask);
  BOOST_TEST(answered.read()->status == 200);
  pass(74);
  answered.send(ask);
  BOOST_TEST(answered.read()->status == 200);
  pass(2);
  BOOST_TEST(unused.ends());
  answered.send(ask);
  BOOST_TEST(answered.read()->status == 200);
  // Its thread waits for the next request by the time it answers another.
  BOOST_TEST(tests::http_request(server->address(), "GET", "/livez").status
             == 200);
  pass(76);
  BOOST_TEST(answered.ends());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_test
