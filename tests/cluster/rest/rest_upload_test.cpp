// Files that come over HTTP, with real nodes.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <array>

namespace taskraft::rest_test {

struct upload_fixture : fixture {
  upload_fixture() {
    must(201, admin, "POST", "/tasks", {{"title", "x"}});
  }

  http_answer upload(const std::string& name, const std::string& bytes,
                     const std::string& key = {},
                     std::uint64_t node = 1) const {
    auto headers = http_headers{{"Authorization", "Bearer " + admin}};
    if (!key.empty())
      headers.emplace_back("Idempotency-Key", key);
    return raw("POST", "/api/v1/tasks/1/attachments?name=" + name, headers,
               bytes, node);
  }

  /// The head of an upload whose body does not come.
  std::string head(const std::string& task, const std::string& name,
                   std::size_t size, const std::string& more = {}) const {
    return "POST /api/v1/tasks/" + task + "/attachments?name=" + name
           + " HTTP/1.1\r\nHost: " + address(1) + "\r\nAuthorization: Bearer "
           + admin + "\r\nContent-Length: " + std::to_string(size) + "\r\n"
           + more + "\r\n";
  }

  /// Bytes that are not all alike.
  static std::string bytes(std::size_t size) {
    auto text = std::string{};
    for (auto i = std::size_t{0}; text.size() < size; ++i)
      text += std::to_string(i * 7919) + ',';
    text.resize(size);
    return text;
  }
};

BOOST_AUTO_TEST_SUITE(an_upload)

BOOST_FIXTURE_TEST_CASE(comes_through_whole, upload_fixture) {
  for (auto size : {0UL, 1UL, 65'536UL, 65'537UL, 3'000'000UL}) {
    auto sent = bytes(size);
    auto name = "f" + std::to_string(size);
    auto made = upload(name, sent, {}, 2);
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto file = made.json();
    BOOST_TEST(file["size"] == size);
    auto read = raw("GET", "/api/v1/attachments/" + file["id"].dump(),
                    {{"Authorization", "Bearer " + admin}}, {}, 3);
    BOOST_TEST((read.body == sent), name);
  }
  auto big = upload("big", std::string((10UL << 20U) + 1, 'x'));
  BOOST_TEST(big.status == 413);
  BOOST_TEST(upload("largest", std::string(10UL << 20U, 'x')).status == 201);
}

BOOST_FIXTURE_TEST_CASE(is_refused_before_its_bytes_come, upload_fixture) {
  BOOST_TEST(upload("there", "x").status == 201);
  for (const auto& [task, name, status] :
       {std::tuple{"9", "new", 404}, {"1", "there", 409}}) {
    auto connection = tests::http_connection{address(1)};
    connection.send(head(task, name, 5'000'000));
    auto answer = connection.read();
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->status == status);
    BOOST_TEST(connection.ends());
  }
  // Nobody is asked to send what nobody wants.
  auto connection = tests::http_connection{address(1)};
  connection.send(head("9", "new", 5'000'000, "Expect: 100-continue\r\n"));
  BOOST_TEST(connection.read()->status == 404);
  auto wanted = tests::http_connection{address(1)};
  wanted.send(head("1", "asked", 3, "Expect: 100-continue\r\n"));
  BOOST_TEST(wanted.read_head()->status == 100);
  wanted.send("abc");
  BOOST_TEST(wanted.read()->status == 201);
}

BOOST_FIXTURE_TEST_CASE(says_which_parameter_is_wrong, upload_fixture) {
  BOOST_TEST(upload("there", "x").status == 201);
  for (const auto& [name, key, status] : {std::tuple{"a%2Fb", "", 422},
                                          {"a%2Fb", "k1", 422},
                                          {"..", "", 422},
                                          {"", "", 422},
                                          {"there", "", 409},
                                          {"there", "k2", 409}}) {
    auto answer = upload(name, "x", key);
    BOOST_TEST(answer.status == status);
    auto error = answer.json()["errors"].at(0);
    BOOST_TEST(error.value("parameter", "") == "name");
    BOOST_TEST(!error.contains("pointer"));
  }
}

BOOST_FIXTURE_TEST_CASE(says_that_its_type_is_none, upload_fixture) {
  auto answer = raw(
    "POST", "/api/v1/tasks/1/attachments?name=x",
    {{"Authorization", "Bearer " + admin}, {"Content-Type", "none"}}, "x");
  BOOST_TEST(answer.status == 422);
  auto error = answer.json()["errors"].at(0);
  BOOST_TEST(error.value("header", "") == "Content-Type");
  BOOST_TEST(!error.contains("pointer"));
}

