#include "actors/http/handover.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "tests/actors/http/server/running_server.hpp"
#include "tests/support/http/http_client.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

namespace server_users_test {

using namespace taskraft;

namespace wire = tasks::wire;

constexpr auto cluster = "cluster of this test";
const auto signing_key = std::string(protocol::ed25519_key_bytes, 'k');

constexpr auto chunk_bytes = std::size_t{64} << 10U;
constexpr auto file_chunks = 768U;

/// What a test knows of the gateway, and says.
struct ann_seen {
  std::atomic<int> cancelled = 0;
  std::atomic<bool> has_ended = false;
};

wire::Answer answer_to(const wire::Query& x, const ann_seen& seen) {
  auto answer = wire::Answer{};
  if (seen.has_ended) {
    answer.mutable_refusal()->set_code(
      static_cast<std::uint32_t>(errc::session_expired));
    return answer;
  }
  if (x.has_get_self()) {
    answer.mutable_self()->mutable_user()->set_username("ann");
    answer.mutable_self()->set_session(7);
    answer.mutable_self()->set_scope(wire::SCOPE_WRITE);
  }
  if (x.has_list_nodes()) {
    auto& node = *answer.mutable_nodes()->add_nodes();
    node.set_id(1);
    node.set_public_key(protocol::ed25519_public_key(signing_key));
  }
  if (x.has_get_attachment()) {
    answer.mutable_attachment()->set_id(5);
    answer.mutable_attachment()->set_size(file_chunks * chunk_bytes);
    answer.mutable_attachment()->set_chunks(file_chunks);
  }
  if (x.has_get_chunk())
    answer.mutable_chunk()->set_content(std::string(chunk_bytes, 'x'));
  return answer;
}

/// Of a gateway that knows one user, who has one login, and takes any upload.
caf::behavior know_ann(caf::event_based_actor* self,
                       const std::shared_ptr<ann_seen>& seen) {
  auto tell = [self](auto x) {
    caf::anon_send(
      caf::actor_cast<protocol::inner_client_actor>(self->current_sender()),
      std::move(x));
  };
  return {
    [tell](const protocol::entered& x) {
      if (!x.follows_position)
        return;
      auto hello = protocol::gateway_hello{};
      hello.cluster_id = cluster;
      tell(hello);
      auto position = protocol::position_changed{};
      position.members = {{.id = raft::node_id{1}, .voter = true}};
      tell(position);
    },
    [](const protocol::act_for_session&) {},
    [tell](const protocol::authenticate& x) {
      tell(protocol::authenticated{x.id, errc::none, {}});
    },
    [tell, seen](const protocol::submit_queries& x) {
      auto frames = std::string{};
      auto rest = std::string_view{x.frames.view()};
      while (auto asked = protocol::next_query_request(rest)) {
        auto query = wire::Query{};
        query.ParseFromString(std::string{asked->query});
        auto bytes = answer_to(query, *seen).SerializeAsString();
        protocol::append_query_reply(
          frames, {.id = asked->id, .visible = {}, .answer = bytes});
      }
      tell(
        protocol::queries_answered{x.count, protocol::blob{std::move(frames)}});
    },
    [tell, seen](const protocol::submit_commands& x) {
      auto frames = std::string{};
      auto rest = std::string_view{x.frames.view()};
      while (auto asked = protocol::next_command_frame(rest)) {
        auto command = wire::Command{};
        command.ParseFromString(std::string{asked->command});
        if (command.has_cancel_upload())
          ++seen->cancelled;
        auto result = wire::Result{};
        result.mutable_upload()->set_id(5);
        auto bytes = result.SerializeAsString();
        protocol::append_command_answer(
          frames, {.id = asked->id, .index = {}, .result = bytes});
      }
      tell(protocol::commands_answered{
        x.count, protocol::blob{std::move(frames)}, {}});
    },
  };
}

struct server_with_ann : tests::running_server {
  std::shared_ptr<ann_seen> seen;

  explicit server_with_ann(std::uint64_t requests_per_minute,
                           std::shared_ptr<ann_seen> ann
                           = std::make_shared<ann_seen>())
    : running_server(
      100, [ann](auto* self) { return know_ann(self, ann); },
      requests_per_minute),
      seen(std::move(ann)) {
  }

  /// Refused for its fields, if it is not refused before.
  int ask_with(const std::string& name, const std::string& secret) const {
    return tests::http_request(server->address(), "POST", "/api/v1/tasks",
                               {{name, secret},
                                {"Sec-Fetch-Site", "same-origin"},
                                {"Content-Type", "application/json"}},
                               "{\"a\":1}")
      .status;
  }
};

struct strict_server : server_with_ann {
  /// At most two at once.
  strict_server() : server_with_ann(20) {
  }
};

struct generous_server : server_with_ann {
  generous_server() : server_with_ann(6000) {
  }
};

std::string handover_until(std::uint64_t seconds) {
  return "Bearer "
         + http::sign_handover(
           {.node = 1, .session = 7, .expires_us = seconds * 1'000'000},
           signing_key, cluster);
}

BOOST_AUTO_TEST_SUITE(the_http_server_and_its_users)

BOOST_FIXTURE_TEST_CASE(counts_all_requests_of_a_login_however_it_comes,
                        strict_server) {
  auto secret = "trs_" + std::string(64, 'a');
  BOOST_TEST(ask_with("Authorization", "Bearer " + secret) == 422);
  BOOST_TEST(ask_with("Cookie", "taskraft=" + secret) == 422);
  BOOST_TEST(ask_with("Authorization", "Bearer " + secret) == 429);
  BOOST_TEST(ask_with("Cookie", "taskraft=" + secret) == 429);
  BOOST_TEST(ask_with("Authorization", handover_until(100)) == 429);
  pass(6);
  BOOST_TEST(ask_with("Authorization", handover_until(200)) == 422);
  BOOST_TEST(ask_with("Authorization", handover_until(300)) == 422);
  BOOST_TEST(ask_with("Authorization", handover_until(400)) == 429);
}

// It was let in for up to five seconds.
// Proxies check what comes before a body.
BOOST_FIXTURE_TEST_CASE(believes_no_header_that_comes_after_the_body,
                        generous_server) {
  auto secret = "Bearer trs_" + std::string(64, 'a');
  BOOST_TEST(ask_with("Authorization", secret) == 422);
  auto late = tests::http_connection{server->address()};
  late.send("POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n"
            "Content-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n"
            "Authorization: "
            + secret + "\r\n\r\n");
  auto answer = late.read();
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 401);
}

