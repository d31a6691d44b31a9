#include "protocol/tasks/calendar.hpp"
#include "protocol/tasks/limits.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace calendar_test {

using namespace taskraft::tasks;

BOOST_AUTO_TEST_SUITE(a_calendar)

BOOST_AUTO_TEST_CASE(counts_days_as_the_library_does) {
  auto step = std::int64_t{13};
  for (auto number = std::int64_t{first_due_date}; number <= last_due_date;
       number += step) {
    auto day = std::chrono::sys_days{std::chrono::days{number}};
    auto expected = std::chrono::year_month_day{day};
    auto date = date_of_day(number);
    BOOST_TEST_REQUIRE(date.year == static_cast<int>(expected.year()));
    BOOST_TEST_REQUIRE(static_cast<unsigned>(date.month)
                       == static_cast<unsigned>(expected.month()));
    BOOST_TEST_REQUIRE(static_cast<unsigned>(date.day)
                       == static_cast<unsigned>(expected.day()));
    BOOST_TEST_REQUIRE(day_number(date) == number);
    BOOST_TEST_REQUIRE(static_cast<unsigned>(weekday_of_day(number))
                       == std::chrono::weekday{day}.c_encoding());
    BOOST_TEST_REQUIRE(is_date(date));
  }
}

BOOST_AUTO_TEST_CASE(knows_leap_years) {
  BOOST_TEST(days_of_month(2000, 2) == 29);
  BOOST_TEST(days_of_month(1900, 2) == 28);
  BOOST_TEST(days_of_month(2024, 2) == 29);
  BOOST_TEST(days_of_month(2026, 2) == 28);
  BOOST_TEST(days_of_month(2026, 12) == 31);
  BOOST_TEST(!is_date({2026, 2, 29}));
  BOOST_TEST(!is_date({2026, 13, 1}));
  BOOST_TEST(!is_date({2026, 0, 1}));
  BOOST_TEST(!is_date({2026, 4, 31}));
  BOOST_TEST(!is_date({2026, 4, 0}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace calendar_test
