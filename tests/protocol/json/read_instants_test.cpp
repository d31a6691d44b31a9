#include "protocol/json/instants.hpp"
#include "protocol/json/read_instants.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace read_instants_test {

using namespace taskraft;

/// What the text is read as, in the words of answers; empty if it is nothing.
std::string read(std::string_view text) {
  auto due = json::due_from(text);
  return due ? json::to_rfc3339(*due) : std::string{};
}

BOOST_AUTO_TEST_SUITE(text_of_a_day_or_an_instant)

BOOST_AUTO_TEST_CASE(is_a_day_where_it_has_no_time) {
  BOOST_TEST(read("2026-12-01") == "2026-12-01");
  BOOST_TEST(read("2024-02-29") == "2024-02-29");
  BOOST_TEST(read("0001-01-01") == "0001-01-01");
}

BOOST_AUTO_TEST_CASE(is_an_instant_with_a_zone) {
  BOOST_TEST(read("2026-12-01T15:00:00Z") == "2026-12-01T15:00:00.000Z");
  BOOST_TEST(read("2026-12-01t15:00z") == "2026-12-01T15:00:00.000Z");
  BOOST_TEST(read("2026-12-01T15:00:59+02:30") == "2026-12-01T12:30:59.000Z");
  BOOST_TEST(read("2026-12-01T23:00-01:30") == "2026-12-02T00:30:00.000Z");
}

BOOST_AUTO_TEST_CASE(loses_what_is_finer_than_a_millisecond) {
  BOOST_TEST(read("2026-12-01T15:00:00.1Z") == "2026-12-01T15:00:00.100Z");
  BOOST_TEST(read("2026-12-01T15:00:00.123999Z") == "2026-12-01T15:00:00.123Z");
}

BOOST_AUTO_TEST_CASE(is_nothing_if_it_is_cut_anywhere) {
  const auto whole = std::string{"2026-12-01T15:00:00.123+02:30"};
  for (auto size = std::size_t{0}; size < whole.size(); ++size)
    if (size != 10)
      BOOST_TEST(read(whole.substr(0, size)) == "", size);
}

BOOST_AUTO_TEST_CASE(is_nothing_if_a_piece_cannot_be) {
  for (const auto* text : {"2026-13-01",
                           "2026-02-29",
                           "2026-12-00",
                           "2O26-12-01",
                           "2026/12-01",
                           "2026-12/01",
                           "2026-1:-01",
                           "2026-12-01 15:00Z",
                           "2026-12-01T24:00Z",
                           "2026-12-01T15:60Z",
                           "2026-12-01T15-00Z",
                           "2026-12-01T15:00:60Z",
                           "2026-12-01T15:00:00.Z",
                           "2026-12-01T15:00:00./Z",
                           "2026-12-01T15:00:00.:Z",
                           "2026-12-01T15:00*02:00",
                           "2026-12-01T15:00+24:00",
                           "2026-12-01T15:00+02:60",
                           "2026-12-01T15:00+0200",
                           "2026-12-01T15:00ZZ",
                           "2026-12-01T"})
    BOOST_TEST(read(text) == "", text);
}

// MySQL knows no others, and would compare them otherwise than SQLite.
BOOST_AUTO_TEST_CASE(lies_in_the_years_that_all_databases_know) {
  BOOST_TEST(read("9999-12-31T23:59:59.999Z") == "9999-12-31T23:59:59.999Z");
  BOOST_TEST(read("9999-12-31T23:59:59-00:01") == "");
  BOOST_TEST(read("0001-01-01T00:00:00Z") == "0001-01-01T00:00:00.000Z");
  BOOST_TEST(read("0001-01-01T00:00:00+00:01") == "");
  BOOST_TEST(read("0000-12-31") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace read_instants_test
