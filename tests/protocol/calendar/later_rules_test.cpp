#include "protocol/calendar/later_rules.hpp"
#include "tests/support/unit_test.hpp"

namespace later_rules_test {

using namespace taskraft;

std::int64_t hours_ahead(const calendar::later_rules& rules,
                         date::year_month_day day, int hour) {
  using std::chrono::hours;
  auto at = date::sys_days{day} + hours{hour};
  return std::chrono::duration_cast<hours>(rules.at(at).ahead).count();
}

BOOST_AUTO_TEST_SUITE(later_rules)

BOOST_AUTO_TEST_CASE(change_clocks_every_year) {
  using namespace date::literals;
  auto berlin = calendar::parse_later_rules("CET-1CEST,M3.5.0,M10.5.0/3");
  BOOST_TEST_REQUIRE(berlin.has_value());
  BOOST_TEST(hours_ahead(*berlin, 2040_y / 3 / 25, 0) == 1);
  BOOST_TEST(hours_ahead(*berlin, 2040_y / 3 / 25, 1) == 2);
  BOOST_TEST(hours_ahead(*berlin, 2040_y / 10 / 28, 0) == 2);
  BOOST_TEST(hours_ahead(*berlin, 2040_y / 10 / 28, 1) == 1);
}

BOOST_AUTO_TEST_CASE(may_have_summer_over_the_end_of_the_year) {
  using namespace date::literals;
  auto sydney = calendar::parse_later_rules("AEST-10AEDT,M10.1.0,M4.1.0/3");
  BOOST_TEST_REQUIRE(sydney.has_value());
  BOOST_TEST(hours_ahead(*sydney, 2039_y / 12 / 31, 23) == 11);
  BOOST_TEST(hours_ahead(*sydney, 2040_y / 1 / 1, 0) == 11);
  BOOST_TEST(hours_ahead(*sydney, 2040_y / 6 / 1, 0) == 10);
}

BOOST_AUTO_TEST_CASE(may_have_names_in_brackets_and_times_of_other_days) {
  using namespace date::literals;
  auto nuuk = calendar::parse_later_rules("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
  BOOST_TEST_REQUIRE(nuuk.has_value());
  BOOST_TEST(hours_ahead(*nuuk, 2040_y / 3 / 25, 0) == -2);
  BOOST_TEST(hours_ahead(*nuuk, 2040_y / 3 / 25, 1) == -1);
  auto dublin = calendar::parse_later_rules("IST-1GMT0,M10.5.0,M3.5.0/1");
  BOOST_TEST_REQUIRE(dublin.has_value());
  BOOST_TEST(hours_ahead(*dublin, 2040_y / 7 / 1, 0) == 1);
  BOOST_TEST(hours_ahead(*dublin, 2040_y / 12 / 1, 0) == 0);
}

BOOST_AUTO_TEST_CASE(are_of_two_offsets_and_two_changes) {
  for (const auto* wrong :
       {"", "UTC0", "CET", "CET-1CEST", "CET-1CEST,M3.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
        "CET-168CEST,M3.5.0,M10.5.0", "CET-1<CEST,M3.5.0,M10.5.0",
        "CET-1CEST,J60,J300", "CET-1CEST,M3.5.0,M10.5.0/4294967299"})
    BOOST_TEST(!calendar::parse_later_rules(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace later_rules_test
