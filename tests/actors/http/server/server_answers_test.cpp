#include "tests/actors/http/server/running_server.hpp"
#include "tests/support/http/http_client.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace server_answers_test {

using namespace taskraft;

namespace wire = tasks::wire;

constexpr auto comments = std::uint64_t{40};

/// What a test knows of the gateway, and says.
struct node_seen {
  /// How many commands come before any is answered.
  std::size_t commands_at_once = 1;
  std::vector<protocol::request_view> commands = {};
  std::vector<protocol::blob> frames = {};
  /// Of questions about what is there after a command.
  protocol::answer_status after = protocol::answer_status::done;
  /// Of those who log in.
  std::string address = {};
  std::string user_agent = {};
};

wire::Answer answer_to(const wire::Query& x) {
  auto answer = wire::Answer{};
  if (x.has_get_self())
    answer.mutable_self()->mutable_user()->set_username("admin");
  if (x.has_list_notifications())
    answer.mutable_notifications();
  if (x.has_get_comment()) {
    answer.mutable_comment()->set_id(x.get_comment().id());
    answer.mutable_comment()->set_text(std::string(32UL * 1024, 'x'));
  }
  if (x.has_list_changes()) {
    auto& page = *answer.mutable_changes();
    for (auto i = x.list_changes().after() + 1; i <= comments; ++i) {
      auto& change = *page.add_changes();
      change.set_index(i);
      change.set_at_us(1'000'000);
      change.set_action("comment.created");
      change.set_subject(std::to_string(i));
      change.set_task(1);
    }
  }
  return answer;
}

/// Answers each command once, as the first that came with its id.
std::string answers_to(const std::vector<protocol::request_view>& commands) {
  auto frames = std::string{};
  for (const auto& each : commands) {
    auto first
      = std::ranges::find(commands, each.id, &protocol::request_view::id);
    if (&*first != &each)
      continue;
    auto command = wire::Command{};
    command.ParseFromString(std::string{each.command});
    auto result = wire::Result{};
    result.set_attempt(command.attempt());
    result.set_fingerprint(command.fingerprint());
    if (command.has_read_notifications())
      result.mutable_unread();
    auto bytes = result.SerializeAsString();
    protocol::append_command_answer(
      frames, {.id = each.id, .index = {comments}, .result = bytes});
  }
  return frames;
}

caf::behavior answer(caf::event_based_actor* self,
                     const std::shared_ptr<node_seen>& seen) {
  auto tell = [self](auto x) {
    caf::anon_send(
      caf::actor_cast<protocol::inner_client_actor>(self->current_sender()),
      std::move(x));
  };
  return {
    [tell, seen](const protocol::submit_queries& x) {
      auto frames = std::string{};
      auto rest = std::string_view{x.frames.view()};
      while (auto asked = protocol::next_query_request(rest)) {
        auto query = wire::Query{};
        query.ParseFromString(std::string{asked->query});
        auto bytes = answer_to(query).SerializeAsString();
        auto status = asked->consistency == protocol::consistency::session
                          && query.has_get_self()
                        ? seen->after
                        : protocol::answer_status::done;
        protocol::append_query_reply(frames, {.id = asked->id,
                                              .status = status,
                                              .visible = {comments},
                                              .answer = bytes});
      }
      tell(
        protocol::queries_answered{x.count, protocol::blob{std::move(frames)}});
    },
    [tell, seen](const protocol::submit_commands& x) {
      seen->frames.push_back(x.frames);
      auto rest = std::string_view{seen->frames.back().view()};
      while (auto asked = protocol::next_command_frame(rest))
        seen->commands.push_back(*asked);
      if (seen->commands.size() < seen->commands_at_once)
        return;
      tell(protocol::commands_answered{
        1, protocol::blob{answers_to(seen->commands)}, {}});
      seen->commands.clear();
    },
    [seen](const protocol::entered& x) { seen->address = x.address; },
    [tell, seen](const protocol::log_in& x) {
      seen->user_agent = x.user_agent;
      tell(protocol::logged_in{x.id, errc::invalid_credentials, {}, {}, {}});
    },
    [tell](const protocol::request_cluster_status& x) {
      tell(protocol::cluster_status_answered{x.id, {}});
    },
  };
}

