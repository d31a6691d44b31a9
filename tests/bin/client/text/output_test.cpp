#include "bin/client/text/output.hpp"
#include "tests/support/unit_test.hpp"

#include <clocale>

namespace output_test {

using namespace taskraft::client;

struct fixture {
  fixture() {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    rows.add({{"1"}, {"Buy milk"}, {"todo", tint::green}});
    rows.add({{"42"}, {"Köln 東京"}, {"in_progress"}});
  }

  table rows{{"ID", "TITLE", "STATUS"}, 1};
  output_style pipe;
  output_style terminal{.terminal = true, .colour = false, .width = 80};
};

BOOST_FIXTURE_TEST_SUITE(a_table, fixture)

BOOST_AUTO_TEST_CASE(is_aligned_on_a_terminal) {
  BOOST_TEST(rows.render(terminal)
             == "ID  TITLE      STATUS\n"
                "1   Buy milk   todo\n"
                "42  Köln 東京  in_progress\n");
}

BOOST_AUTO_TEST_CASE(is_tab_separated_without_header_at_a_pipe) {
  BOOST_TEST(rows.render(pipe)
             == "1\tBuy milk\ttodo\n42\tKöln 東京\tin_progress\n");
}

BOOST_AUTO_TEST_CASE(is_broken_at_spaces) {
  using lines = std::vector<std::string>;
  BOOST_TEST(wrapped("one two three", 7) == (lines{"one two", "three"}));
  BOOST_TEST(wrapped("\u00e4\u00e4 \u00e4\u00e4 x", 5)
             == (lines{"\u00e4\u00e4 \u00e4\u00e4", "x"}));
  BOOST_TEST(wrapped("a /a/long/path b", 4)
             == (lines{"a", "/a/long/path", "b"}));
  BOOST_TEST(wrapped("", 4).empty());
}

BOOST_AUTO_TEST_CASE(cuts_the_flexible_column_on_a_narrow_terminal) {
  rows.add({{"7"}, {"A title that goes on and on"}, {"todo"}});
  terminal.width = 30;
  BOOST_TEST(rows.render(terminal)
             == "ID  TITLE          STATUS\n"
                "1   Buy milk       todo\n"
                "42  Köln 東京      in_progress\n"
                "7   A title that…  todo\n");
}

BOOST_AUTO_TEST_CASE(is_coloured_only_if_told) {
  terminal.colour = true;
  BOOST_TEST(rows.render(terminal).find("\x1b[32mtodo\x1b[0m")
             != std::string::npos);
  BOOST_TEST(rows.render(pipe).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_coloured_unless_the_environment_says_no) {
  BOOST_TEST(wants_colour(nullptr, "xterm-256color"));
  BOOST_TEST(wants_colour(nullptr, nullptr));
  // https://no-color.org: an empty value does not count.
  BOOST_TEST(wants_colour("", "xterm"));
  BOOST_TEST(!wants_colour("1", "xterm"));
  BOOST_TEST(!wants_colour(nullptr, "dumb"));
}

BOOST_AUTO_TEST_CASE(keeps_one_line_a_row_whatever_the_text) {
  rows.add({{"8"}, {"a\tb\nc\\d\r"}, {"todo"}});
  BOOST_TEST(rows.render(pipe).find("8\ta\\tb\\nc\\\\d\\r\ttodo\n")
             != std::string::npos);
  BOOST_TEST(rows.render(terminal).find("a b c\\d\uFFFD") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(text_of_others, fixture)

BOOST_AUTO_TEST_CASE(cannot_command_a_terminal) {
  BOOST_TEST(printable("\x1b[2Jx\u009b2Jy\u202ez")
             == "\uFFFD[2Jx\uFFFD2Jy"
                "\uFFFDz");
  BOOST_TEST(printable_lines("a\nb\x07") == "a\nb\uFFFD");
}

// Issue 9, fault 15.
BOOST_AUTO_TEST_CASE(is_escaped_in_rows_and_errors) {
  BOOST_TEST(escaped("\x1b[2Jx\u009by\u202ez\x7f")
             == "\\u001b[2Jx\\u009by\\u202ez\\u007f");
  BOOST_TEST(escaped("\u200f\u2028\u2066Köln 東京")
             == "\\u200f\\u2028\\u2066Köln 東京");
  BOOST_TEST(escaped("a\x9b\\") == "a\\x9b\\\\");
  BOOST_TEST(on_one_line("a\n\\\x1b\xff") == "a\\n\\\\u001b\\xff");
  auto titles = table{{"TITLE"}};
  titles.add({{"\x1b[2J"}});
  BOOST_TEST(titles.render({}) == "\\u001b[2J\n");
}

BOOST_AUTO_TEST_CASE(is_escaped_in_json) {
  BOOST_TEST(escaped_json("{\n  \"a\": \"\x7f\u009b\u202eé\"\n}")
             == "{\n  \"a\": \"\\u007f\\u009b\\u202eé\"\n}");
}

BOOST_AUTO_TEST_CASE(is_repaired_where_it_is_not_utf8) {
  BOOST_TEST(printable("a\xff\xc3") == "a\uFFFD\uFFFD");
  BOOST_TEST(printable("\xc0\xaf") == "\uFFFD\uFFFD");
}

BOOST_AUTO_TEST_CASE(is_recognised_as_utf8) {
  BOOST_TEST(is_utf8("Köln 東京 🚀"));
  for (auto text : {"\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                    "\xe0\x80\x80", "\xc3x"})
    BOOST_TEST(!is_utf8(text));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace output_test
