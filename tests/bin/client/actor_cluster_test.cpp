#include "bin/client/actor_cluster.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/send.hpp>

namespace actor_cluster_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;

protocol::gateway_actor::behavior_type
gateway(protocol::gateway_actor::pointer self) {
  auto reply = [self](auto message) {
    self->send(caf::actor_cast<protocol::client_actor>(self->current_sender()),
               std::move(message));
  };
  return {
    [=](const protocol::client_hello&) {
      reply(protocol::gateway_hello{1, "0", "demo", "c1", {1}, {7}});
    },
    [=](const protocol::submit_commands& x) {
      auto rest = std::string_view{x.frames.view()};
      auto frames = std::string{};
      while (auto request = protocol::next_command_frame(rest))
        protocol::append_command_answer(
          frames, {.id = request->id, .index = {8}, .result = "done"});
      reply(protocol::commands_answered{x.count, protocol::blob{frames}, {8}});
    },
    [](const protocol::submit_queries&) {},
    [](const protocol::request_cluster_status&) {},
    [](const protocol::transfer_leadership&) {},
    [](const protocol::change_members&) {},
    [](const protocol::compare_digests&) {},
    [](const protocol::begin_backup&) {},
    [](const protocol::read_backup&) {},
    [](const protocol::authenticate&) {},
    [](const protocol::prove_operator&) {},
    [](const protocol::log_in&) {},
    [](const protocol::submit_account_command&) {},
  };
}

/// A node with a port for clients, on real sockets.
struct node : tests::program {
  explicit node(const std::string& address) {
    actor = system.spawn(gateway);
    auto started = network::acceptor::start(
      system, {.address = address, .kind = network::port_kind::clients}, actor);
    BOOST_REQUIRE(started);
    port = std::move(*started);
  }
  ~node() {
    port.reset();
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  protocol::gateway_actor actor;
  std::unique_ptr<network::acceptor> port;
};

settings settings_for(const std::string& endpoint) {
  auto result = settings{};
  result.endpoints = {endpoint};
  result.timeout = 3s;
  return result;
}

const question some_command
  = {.kind = question_kind::command, .bytes = "command"};

BOOST_AUTO_TEST_SUITE(a_connection)

BOOST_AUTO_TEST_CASE(carries_a_command_over_a_real_link) {
  auto remote = node{"127.0.0.1:0"};
  auto local = connect(settings_for(to_string(remote.port->address())),
                       session_file{std::nullopt});
  auto answer = local->ask(some_command);
  BOOST_TEST(answer.kind == outcome_kind::answered);
  BOOST_TEST(answer.bytes == "done");
  BOOST_TEST(answer.cluster == "c1");
}

BOOST_AUTO_TEST_CASE(is_made_again_to_a_node_that_was_restarted) {
  auto remote = std::make_unique<node>("127.0.0.1:0");
  auto endpoint = to_string(remote->port->address());
  auto local = connect(settings_for(endpoint), session_file{std::nullopt});
  BOOST_TEST(local->ask(some_command).kind == outcome_kind::answered);
  remote.reset();
  remote = std::make_unique<node>(endpoint);
  BOOST_TEST(local->ask(some_command).kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(tells_why_nobody_answers) {
  auto remote = std::make_unique<node>("127.0.0.1:0");
  auto options = settings_for(to_string(remote->port->address()));
  remote.reset();
  options.timeout = 200ms;
  auto local = connect(options, session_file{std::nullopt});
  auto answer = local->ask(some_command);
  BOOST_TEST(answer.kind == outcome_kind::unavailable);
  BOOST_TEST(answer.reason.find("refused") != std::string::npos, answer.reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace actor_cluster_test
