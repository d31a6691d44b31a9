#include "actors/http/head.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace head_test {

using namespace taskraft::http;

BOOST_AUTO_TEST_SUITE(the_head_of_a_request)

BOOST_AUTO_TEST_CASE(ends_with_an_empty_line) {
  auto head = std::string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"};
  auto found = find_head(head + "more");
  BOOST_TEST(found.state == head_state::complete);
  BOOST_TEST(found.bytes == head.size());
}

BOOST_AUTO_TEST_CASE(may_come_byte_by_byte) {
  auto head = std::string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"};
  for (auto i = std::size_t{0}; i < head.size(); ++i)
    BOOST_TEST(find_head(head.substr(0, i)).state == head_state::incomplete, i);
}

BOOST_AUTO_TEST_CASE(is_bad_if_others_might_read_it_in_another_way) {
  using namespace std::string_literals;
  for (const auto& head :
       {"GET / HTTP/1.1\nHost: a\n\n"s, "GET / HTTP/1.1\r\nHost: a\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"s,
        "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"s,
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"s, "GET /\x01 HTTP/1.1\r\n\r\n"s,
        "\n"s, "\x16\x03\x01"s})
    BOOST_TEST(find_head(head).state == head_state::bad, head);
}

BOOST_AUTO_TEST_CASE(is_bounded) {
  auto head = "GET / HTTP/1.1\r\nX: " + std::string(max_head_bytes, 'x');
  BOOST_TEST(find_head(head).state == head_state::too_large);
  BOOST_TEST(find_head(head + "\r\n\r\n").state == head_state::too_large);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace head_test
