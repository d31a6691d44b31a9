// Bytes that no friendly client sends to a node's HTTP.

#include "tests/cluster/rest/rest_fixture.hpp"

namespace taskraft::hostile_http_test {

/// A cluster of one, where nobody logs in.
struct open_node {
  tests::process_cluster cluster{1};

  open_node() {
    cluster.start_all();
    cluster.leader();
  }

  /// The status of the answer, which the connection must not outlive.
  int refused(const std::string& bytes) const {
    auto connection = tests::http_connection{cluster.place(1).http_address};
    connection.send(bytes);
    auto answer = connection.read();
    BOOST_TEST(connection.ends(), bytes);
    return answer ? answer->status : 0;
  }
};

constexpr auto post = "POST /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\n"
                      "Content-Type: application/json\r\n";

BOOST_AUTO_TEST_SUITE(a_hostile_client)

BOOST_FIXTURE_TEST_CASE(cannot_smuggle_requests, open_node) {
  auto chunked = std::string{post} + "Transfer-Encoding: chunked\r\n";
  for (const auto& bytes : std::vector<std::string>{
         std::string{post}
           + "Content-Length: 2\r\nTransfer-Encoding: "
             "chunked\r\n\r\n0\r\n\r\n",
         chunked + "Content-Length: 2\r\n\r\n0\r\n\r\n",
         std::string{post} + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
         std::string{post} + "Content-Length: 2, 2\r\n\r\n{}",
         std::string{post} + "Content-Length: +2\r\n\r\n{}",
         std::string{post} + "Content-Length: 0x2\r\n\r\n{}",
         std::string{post} + "Content-Length: -1\r\n\r\n{}",
         std::string{post} + "Content-Length : 2\r\n\r\n{}",
         std::string{post} + "Transfer-Encoding: identity\r\n\r\n{}",
         std::string{post}
           + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         std::string{post}
           + "Transfer-Encoding: chunked\r\nTransfer-Encoding: "
             "chunked\r\n\r\n0\r\n\r\n",
         std::string{post} + "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
         std::string{post} + "X: a\nContent-Length: 2\r\n\r\n{}",
         chunked + "\r\n2;x=y\r\n{}\r\n0\r\n\r\n",
         chunked + "\r\nzz\r\n{}\r\n0\r\n\r\n",
         "GET /livez HTTP/1.1\r\n\r\n",
         "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
         "GET /livez HTTP/1.1\nHost: a\n\n",
         "GET /livez HTTP/3.0\r\nHost: a\r\n\r\n",
         "\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n",
         "GET  /livez HTTP/1.1\r\nHost: a\r\n\r\n",
         "\x16\x03\x01\x02\r\n"})
    BOOST_TEST(refused(bytes) == 400, bytes);
}

BOOST_FIXTURE_TEST_CASE(cannot_send_without_end, open_node) {
  BOOST_TEST(refused("GET /livez HTTP/1.1\r\nX: " + std::string(20'000, 'x'))
             == 431);
  BOOST_TEST(refused(std::string{post} + "Content-Length: 99999999999\r\n\r\n")
             == 413);
  BOOST_TEST(refused(std::string{post}
                     + "Transfer-Encoding: chunked\r\n\r\n"
                       "A0000\r\n"
                     + std::string(0xA0000, 'x') + "\r\n0\r\n\r\n")
             == 413);
}

BOOST_FIXTURE_TEST_CASE(may_send_many_requests_at_once, open_node) {
  auto connection = tests::http_connection{cluster.place(1).http_address};
  auto all = std::string{};
  for (auto i = 0; i < 50; ++i)
    all += std::string{post} + "Content-Length: 13\r\n\r\n{\"title\":\"a\"}"
           + "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n";
  connection.send(all);
  for (auto i = 0; i < 50; ++i) {
    auto made = connection.read();
    BOOST_TEST_REQUIRE(made.has_value());
    BOOST_TEST(made->json()["id"] == i + 1);
    BOOST_TEST(connection.read()->status == 200);
  }
}

BOOST_FIXTURE_TEST_CASE(may_send_byte_by_byte_or_in_chunks, open_node) {
  auto connection = tests::http_connection{cluster.place(1).http_address};
  for (auto byte : std::string{post}
                     + "Transfer-Encoding: chunked\r\n\r\n"
                       "4\r\n{\"ti\r\n9\r\ntle\":\"a\"}\r\n0\r\n\r\n")
    connection.send(std::string(1, byte));
  BOOST_TEST(connection.read()->status == 201);
  connection.send(std::string{post}
                  + "Expect: 100-continue\r\nContent-Length: 13\r\n\r\n");
  BOOST_TEST(connection.read()->status == 100);
  connection.send("{\"title\":\"b\"}");
  BOOST_TEST(connection.read()->status == 201);
  connection.send("GET /livez HTTP/1.0\r\n\r\n");
  BOOST_TEST(connection.read()->status == 200);
  BOOST_TEST(connection.ends());
}

BOOST_FIXTURE_TEST_CASE(cannot_keep_a_request_open, open_node) {
  auto slow = tests::http_connection{cluster.place(1).http_address};
  slow.send("GET /livez HTTP/1.1\r\n");
  auto has_ended = [&] {
    slow.send("X: y\r\n");
    return slow.ends();
  };
  BOOST_TEST(tests::eventually(has_ended, std::chrono::seconds{20}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::hostile_http_test
