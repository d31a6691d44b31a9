// Clients of the nodes' HTTP, with the people of a cluster.

#pragma once

#include "tests/cluster/people_fixture.hpp"
#include "tests/support/http/http_client.hpp"
#include "tests/support/http/openapi_check.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace taskraft::rest_test {

using nlohmann::json;
using tests::http_answer;
using tests::http_headers;

inline const http_headers as_json = {{"Content-Type", "application/json"}};

struct fixture : people_test::fixture {
  fixture()
    : api(raw("GET", "/api/v1/openapi.json").json()),
      admin(log_in_over_http("admin", "the first password")) {
  }

  std::string address(std::uint64_t node) const {
    return cluster.place(node).http_address;
  }

  http_answer raw(const std::string& method, const std::string& target,
                  const http_headers& headers = {},
                  const std::string& body = {}, std::uint64_t node = 1) const {
    return tests::http_request(address(node), method, target, headers, body);
  }

  /// A request below /api/v1 with a token; a body makes it JSON.
  http_answer ask(const std::string& token, const std::string& method,
                  const std::string& path, const json& body = nullptr,
                  http_headers headers = {}, std::uint64_t node = 1) const {
    headers.emplace_back("Authorization", "Bearer " + token);
    if (!body.is_null())
      headers.emplace_back("Content-Type", "application/json");
    auto answer = raw(method, "/api/v1" + path, headers,
                      body.is_null() ? std::string{} : body.dump(), node);
    // Whatever a test is about, its answers must be as described.
    if (method != "HEAD")
      BOOST_TEST(tests::objection_to(api, method, path, answer) == "",
                 method + ' ' + path + ": " + answer.body);
    return answer;
  }

  /// The same, and its status must be this one.
  json must(int status, const std::string& token, const std::string& method,
            const std::string& path, const json& body = nullptr,
            const http_headers& headers = {}, std::uint64_t node = 1) const {
    auto answer = ask(token, method, path, body, headers, node);
    BOOST_TEST(answer.status == status,
               method + ' ' + path + ": " + answer.body);
    return answer.json();
  }

  std::string log_in_over_http(const std::string& name,
                               const std::string& password,
                               std::uint64_t node = 1) const {
    auto answer
      = raw("POST", "/api/v1/auth/login", as_json,
            json{{"username", name}, {"password", password}}.dump(), node);
    BOOST_TEST_REQUIRE(answer.status == 200, answer.body);
    return answer.json()["token"].get<std::string>();
  }

  /// A user, and the token of their login.
  std::string hire_over_http(const std::string& name) const {
    must(201, admin, "POST", "/users",
         {{"username", name}, {"password", "password of " + name}});
    return log_in_over_http(name, "password of " + name);
  }

  /// What the node says of its API.
  json api;
  std::string admin;
};

} // namespace taskraft::rest_test
