#include "protocol/tasks/text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using taskraft::tasks::count_characters;
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

BOOST_AUTO_TEST_SUITE_END()
