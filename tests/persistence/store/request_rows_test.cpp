#include "persistence/store/request_rows.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
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

BOOST_AUTO_TEST_CASE(come_back_from_their_run) {
  auto runs = persistence::runs_of(three_rows());
  BOOST_REQUIRE(runs.size() == 1U);
  BOOST_TEST(runs[0].first_index() == 7U);
  BOOST_TEST(runs[0].last_index() == 10U);
  auto found = std::vector<request_row>{};
  auto whole = persistence::scan_run(runs[0], {}, [&](request_row row) {
    found.push_back(std::move(row));
    return done{};
  });
  BOOST_TEST(static_cast<bool>(whole));
  BOOST_TEST(found == three_rows());
}

BOOST_AUTO_TEST_CASE(are_damaged_when_cut_within_a_row) {
  auto run = persistence::runs_of(three_rows()).front();
  auto bytes = run.content();
  auto borders = std::vector<std::size_t>{0, 33, 61, bytes.size()};
  for (auto size = std::size_t{0}; size <= bytes.size(); ++size) {
    run.set_content(bytes.substr(0, size));
    auto whole
      = persistence::scan_run(run, {}, [](const auto&) { return done{}; });
    BOOST_TEST(static_cast<bool>(whole)
               == (std::ranges::count(borders, size) == 1));
  }
}

BOOST_AUTO_TEST_CASE(are_split_into_runs_of_moderate_size) {
  auto rows = std::vector<request_row>(
    5, request_row{{1}, request_numbered(1), std::string(100'000, 'r')});
  BOOST_TEST(persistence::runs_of(rows).size() == 3U);
  rows[0].result = std::string(1'000'000, 'r');
  BOOST_TEST(persistence::runs_of(rows).size() == 3U);
  BOOST_TEST(persistence::runs_of({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_rows_test
