#include "protocol/tasks/text.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace text_test {

using namespace taskraft::tasks;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(is_counted_in_code_points) {
  BOOST_TEST(count_characters("").value() == 0U);
  BOOST_TEST(count_characters("abc").value() == 3U);
  BOOST_TEST(count_characters("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80").value()
             == 3U);
  BOOST_TEST(count_characters("a\0b"s).value() == 3U);
  BOOST_TEST(count_characters("\xf4\x8f\xbf\xbf").value() == 1U);
}

BOOST_AUTO_TEST_CASE(is_not_what_utf8_forbids) {
  for (const auto* bytes : {
         "\xff",             // never a byte of UTF-8
         "\x80",             // a continuation without a beginning
         "\xc3",             // cut off
         "\xe2\x82",         // cut off
         "\xc3(",            // no continuation follows
         "\xc0\xaf",         // longer than needed
         "\xe0\x80\xaf",     // longer than needed
         "\xed\xa0\x80",     // a surrogate
         "\xf4\x90\x80\x80", // beyond U+10FFFF
       })
    BOOST_TEST(!count_characters("good"s + bytes).has_value());
}

BOOST_AUTO_TEST_CASE(turns_its_direction_with_certain_characters) {
  for (const auto* text : {"a\xe2\x80\xae", "\xd8\x9c", "\xe2\x80\x8f",
                           "\xe2\x80\xaa", "\xe2\x81\xa6", "\xe2\x81\xa9"})
    BOOST_TEST(holds_bidi(text));
  for (const auto* text : {"", "plan.txt", "\xd7\x90", "\xe2\x80\xaf",
                           "\xe2\x81\xaa", "\xe2\x80\x8b"})
    BOOST_TEST(!holds_bidi(text));
}

BOOST_AUTO_TEST_CASE(is_blank_if_all_of_it_is_white_space) {
  for (const auto* blank : {
         "", " ", "\t\n\v\f\r",
         "\xc2\x85\xc2\xa0",         // next line, no-break space
         "\xe1\x9a\x80",             // Ogham space mark
         "\xe2\x80\x80",             // U+2000, the first of several
         "\xe2\x80\x8a",             // U+200A, the last of them
         "\xe2\x80\xa8\xe2\x80\xa9", // line and paragraph separator
         "\xe2\x80\xaf\xe2\x81\x9f", // narrow and mathematical spaces
         "\xe3\x80\x80",             // ideographic space
       })
    BOOST_TEST(is_blank(blank));
}

BOOST_AUTO_TEST_CASE(is_not_blank_if_anything_else_is_in_it) {
  for (const auto* text : {
         "x", "  x  ",
         "\b",           // a control character is no white space
         "\x1f",         // nor is this one
         "\xe2\x80\x8b", // nor, says Unicode, a zero width space
         "\xef\xbb\xbf", // nor a byte order mark
         "\xe2\x82\xac", // a euro
       })
    BOOST_TEST(!is_blank(text));
}

BOOST_AUTO_TEST_CASE(is_folded_as_unicode_says) {
  BOOST_TEST(fold("Apple PIE 7") == "apple pie 7");
  BOOST_TEST(fold("\xc3\x89") == "\xc3\xa9");
  // Sharp s and Sigma.
  BOOST_TEST(fold("Stra\xc3\x9f"
                  "e")
             == "strasse");
  BOOST_TEST(fold("\xce\xa3\xcf\x82") == "\xcf\x83\xcf\x83");
}

BOOST_AUTO_TEST_CASE(is_folded_alike_however_it_is_composed) {
  auto composed = "Caf\xc3\x89"s;
  auto decomposed = "CAFE\xcc\x81"s;
  BOOST_TEST(fold(composed) == "caf\xc3\xa9");
  BOOST_TEST(fold(decomposed) == fold(composed));
  BOOST_TEST(fold("\xff"
                  "A")
             == "\xff"
                "A");
}

BOOST_AUTO_TEST_CASE(begins_with_whole_characters) {
  BOOST_TEST(first_characters("a\xc3\xa4o", 2) == "a\xc3\xa4");
  BOOST_TEST(first_characters("abc", 0) == "");
  BOOST_TEST(first_characters("abc", 3) == "abc");
  BOOST_TEST(first_characters("abc", 9) == "abc");
}

BOOST_AUTO_TEST_CASE(holds_what_ends_a_line_or_is_no_letter) {
  for (const auto* text : {"a\x1f", "\x7f", "\xc2\x80", "\xc2\x9f",
                           "\xe2\x80\xa8", "\xe2\x80\xa9"})
    BOOST_TEST(holds_control(text), text);
  for (const auto* text : {"", "a b", "~", "\xc2\xa0", "\xe2\x80\xa7"})
    BOOST_TEST(!holds_control(text), text);
}

BOOST_AUTO_TEST_CASE(holds_what_turns_its_direction) {
  for (const auto* text :
       {"\xd8\x9c", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xaa",
        "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa9"})
    BOOST_TEST(holds_bidi(text), text);
  for (const auto* text : {"", "a", "\xe2\x80\xa9", "\xe2\x80\xaf",
                           "\xe2\x81\xa5", "\xe2\x81\xaa"})
    BOOST_TEST(!holds_bidi(text), text);
}

BOOST_AUTO_TEST_CASE(is_trimmed_to_nothing_where_it_is_blank) {
  BOOST_TEST(trimmed(" \t\xe3\x80\x80") == "");
  BOOST_TEST(trimmed(" a b ") == "a b");
  BOOST_TEST(holds_white_space("a\xc2\x85"));
  BOOST_TEST(!holds_white_space("ab"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace text_test
