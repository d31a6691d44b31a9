#include "actors/http/page_files.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <string>

namespace page_files_test {

using namespace taskraft::http;

constexpr auto files = std::array{
  page_file{"assets/a-1.js", "text/javascript", "d1", "script", "packed"},
  page_file{"index.html", "text/html", "d2",
            R"(<meta name="taskraft-base" content="/"><a href="./assets/a">)",
            "page packed"},
  page_file{"sw.js", "text/javascript", "d3", "worker", "worker packed"},
};

std::optional<response>
get(const std::string& path, header_list headers = {},
    std::string_view base_path = "/", verb method = verb::get,
    const std::string& member = "http://127.0.0.1:8102") {
  auto x = request{};
  x.method = method;
  x.path = path;
  x.headers = std::move(headers);
  return page_response(x, base_path, {member}, files);
}

const auto person = header_list{{"accept", "text/html,*/*"}};

std::string header(const std::optional<response>& x, std::string_view name) {
  const auto* value = x ? x->header(name) : nullptr;
  return value == nullptr ? "" : *value;
}

BOOST_AUTO_TEST_SUITE(the_page)

BOOST_AUTO_TEST_CASE(lies_in_the_program) {
  BOOST_TEST(page_files().size() > 3U);
  auto x = request{};
  x.path = "/";
  auto found = page_response(x, "/", {}, page_files());
  BOOST_REQUIRE(found);
  BOOST_TEST(found->body.find("<title>taskraft</title>") != std::string::npos);
  for (const auto& each : page_files())
    BOOST_TEST(each.gzip.starts_with("\x1f\x8b"), each.name);
}

BOOST_AUTO_TEST_CASE(answers_every_path_that_a_person_opens) {
  for (auto path : {"/", "/p/OPS/board", "/t/42", "/login"}) {
    auto found = get(path, person);
    BOOST_REQUIRE(found);
    BOOST_TEST(found->content_type == "text/html");
    BOOST_TEST(header(found, "Cache-Control") == "no-cache");
  }
  BOOST_TEST(!get("/p/OPS/board"));
  BOOST_TEST(!get("/api/v1/nothing", person));
  BOOST_TEST(!get("/", person, "/", verb::post));
}

BOOST_AUTO_TEST_CASE(is_only_where_it_and_its_files_are) {
  for (auto path : {"/", "/index.html", "/sw.js", "/assets/a-1.js"})
    BOOST_TEST(is_page_path(path, "/", files), path);
  for (auto path : {"/t/42", "/assets/", "/api/v1/tasks", ""})
    BOOST_TEST(!is_page_path(path, "/", files), path);
  BOOST_TEST(is_page_path("/base/", "/base/", files));
  BOOST_TEST(!is_page_path("/", "/base/", files));
}

BOOST_AUTO_TEST_CASE(keeps_files_named_by_their_content_for_ever) {
  auto found = get("/assets/a-1.js");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->body == "script");
  BOOST_TEST(header(found, "Cache-Control")
             == "public, max-age=31536000, immutable");
  BOOST_TEST(header(get("/sw.js"), "Cache-Control") == "no-cache");
}

BOOST_AUTO_TEST_CASE(is_compressed_for_who_takes_that) {
  auto found = get("/assets/a-1.js", {{"accept-encoding", "gzip, br"}});
  BOOST_REQUIRE(found);
  BOOST_TEST(found->body == "packed");
  BOOST_TEST(header(found, "Content-Encoding") == "gzip");
}

BOOST_AUTO_TEST_CASE(is_not_sent_again_to_who_has_it) {
  auto tag = header(get("/sw.js"), "ETag");
  auto again = get("/sw.js", {{"if-none-match", tag}});
  BOOST_REQUIRE(again);
  BOOST_TEST(again->status == 304U);
  BOOST_TEST(again->body.empty());
  auto page = get("/", {{"if-none-match", header(get("/"), "ETag")}});
  BOOST_TEST(page->status == 304U);
  BOOST_TEST(!header(page, "Content-Security-Policy").empty());
}

BOOST_AUTO_TEST_CASE(is_sent_again_once_it_may_connect_elsewhere) {
  auto tag = header(get("/"), "ETag");
  auto now = get("/", {{"if-none-match", tag}}, "/", verb::get,
                 "http://127.0.0.1:8103");
  BOOST_TEST(now->status == 200U);
  BOOST_TEST(header(now, "ETag") != tag);
}

BOOST_AUTO_TEST_CASE(has_a_tag_for_each_encoding) {
  auto plain = header(get("/sw.js"), "ETag");
  auto packed
    = get("/sw.js", {{"accept-encoding", "gzip"}, {"if-none-match", plain}});
  BOOST_TEST(packed->status == 200U);
  BOOST_TEST(header(packed, "ETag") != plain);
}

BOOST_AUTO_TEST_CASE(knows_under_which_path_it_is_served) {
  auto found = get("/tasks/inbox", person, "/tasks/");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->body
             == R"(<meta name="taskraft-base" content="/tasks/">)"
                R"(<a href="/tasks/assets/a">)");
  BOOST_TEST(!get("/inbox", person, "/tasks/"));
}

BOOST_AUTO_TEST_CASE(says_what_a_browser_may_do_with_it) {
  auto policy = header(get("/"), "Content-Security-Policy");
  for (auto rule :
       {"default-src 'self'", "connect-src 'self' http://127.0.0.1:8102;",
        "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'",
        "form-action 'self'", "require-trusted-types-for 'script'"})
    BOOST_TEST(policy.find(rule) != std::string::npos, rule);
  BOOST_TEST(header(get("/"), "Referrer-Policy") == "no-referrer");
}

// Behind a proxy it was there once for each node.
BOOST_AUTO_TEST_CASE(names_an_address_of_several_members_once) {
  BOOST_TEST(content_security_policy({"https://a", "https://b", "https://a"})
             == content_security_policy({"https://a", "https://b"}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace page_files_test
