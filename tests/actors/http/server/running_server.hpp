// An HTTP server whose clock a test moves, before a gateway of the test's own.

#pragma once

#include "actors/http/server/server.hpp"
#include "actors/http/service/consensus_watch.hpp"
#include "protocol/messages/wire.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace taskraft::tests {

struct http_actor_config : caf::actor_system_config {
  http_actor_config() {
    add_message_types<caf::id_block::taskraft>();
    set("scheduler.max-threads", std::size_t{1});
  }
};

/// Of a gateway that says nothing.
inline caf::behavior be_silent(caf::event_based_actor* /*self*/) {
  return {[](caf::unit_t) {}};
}

struct running_server {
  http_actor_config config;
  caf::actor_system system{config};
  std::atomic<std::uint64_t> now_us = 1'000'000;
  std::shared_ptr<http::consensus_watch> watch
    = std::make_shared<http::consensus_watch>();
  std::unique_ptr<http::server> server;

  using gateway_behavior
    = std::function<caf::behavior(caf::event_based_actor*)>;

  /// With logins if there is a limit of requests.
  explicit running_server(
    std::size_t places = 4, gateway_behavior gateway = be_silent,
    std::uint64_t requests_per_minute = 0,
    const std::function<void(http::server_options&)>& change = nullptr) {
    auto options = http::server_options{
      .host = "127.0.0.1", .max_connections = places, .service = {}};
    options.service.node = 1;
    options.service.auth_required = requests_per_minute != 0;
    options.service.requests_per_minute = requests_per_minute;
    options.service.now_us = [this] { return now_us.load(); };
    options.service.uptime_us = [this] { return now_us.load(); };
    options.service.random = [] { return std::uint64_t{1}; };
    options.service.watch = watch;
    if (change)
      change(options);
    auto spawned = system.spawn(
      [behave = std::move(gateway)](caf::event_based_actor* self) {
        self->set_default_handler(caf::drop);
        return behave(self);
      });
    auto started = http::server::start(
      system, std::move(options),
      caf::actor_cast<protocol::inner_gateway_actor>(spawned));
    BOOST_TEST_REQUIRE(static_cast<bool>(started));
    server = std::move(*started);
  }

  void pass(std::uint64_t seconds) {
    now_us += seconds * 1'000'000;
  }
};

} // namespace taskraft::tests
