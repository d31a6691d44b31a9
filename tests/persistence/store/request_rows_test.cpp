#include "persistence/store/request_rows.hpp"
#include "tests/support/board_log.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace request_rows_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::request_row;

std::vector<request_row> three_rows() {
  return {{{7}, request_numbered(1), "seven"},
          {{8}, request_numbered(2), ""},
          {{10}, request_numbered(3), std::string("t\0n", 3)}};
}

BOOST_AUTO_TEST_SUITE(request_rows)

BOOST_AUTO_TEST_CASE(come_back_from_their_blob) {
  auto read = std::vector<request_row>{};
  auto whole = persistence::decode_request_rows(
    persistence::encode_request_rows(three_rows()), [&](request_row row) {
      read.push_back(std::move(row));
      return true;
    });
  BOOST_TEST(whole);
  BOOST_TEST(read == three_rows());
}

BOOST_AUTO_TEST_CASE(are_damaged_when_cut_within_a_row) {
  auto bytes = persistence::encode_request_rows(three_rows());
  auto borders = std::vector<std::size_t>{0, 33, 61, bytes.size()};
  for (auto size = std::size_t{0}; size <= bytes.size(); ++size) {
    auto whole = persistence::decode_request_rows(
      std::string_view{bytes}.substr(0, size), [](auto) { return true; });
    BOOST_TEST(whole == (std::ranges::count(borders, size) == 1));
  }
}

BOOST_AUTO_TEST_CASE(are_split_into_blobs_of_moderate_size) {
  auto rows = std::vector<request_row>(
    5, request_row{{1}, request_numbered(1), std::string(100'000, 'r')});
  BOOST_TEST(persistence::rows_of_one_blob(rows) == 2U);
  rows[0].result = std::string(1'000'000, 'r');
  BOOST_TEST(persistence::rows_of_one_blob(rows) == 1U);
  BOOST_TEST(persistence::rows_of_one_blob(three_rows()) == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_rows_test
