#include "actors/http/routes/files/inline_content.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace inline_content_test {

using namespace taskraft::http;
using namespace std::string_literals;

/// Whether the file is shown, in whatever pieces it comes.
bool is_shown(const std::string& type, const std::string& bytes) {
  auto whole = inline_content{type};
  whole.add(bytes);
  auto pieces = inline_content{type};
  for (auto each : bytes)
    pieces.add({&each, 1});
  BOOST_TEST(whole.may_be_shown() == pieces.may_be_shown());
  return whole.may_be_shown();
}

BOOST_AUTO_TEST_SUITE(a_file_within_a_page)

BOOST_AUTO_TEST_CASE(is_an_image_that_begins_like_one) {
  auto png = "\x89PNG\r\n\x1a\n...."s;
  auto jpeg = "\xff\xd8\xff\xe0...."s;
  auto webp = "RIFF\0\0\0\0WEBPVP8 "s;
  BOOST_TEST(is_shown("image/png", png));
  BOOST_TEST(is_shown("Image/PNG; x=y", png));
  BOOST_TEST(is_shown("image/jpeg", jpeg));
  BOOST_TEST(is_shown("image/gif", "GIF89a...."));
  BOOST_TEST(is_shown("image/webp", webp));
  for (const auto& type :
       {"image/png"s, "image/jpeg"s, "image/gif"s, "image/webp"s})
    for (const auto& other : {""s, "<html>"s, "RIFF\0\0\0\0WAVEfmt "s})
      BOOST_TEST(!is_shown(type, other), type);
  BOOST_TEST(!is_shown("image/png", jpeg));
  BOOST_TEST(!is_shown("image/png", png.substr(0, 7)));
}

BOOST_AUTO_TEST_CASE(is_a_text_in_utf_8) {
  BOOST_TEST(is_shown("text/plain", ""));
  BOOST_TEST(
    is_shown("text/plain; charset=utf-8", "a\xc3\xa4\xf0\x9f\x98\x80"));
  for (const auto& other : {"\xff\xfe"s, "a\xc3"s, "\xc3("s, "\xc0\xaf"s})
    BOOST_TEST(!is_shown("text/plain", other));
}

BOOST_AUTO_TEST_CASE(is_nothing_else) {
  for (const auto& type : {"text/html"s, "image/svg+xml"s, "application/pdf"s,
                           "text/plainer"s, ""s})
    BOOST_TEST(!is_shown(type, "<svg/>"), type);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace inline_content_test
