#include "actors/http/routes/files/byte_range.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace byte_range_test {

using namespace taskraft::http;

/// "begin end", or nothing.
std::string of(const char* header) {
  auto range = range_of(header, 10);
  return range ? std::to_string(range->begin) + ' ' + std::to_string(range->end)
               : "";
}

BOOST_AUTO_TEST_SUITE(a_byte_range)

BOOST_AUTO_TEST_CASE(lies_within_the_file) {
  BOOST_TEST(of("bytes=0-0") == "0 1");
  BOOST_TEST(of("bytes=2-4") == "2 5");
  BOOST_TEST(of("bytes=2-") == "2 10");
  BOOST_TEST(of("bytes=2-99") == "2 10");
  BOOST_TEST(of("bytes=2-18446744073709551615") == "2 10");
  BOOST_TEST(of("bytes=-3") == "7 10");
  BOOST_TEST(of("bytes=2-99999999999999999999") == "2 10");
  BOOST_TEST(of("bytes=-99") == "0 10");
  BOOST_TEST(of("bytes=-99999999999999999999") == "0 10");
}

BOOST_AUTO_TEST_CASE(is_empty_behind_its_end) {
  BOOST_TEST(of("bytes=10-") == "10 10");
  BOOST_TEST(of("bytes=-0") == "10 10");
  BOOST_TEST(of("bytes=99999999999999999999-") == "10 10");
  BOOST_TEST(of("bytes=99999999999999999998-99999999999999999999") == "10 10");
}

BOOST_AUTO_TEST_CASE(is_none_that_asks_for_something_else) {
  for (auto header :
       {"", "bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "bytes=1-2,4-5",
        "lines=1-2", "bytes=1", "bytes=99999999999999999999", "bytes=-4-2"})
    BOOST_TEST(of(header) == "", header);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace byte_range_test