BOOST_FIXTURE_TEST_CASE(shows_the_cluster_to_no_login_that_has_ended,
                        generous_server) {
  auto secret = "Bearer trs_" + std::string(64, 'a');
  BOOST_TEST(ask_with("Authorization", secret) == 422);
  seen->has_ended = true;
  auto late = tests::http_connection{server->address()};
  late.send("GET /api/v1/cluster/stream HTTP/1.1\r\nHost: localhost\r\n"
            "Authorization: "
            + secret + "\r\n\r\n");
  auto answer = late.read_head();
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 401);
}

BOOST_FIXTURE_TEST_CASE(ends_uploads_that_would_last_for_ever,
                        generous_server) {
  auto slow = tests::http_connection{server->address()};
  slow.send("POST /api/v1/tasks/1/attachments?name=a HTTP/1.1\r\nHost: "
            "localhost\r\nAuthorization: Bearer trs_"
            + std::string(64, 'a')
            + "\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
  BOOST_TEST(slow.read_head()->status == 100);
  // More than must come, at first.
  pass(29);
  slow.send(std::string(40'000, 'x'));
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (seen->cancelled == 0 && std::chrono::steady_clock::now() < end) {
    pass(1);
    slow.send("x");
    std::this_thread::yield();
  }
  BOOST_TEST(seen->cancelled == 1);
  auto answer = slow.read();
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status == 400);
  BOOST_TEST(answer->body.find("1 KiB a second") != std::string::npos);
}

/// Takes bytes when it is told to, and has little room for others.
struct slow_reader {
  boost::asio::io_context loop;
  boost::asio::ip::tcp::socket socket{loop};

  slow_reader(const std::string& address, const std::string& request) {
    auto colon = address.rfind(':');
    auto port = std::stoul(address.substr(colon + 1));
    socket.open(boost::asio::ip::tcp::v4());
    socket.set_option(boost::asio::socket_base::receive_buffer_size{65'536});
    socket.connect({boost::asio::ip::make_address(address.substr(0, colon)),
                    static_cast<std::uint16_t>(port)});
    boost::asio::write(socket, boost::asio::buffer(request));
  }

  /// How many bytes came; fewer at the end.
  std::size_t take(std::size_t most) {
    auto bytes = std::string(most, ' ');
    auto ignored = boost::system::error_code{};
    return boost::asio::read(socket, boost::asio::buffer(bytes), ignored);
  }
};

// A file of 10 MiB had to be taken within 30 seconds.
BOOST_FIXTURE_TEST_CASE(gives_slow_readers_the_time_that_they_need,
                        generous_server) {
  auto ask = [this] {
    return tests::http_request(server->address(), "GET", "/livez").status;
  };
  auto reader = slow_reader{server->address(),
                            "GET /api/v1/attachments/5 HTTP/1.1\r\nHost: "
                            "localhost\r\nAuthorization: Bearer trs_"
                              + std::string(64, 'a') + "\r\n\r\n"};
  // More than the sockets' buffers hold: the server has gone on meanwhile.
  constexpr auto piece = std::size_t{6} << 20U;
  auto taken = reader.take(piece);
  auto unused = tests::http_connection{server->address()};
  BOOST_TEST(ask() == 200);
  for (auto i = 0; i < 5; ++i) {
    taken += reader.take(piece);
    pass(20);
  }
  // It has looked for those who take nothing by now.
  BOOST_TEST(unused.ends());
  taken += reader.take(file_chunks * chunk_bytes - taken);
  BOOST_TEST(taken == file_chunks * chunk_bytes);
}

BOOST_FIXTURE_TEST_CASE(closes_connections_whose_answers_nobody_takes,
                        generous_server) {
  auto reader = slow_reader{server->address(),
                            "GET /api/v1/attachments/5 HTTP/1.1\r\nHost: "
                            "localhost\r\nAuthorization: Bearer trs_"
                              + std::string(64, 'a') + "\r\n\r\n"};
  auto taken = reader.take(1);
  // The buffers have taken what they hold by the second time.
  for (auto i = 0; i < 2; ++i) {
    auto unused = tests::http_connection{server->address()};
    BOOST_TEST(tests::http_request(server->address(), "GET", "/livez").status
               == 200);
    pass(76);
    BOOST_TEST(unused.ends());
  }
  taken += reader.take(file_chunks * chunk_bytes);
  BOOST_TEST(taken < file_chunks * chunk_bytes);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_users_test
