#include "actors/http/rules.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace rules_test {

using namespace taskraft::http;

request with(header_list headers, verb method = verb::post) {
  auto x = request{};
  x.method = method;
  x.headers = std::move(headers);
  x.peer_address = "192.0.2.7";
  return x;
}

own_names own() {
  auto x = own_names{};
  x.hosts = {"tasks.example.org", "127.0.0.1:8101"};
  x.trusted_proxies = {"192.0.2.7", "192.0.2.8"};
  return x;
}

bool is_host(const std::string& name) {
  auto from = origin_of_request{};
  from.host = name;
  return !check_host(from, own());
}

BOOST_AUTO_TEST_SUITE(rules_of_http)

BOOST_AUTO_TEST_CASE(know_the_nodes_own_names) {
  for (auto name :
       {"127.0.0.1:8101", "127.0.0.1:9", "127.8.9.10", "localhost",
        "[::1]:8101", "tasks.example.org", "tasks.example.org:8443"})
    BOOST_TEST(is_host(name), name);
  for (auto name : {"", "evil.example.org", "localhost.example.org",
                    "tasks.example.org.evil.org", "10.0.0.1", "127.evil.org",
                    "127.0.0.1.evil.org", "127.1", "[::1]evil.org", "[::1"})
    BOOST_TEST(!is_host(name), name);
}

BOOST_AUTO_TEST_CASE(believe_only_trusted_proxies) {
  auto x = with({{"host", "inner"},
                 {"x-forwarded-for", "203.0.113.5, 198.51.100.1, 192.0.2.8"},
                 {"x-forwarded-proto", "https"},
                 {"x-forwarded-host", "Tasks.example.org:443"}});
  auto from = origin_of(x, own());
  BOOST_TEST(from.address == "198.51.100.1");
  BOOST_TEST(from.scheme == "https");
  BOOST_TEST(from.host == "tasks.example.org");
  x.peer_address = "203.0.113.9";
  from = origin_of(x, own());
  BOOST_TEST(from.address == "203.0.113.9");
  BOOST_TEST(from.scheme == "http");
  BOOST_TEST(from.host == "inner");
}

// It is stored with the login, where MySQL has room for 64 bytes: its nodes
// ended over that entry, for ever.
BOOST_AUTO_TEST_CASE(take_nothing_for_an_address_that_is_none) {
  auto address = [](const std::string& forwarded) {
    return origin_of(with({{"x-forwarded-for", forwarded}}), own()).address;
  };
  auto proxy = address("");
  BOOST_TEST(address("2001:db8::1") == "2001:db8::1");
  BOOST_TEST(address("198.51.100.1:4711") == "198.51.100.1:4711");
  BOOST_TEST(address(std::string(65, '1')) == proxy);
  BOOST_TEST(address("caf\xe9") == proxy);
  BOOST_TEST(address("a b") == proxy);
}

BOOST_AUTO_TEST_CASE(read_lines_of_one_header_as_one_list) {
  // The proxy's line counts although the client's line comes first.
  auto x = with({{"x-forwarded-for", "203.0.113.66"},
                 {"idempotency-key", "first"},
                 {"if-none-match", "\"1\""},
                 {"cookie", "other=1"},
                 {"host", "inner"},
                 {"if-match", "*"},
                 {"x-forwarded-for", "198.51.100.1"},
                 {"if-match", "\"1\""},
                 {"cookie", "taskraft=secret"},
                 {"if-none-match", "\"2\""},
                 {"idempotency-key", "second"}});
  join_lines(x.headers);
  BOOST_TEST(x.headers.size() == 6U);
  BOOST_TEST(origin_of(x, own()).address == "198.51.100.1");
  BOOST_TEST(origin_of(x, own()).host == "inner");
  BOOST_TEST(is_known_tag(x, "\"2\""));
  BOOST_TEST(conditions_of(x).tags == (std::vector<std::string>{"*", "\"1\""}));
  BOOST_TEST(credential_of(x, false)->secret == "secret");
  // None of two is the one.
  BOOST_TEST(problem_in(idempotency_key_of(x)) != nullptr);
}

BOOST_AUTO_TEST_CASE(know_what_a_proxy_has_forwarded) {
  for (auto name : {"forwarded", "x-forwarded-for", "x-forwarded-host",
                    "x-forwarded-proto", "x-real-ip"})
    BOOST_TEST(is_forwarded(with({{"host", "a"}, {name, "b"}})), name);
  BOOST_TEST(!is_forwarded(with({{"host", "a"}, {"x-forward", "b"}})));
}

