#include "actors/http/uri.hpp"
#include "tests/support/unit_test.hpp"

namespace uri_test {

using namespace taskraft::http;

BOOST_AUTO_TEST_SUITE(the_target_of_a_request)

BOOST_AUTO_TEST_CASE(has_a_path_and_a_query) {
  auto found = target_of("/api/v1/tasks?q=a?b");
  BOOST_TEST(found.host.empty());
  BOOST_TEST(found.path == "/api/v1/tasks");
  BOOST_TEST(found.query == "q=a?b");
  BOOST_TEST(target_of("/").query.empty());
  BOOST_TEST(target_of("*").path == "*");
}

BOOST_AUTO_TEST_CASE(may_be_a_whole_url) {
  auto found = target_of("http://node.example:8101/api/v1/tasks?q=a");
  BOOST_TEST(found.host == "node.example:8101");
  BOOST_TEST(found.path == "/api/v1/tasks");
  BOOST_TEST(found.query == "q=a");
  BOOST_TEST(target_of("HTTPS://[::1]/livez").host == "[::1]");
  BOOST_TEST(target_of("HTTPS://[::1]/livez").path == "/livez");
  BOOST_TEST(target_of("http://node.example").path == "/");
  found = target_of("http://node.example?q=a");
  BOOST_TEST(found.path == "/");
  BOOST_TEST(found.query == "q=a");
}

BOOST_AUTO_TEST_CASE(is_no_url_of_ours_with_another_scheme_or_a_password) {
  for (const auto* text : {"ftp://localhost/livez", "http:///livez", "http://",
                           "http://ann:secret@localhost/livez", "http:/livez"})
    BOOST_TEST(target_of(text).host.empty(), text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace uri_test
