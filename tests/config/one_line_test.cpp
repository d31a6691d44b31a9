#include "config/one_line.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace one_line_test {

using namespace taskraft::config;

BOOST_AUTO_TEST_SUITE(one_line_of_text)

BOOST_AUTO_TEST_CASE(escapes_what_a_terminal_obeys) {
  BOOST_TEST(one_line("two\nlines\r\tand \x1b[2J")
             == R"(two\nlines\r\tand \u001b[2J)");
  BOOST_TEST(one_line(std::string{"a\0b\x7f", 4}) == R"(a\u0000b\u007f)");
  BOOST_TEST(one_line("\xc2\x9b") == R"(\u009b)");
}

BOOST_AUTO_TEST_CASE(keeps_everything_else) {
  for (auto text : {"", "plain text", "h\u00e4user \u2026", "C:\\path"})
    BOOST_TEST(one_line(text) == text);
}

BOOST_AUTO_TEST_CASE(quotes_a_key_that_is_not_bare) {
  BOOST_TEST(quoted_key("data_dir") == "data_dir");
  BOOST_TEST(quoted_key("") == R"("")");
  BOOST_TEST(quoted_key("a b") == R"("a b")");
  BOOST_TEST(quoted_key("a\n\"b") == R"("a\n\"b")");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace one_line_test