BOOST_AUTO_TEST_CASE(keep_other_sites_from_using_a_cookie) {
  auto from = origin_of_request{};
  from.host = "tasks.example.org";
  auto passes = [&](header_list headers, verb method = verb::post) {
    return !check_same_origin(with(std::move(headers), method), from);
  };
  BOOST_TEST(passes({{"cookie", "a"}, {"sec-fetch-site", "same-origin"}}));
  BOOST_TEST(passes({{"cookie", "a"}, {"origin", "http://tasks.example.org"}}));
  BOOST_TEST(
    passes({{"cookie", "a"}, {"origin", "http://tasks.example.org:80"}}));
  BOOST_TEST(passes({{"authorization", "Bearer x"}, {"origin", "null"}}));
  BOOST_TEST(passes({{"cookie", "a"}}, verb::get));
  BOOST_TEST(passes({}));
  BOOST_TEST(!passes({{"cookie", "a"}}));
  BOOST_TEST(!passes({{"origin", "null"}}));
  BOOST_TEST(!passes({{"origin", "https://tasks.example.org"}}));
  BOOST_TEST(!passes({{"origin", "http://tasks.example.org:8080"}}));
  BOOST_TEST(!passes({{"sec-fetch-site", "same-site"}}));
  BOOST_TEST(!passes({{"origin", "http://tasks.example.org"},
                      {"sec-fetch-site", "cross-site"}}));
}

BOOST_AUTO_TEST_CASE(answer_json_to_who_takes_it) {
  auto passes = [](const char* accept) {
    return !check_accept(with({{"accept", accept}}), {});
  };
  for (auto accept : {"", "*/*", "application/json", "text/html, */*;q=0.1",
                      "application/json; charset=utf-8", "APPLICATION/JSON"})
    BOOST_TEST(passes(accept), accept);
  for (auto accept : {"text/html", "application/xml", "application/json;q=0",
                      "application/json; q=0.0, */*"})
    BOOST_TEST(!passes(accept), accept);
}

BOOST_AUTO_TEST_CASE(answer_a_stream_to_who_takes_it) {
  auto passes = [](const char* accept) {
    return !check_accept(with({{"accept", accept}}), "text/event-stream",
                         false);
  };
  for (auto accept : {"", "*/*", "text/*", "text/event-stream",
                      "application/json, Text/Event-Stream;q=0.5",
                      "application/json;q=0, */*"})
    BOOST_TEST(passes(accept), accept);
  for (auto accept : {"application/json", "application/problem+json",
                      "text/html", "text/event-stream;q=0, */*"})
    BOOST_TEST(!passes(accept), accept);
}

BOOST_AUTO_TEST_CASE(answer_in_the_type_that_comes_before_json) {
  auto is_csv = [](const char* accept) {
    return prefers(with({{"accept", accept}}), "text/csv");
  };
  for (auto accept :
       {"text/csv", "text/csv;q=0.5, */*", "text/*",
        "text/csv, application/json", "application/json;q=0, text/csv"})
    BOOST_TEST(is_csv(accept), accept);
  for (auto accept : {"", "*/*", "application/json, text/csv",
                      "text/csv;q=0, application/json"})
    BOOST_TEST(!is_csv(accept), accept);
}

BOOST_AUTO_TEST_CASE(read_the_revision_that_a_change_expects) {
  auto of = [](const char* tag) {
    return conditions_of(with({{"if-match", tag}}));
  };
  BOOST_TEST(*of("\"42\"").expected_rev == 42U);
  BOOST_TEST(!of("*").expected_rev);
  BOOST_TEST(!of("*").never_matches);
  BOOST_TEST(of("*").has_if_match);
  for (auto tag : {"W/\"42\"", "42", "\"\"", "\"x\"", "\"0\"", "W/\"1\", 2, *"})
    BOOST_TEST(of(tag).never_matches, tag);
  BOOST_TEST(conditions_of(with({{"if-none-match", "*"}})).only_new);
}

BOOST_AUTO_TEST_CASE(read_several_revisions_of_which_a_change_expects_any) {
  auto several = conditions_of(with({{"if-match", "\"7\", W/\"8\",\"9\""}}));
  BOOST_TEST(several.any_of == (std::vector<std::uint64_t>{7, 9}));
  BOOST_TEST(several.expected_rev.value() == 7U);
  // Where only one can match there is nothing to choose.
  auto single = conditions_of(with({{"if-match", "W/\"7\", \"8\", \"8\""}}));
  BOOST_TEST(single.any_of.empty());
  BOOST_TEST(single.expected_rev.value() == 8U);
}