/// Where nobody logs in.
struct answering_server : tests::running_server {
  std::shared_ptr<node_seen> seen;

  explicit answering_server(std::shared_ptr<node_seen> node
                            = std::make_shared<node_seen>())
    : running_server(100, [node](auto* self) { return answer(self, node); }),
      seen(std::move(node)) {
  }
};

/// Where everybody does, over IPv6 and IPv4, and through a proxy of this
/// machine.
struct server_with_logins : tests::running_server {
  std::shared_ptr<node_seen> seen;

  explicit server_with_logins(std::shared_ptr<node_seen> node
                              = std::make_shared<node_seen>())
    : running_server(
      100, [node](auto* self) { return answer(self, node); }, 6000,
      [](http::server_options& x) {
        x.host = "::";
        x.service.names.trusted_proxies = {"127.0.0.1"};
      }),
      seen(std::move(node)) {
  }

  void log_in(const tests::http_headers& headers) {
    auto all = headers;
    all.emplace_back("Content-Type", "application/json");
    auto listens = server->address();
    auto answer = tests::http_request(
      "127.0.0.1" + listens.substr(listens.rfind(':')), "POST",
      "/api/v1/auth/login", all, R"({"username":"ann","password":"p"})");
    BOOST_TEST(answer.status == 401);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_answers_of_http, answering_server)

// The node cut a reader that resumed after such changes off as too slow, each
// time.
BOOST_AUTO_TEST_CASE(tell_of_more_than_a_slow_reader_may_leave) {
  auto stream = tests::http_connection{server->address()};
  stream.send("GET /api/v1/events?last_event_id=0 HTTP/1.1\r\n"
              "Host: localhost\r\n\r\n");
  auto head = stream.read_head();
  BOOST_TEST_REQUIRE(head.has_value());
  BOOST_TEST(head->status == 200);
  auto told = std::uint64_t{0};
  while (told < comments) {
    auto block = stream.read_block();
    BOOST_TEST_REQUIRE(block.has_value());
    BOOST_TEST_REQUIRE(block->find("event: bye") == std::string::npos);
    if (block->find("event: comment.created") != std::string::npos)
      ++told;
  }
}

BOOST_AUTO_TEST_CASE(are_given_to_all_who_use_one_key_at_once) {
  seen->commands_at_once = 2;
  auto request = "POST /api/v1/cluster/snapshot HTTP/1.1\r\nHost: localhost\r\n"
                 "Idempotency-Key: k\r\n\r\n";
  auto first = tests::http_connection{server->address()};
  auto second = tests::http_connection{server->address()};
  first.send(request);
  second.send(request);
  for (auto* each : {&first, &second}) {
    auto answer = each->read();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 200);
  }
}

// 503 says that nothing was done.
BOOST_AUTO_TEST_CASE(do_not_deny_what_was_done) {
  seen->after = protocol::answer_status::unavailable;
  auto answer = tests::http_request(
    server->address(), "POST", "/api/v1/notifications/read",
    {{"Content-Type", "application/json"}}, R"({"up_to":1})");
  BOOST_TEST(answer.status == 504);
  BOOST_TEST(answer.code() == "outcome_unknown");
}

// What the rules cannot read they refuse for ever.
BOOST_FIXTURE_TEST_CASE(are_no_refusals_of_how_a_client_calls_itself,
                        server_with_logins) {
  log_in({{"User-Agent", "caf\xc3\xa9"}});
  BOOST_TEST(seen->user_agent == "caf\xc3\xa9");
  log_in({{"User-Agent", "caf\xe9\tbar"}});
  BOOST_TEST(seen->user_agent == "caf??bar");
  log_in({{"User-Agent", std::string(255, 'x') + "\xc3\xa9 and more"}});
  BOOST_TEST(seen->user_agent == std::string(255, 'x') + "\xc3\xa9");
}

BOOST_FIXTURE_TEST_CASE(know_a_proxy_by_its_older_address, server_with_logins) {
  log_in({{"X-Forwarded-For", "192.0.2.7"}});
  BOOST_TEST(seen->address == "192.0.2.7");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_answers_test