// It held the place for an hour.
BOOST_FIXTURE_TEST_CASE(gives_its_place_back_after_an_outage, upload_fixture) {
  must(200, admin, "PATCH", "/cluster/settings", {{"uploads_per_user", 1}});
  auto connection = tests::http_connection{address(1)};
  connection.send(head("1", "lost", 400'000) + std::string(200'000, 'x'));
  BOOST_TEST(
    tests::eventually([&] { return upload("other", "x").code() == "too_many"; },
                      people_test::time_limit));
  cluster.pause(2);
  cluster.pause(3);
  connection.send(std::string(200'000, 'x'));
  auto answer = connection.read();
  cluster.resume(2);
  cluster.resume(3);
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->status >= 503);
  BOOST_TEST(
    tests::eventually([&] { return upload("another", "x").status == 201; },
                      people_test::time_limit));
}

BOOST_FIXTURE_TEST_CASE(gives_its_place_back_when_it_began_in_an_outage,
                        upload_fixture) {
  must(200, admin, "PATCH", "/cluster/settings", {{"uploads_per_user", 1}});
  for (auto node : {1UL, 2UL, 3UL}) {
    auto others = std::array{node % 3 + 1, (node + 1) % 3 + 1};
    for (auto other : others)
      cluster.pause(other);
    auto lost = upload("lost", "x", {}, node);
    for (auto other : others)
      cluster.resume(other);
    BOOST_TEST(lost.status >= 503);
  }
  BOOST_TEST(
    tests::eventually([&] { return upload("another", "x").status == 201; },
                      people_test::time_limit));
}

BOOST_FIXTURE_TEST_CASE(leaves_nothing_when_its_client_goes, upload_fixture) {
  {
    auto connection = tests::http_connection{address(1)};
    connection.send(head("1", "half", 1'000'000) + bytes(500'000));
  }
  BOOST_TEST(upload("half", bytes(1'000'000)).status == 201);
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/attachments")["items"].size()
             == 1U);
}

BOOST_FIXTURE_TEST_CASE(is_done_once_with_a_key, upload_fixture) {
  auto sent = bytes(200'000);
  auto first = upload("a", sent, "k1");
  BOOST_TEST_REQUIRE(first.status == 201);
  BOOST_TEST(first.header("idempotency-replayed") == "");
  auto again = upload("a", sent, "k1", 2);
  BOOST_TEST(again.status == 201);
  BOOST_TEST(again.header("idempotency-replayed") == "true");
  BOOST_TEST(again.json() == first.json());
  BOOST_TEST(upload("a", sent + "x", "k1").code() == "key_reused");
  BOOST_TEST(upload("b", sent, "k1").code() == "key_reused");
  // What was refused is refused again.
  auto refused = upload("a", sent, "k2");
  BOOST_TEST(refused.status == 409);
  must(204, admin, "DELETE", "/attachments/" + first.json()["id"].dump());
  auto same = upload("a", sent, "k2");
  BOOST_TEST(same.status == 409);
  BOOST_TEST(same.header("idempotency-replayed") == "true");
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/attachments")["items"].empty());
}

BOOST_FIXTURE_TEST_CASE(is_done_once_whatever_became_of_its_task,
                        upload_fixture) {
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "x"}});
  must(200, admin, "PATCH", "/tasks/1", {{"project", "OPS"}});
  auto sent = bytes(200'000);
  auto first = upload("a", sent, "k1");
  BOOST_TEST_REQUIRE(first.status == 201);
  auto is_first = [&](const http_answer& again) {
    BOOST_TEST(again.status == 201, again.body);
    BOOST_TEST(again.header("idempotency-replayed") == "true");
    BOOST_TEST(again.json() == first.json());
  };
  must(204, admin, "DELETE", "/tasks/1");
  is_first(upload("a", sent, "k1", 2));
  BOOST_TEST(upload("a", sent + "x", "k1").code() == "key_reused");
  BOOST_TEST(upload("a", sent, "k2").code() == "in_trash");
  BOOST_TEST(upload("b", sent, "k3").code() == "in_trash");
  must(200, admin, "POST", "/tasks/1/restore");
  must(200, admin, "PATCH", "/projects/OPS", {{"archived", true}});
  is_first(upload("a", sent, "k1", 3));
  BOOST_TEST(upload("b", sent, "k4").code() == "archived");
}

BOOST_FIXTURE_TEST_CASE(is_done_once_for_who_may_only_look_now,
                        upload_fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "PUT", "/tasks/1/shares/ann", {{"role", "member"}});
  auto send = [&](const std::string& name) {
    return raw("POST", "/api/v1/tasks/1/attachments?name=" + name,
               {{"Authorization", "Bearer " + ann}, {"Idempotency-Key", name}},
               bytes(100'000));
  };
  auto first = send("a");
  BOOST_TEST_REQUIRE(first.status == 201, first.body);
  must(200, admin, "PUT", "/tasks/1/shares/ann", {{"role", "viewer"}});
  auto again = send("a");
  BOOST_TEST(again.status == 201, again.body);
  BOOST_TEST(again.json() == first.json());
  BOOST_TEST(send("b").status == 403);
}

BOOST_FIXTURE_TEST_CASE(is_no_other_request_to_its_key, fixture) {
  auto key = http_headers{{"Idempotency-Key", "change"}};
  auto first = ask(admin, "POST", "/cluster/snapshot", nullptr, key);
  BOOST_TEST(first.status == 200);
  auto again = ask(admin, "POST", "/cluster/snapshot", nullptr, key, 2);
  BOOST_TEST(again.status == 200);
  BOOST_TEST(again.header("idempotency-replayed") == "true");
  BOOST_TEST(ask(admin, "POST", "/cluster/checksum", nullptr, key).code()
             == "key_reused");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