BOOST_AUTO_TEST_CASE(compare_what_a_client_has_already) {
  auto known = [](const char* tags) {
    return is_known_tag(with({{"if-none-match", tags}}), "\"7\"");
  };
  for (auto tags : {"\"7\"", "W/\"7\"", "\"6\", \"7\"", "*"})
    BOOST_TEST(known(tags), tags);
  for (auto tags : {"\"8\"", "7", ""})
    BOOST_TEST(!known(tags), tags);
}

BOOST_AUTO_TEST_CASE(take_idempotency_keys_with_quotes_or_without) {
  auto of = [](const std::string& key) {
    return idempotency_key_of(with({{"idempotency-key", key}}));
  };
  BOOST_TEST(std::get<0>(of("\"abc\"")).value() == "abc");
  BOOST_TEST(std::get<0>(of("abc")).value() == "abc");
  BOOST_TEST(!std::get<0>(idempotency_key_of(with({}))));
  for (const auto& key :
       {std::string{}, std::string{"\"\""}, std::string{"a b"},
        std::string{"\xc3\xa4"}, std::string(256, 'x')})
    BOOST_TEST(std::get<problem>(of(key)).status == 400U, key);
}

BOOST_AUTO_TEST_CASE(give_each_user_keys_of_their_own) {
  BOOST_TEST(request_id_of("ann", "k") == request_id_of("ann", "k"));
  BOOST_TEST(request_id_of("ann", "k") != request_id_of("bob", "k"));
  BOOST_TEST(request_id_of("ann", "bk") != request_id_of("annb", "k"));
}

BOOST_AUTO_TEST_CASE(know_a_request_by_its_fingerprint) {
  auto x = with({{"if-match", "\"1\""}});
  x.path = "/tasks";
  auto first = fingerprint_of(x, "{}");
  BOOST_TEST(fingerprint_of(x, "{}") == first);
  BOOST_TEST(fingerprint_of(x, "{ }") != first);
  auto other = x;
  other.query = "a=b";
  BOOST_TEST(fingerprint_of(other, "{}") != first);
  other = x;
  other.headers.clear();
  BOOST_TEST(fingerprint_of(other, "{}") != first);
  other = x;
  other.method = verb::put;
  BOOST_TEST(fingerprint_of(other, "{}") != first);
}

BOOST_AUTO_TEST_CASE(find_the_credential) {
  auto bearer = credential_of(
    with({{"authorization", "bearer trt_1"}, {"cookie", "taskraft=trs_2"}}),
    false);
  BOOST_TEST(bearer->secret == "trt_1");
  BOOST_TEST(!bearer->is_cookie);
  auto cookie = with({{"cookie", "a=b; taskraft=trs_2"}});
  BOOST_TEST(credential_of(cookie, false)->secret == "trs_2");
  BOOST_TEST(credential_of(cookie, false)->is_cookie);
  BOOST_TEST(!credential_of(cookie, true));
  BOOST_TEST(
    credential_of(with({{"cookie", "__Host-taskraft=trs_2"}}), true)->secret
    == "trs_2");
  BOOST_TEST(credential_of(with({{"authorization", "Basic x"}}), false)->secret
             == "");
  BOOST_TEST(!credential_of(with({}), false));
}

BOOST_AUTO_TEST_CASE(name_a_request_by_its_key) {
  auto x = with({{"authorization", "Bearer a"}});
  x.path = "/tasks";
  auto name = keyed_request_id(x, "k");
  BOOST_TEST(name.size() == 32U);
  BOOST_TEST(keyed_request_id(x, "l") != name);
  auto other = x;
  other.headers = {{"authorization", "Bearer b"}};
  BOOST_TEST(keyed_request_id(other, "k") == name);
  other.query = "a=b";
  BOOST_TEST(keyed_request_id(other, "k") != name);
  other = x;
  other.path = "/users";
  BOOST_TEST(keyed_request_id(other, "k") != name);
  other = x;
  other.method = verb::put;
  BOOST_TEST(keyed_request_id(other, "k") != name);
}

BOOST_AUTO_TEST_CASE(pass_on_only_plain_request_ids) {
  BOOST_TEST(*foreign_request_id(with({{"request-id", "a.B_1-"}})) == "a.B_1-");
  for (const auto& id : {std::string{}, std::string{"a b"}, std::string{"<"},
                         std::string(65, 'x')})
    BOOST_TEST(!foreign_request_id(with({{"request-id", id}})), id);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rules_test
