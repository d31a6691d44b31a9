#include "tests/actors/http/server/running_server.hpp"
#include "tests/support/http/http_client.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <memory>
#include <thread>

namespace server_test {

using namespace taskraft;

using tests::running_server;

struct narrow_server : running_server {
  narrow_server() : running_server(1) {
  }
};

struct roomy_server : running_server {
  roomy_server() : running_server(100) {
  }
};

/// Over a connection of its own, which stays.
std::unique_ptr<tests::http_connection> user_of(const http::server& server) {
  auto made = std::make_unique<tests::http_connection>(server.address());
  made->send("POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
             "application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
  BOOST_TEST(made->read()->status == 422);
  return made;
}

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

BOOST_FIXTURE_TEST_CASE(closes_streams_of_which_nothing_is_taken,
                        narrow_server) {
  auto stream = tests::http_connection{server->address()};
  stream.send("GET /api/v1/cluster/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
  BOOST_TEST(stream.read_head()->status == 200);
  while (!watch->is_watched())
    std::this_thread::yield();
  auto status_of_another = [this] {
    return tests::http_request(server->address(), "GET", "/livez").status;
  };
  BOOST_TEST(status_of_another() == 503);
  // More than the sockets' buffers hold.
  auto seen = raft::role_seen{};
  seen.why = std::string(900'000, 'x');
  for (auto i = 0; i < 30; ++i)
    watch->see(1, seen);
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  auto status = 503;
  while (status == 503 && std::chrono::steady_clock::now() < end) {
    pass(31);
    status = status_of_another();
  }
  BOOST_TEST(status == 200);
}

BOOST_AUTO_TEST_CASE(lets_nobody_take_the_places_of_users) {
  auto first = user_of(*server);
  auto silent = tests::http_connection{server->address()};
  auto probe = tests::http_connection{server->address()};
  probe.send(ask);
  BOOST_TEST(probe.read()->status == 200);
  auto slow = tests::http_connection{server->address()};
  slow.send("GET /live");
  auto second = user_of(*server);
  BOOST_TEST(silent.ends());
  auto third = user_of(*server);
  BOOST_TEST(probe.ends());
  auto fourth = user_of(*server);
  BOOST_TEST(slow.ends());
  auto refused = tests::http_request(server->address(), "GET", "/livez");
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.code() == "overloaded");
  BOOST_TEST(refused.header("retry-after") == "1");
  BOOST_TEST(refused.json()["request_id"] == refused.header("request-id"));
  for (const auto& each : {first.get(), second.get(), third.get()}) {
    each->send(ask);
    BOOST_TEST(each->read()->status == 200);
  }
}

BOOST_FIXTURE_TEST_CASE(keeps_no_places_for_the_bodies_of_refused_files,
                        roomy_server) {
  auto head = "POST /api/v1/tasks/1/attachments HTTP/1.1\r\nHost: localhost\r\n"
              "Content-Length: 1000000\r\n\r\n";
  auto strangers = std::vector<std::unique_ptr<tests::http_connection>>{};
  for (auto i = 0; i < 70; ++i) {
    strangers.push_back(
      std::make_unique<tests::http_connection>(server->address()));
    strangers.back()->send(head);
    auto answer = strangers.back()->read();
    BOOST_TEST(answer->status < 500, i << ": " << answer->body);
  }
}

BOOST_FIXTURE_TEST_CASE(reads_few_large_bodies_before_it_knows_their_senders,
                        roomy_server) {
  auto body = "{\"a\":\"" + std::string(20'000, 'x') + "\"}";
  auto head = "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
              "application/json\r\nExpect: 100-continue\r\nContent-Length: "
              + std::to_string(body.size()) + "\r\n\r\n";
  auto user = user_of(*server);
  auto strangers = std::vector<std::unique_ptr<tests::http_connection>>{};
  for (auto i = 0; i < 64; ++i) {
    strangers.push_back(
      std::make_unique<tests::http_connection>(server->address()));
    strangers.back()->send(head);
    BOOST_TEST(strangers.back()->read_head()->status == 100);
  }
  auto last = tests::http_connection{server->address()};
  last.send(head);
  BOOST_TEST(last.read()->code() == "overloaded");
  user->send(head);
  BOOST_TEST(user->read_head()->status == 100);
  user->send(body);
  BOOST_TEST(user->read()->status == 422);
  strangers.back()->send(body);
  BOOST_TEST(strangers.back()->read()->status == 422);
}

// Before anybody is known, it would have kept all that came in thirty seconds.
BOOST_FIXTURE_TEST_CASE(keeps_little_of_what_stands_around_a_body,
                        roomy_server) {
  auto head = std::string{"POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n"
                          "Content-Type: application/json\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n"};
  auto endless = std::string(300'000, 'x');
  for (const auto& bytes :
       {head + "1;" + endless, head + "2\r\n{}\r\n0\r\nX: " + endless}) {
    auto stranger = tests::http_connection{server->address()};
    stranger.send(bytes);
    auto answer = stranger.read();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == 400);
    BOOST_TEST(stranger.ends());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_test
