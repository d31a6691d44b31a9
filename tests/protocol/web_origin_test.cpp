#include "protocol/web_origin.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace web_origin_test {

using taskraft::protocol::parse_web_origin;

std::string parsed(std::string_view text) {
  return parse_web_origin(text).value_or("none");
}

BOOST_AUTO_TEST_SUITE(a_web_origin)

BOOST_AUTO_TEST_CASE(is_what_browsers_send) {
  for (auto text : {"http://127.0.0.1:8101", "https://tasks.example.org",
                    "http://[::1]:8101", "http://node_1:8080"})
    BOOST_TEST(parsed(text) == text);
  BOOST_TEST(parsed("HTTPS://Tasks.Example.org:443")
             == "https://tasks.example.org");
  BOOST_TEST(parsed("http://a:80") == "http://a");
  BOOST_TEST(parsed("http://a:443") == "http://a:443");
}

BOOST_AUTO_TEST_CASE(is_nothing_else) {
  for (
    auto text :
    {"",           "null",         "http://",        "ftp://a",    "a:80",
     "http://a/",  "http://a?b",   "http://a#b",     "http://u@a", "http://a:",
     "http://a:0", "http://a:080", "http://a:65536", "http://a b", "http://a;b",
     "http://a'b", "http://[::1",  "http://::1",     "http://[]",  "http://-a",
     "http://a.",  "http://a..b",  "http://*.a",     "http://a\n", " http://a",
     "http://\xc3"})
    BOOST_TEST(parsed(text) == "none", text);
  BOOST_TEST(parsed("http://" + std::string(254, 'a')) == "none");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace web_origin_test
