// The rules of RFC 5545 that tasks know, with what its examples give.

#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/repetition.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace repetition_test {

using namespace taskraft::tasks;

std::int64_t day_from(const std::string& text) {
  auto year = 0;
  auto month = 0U;
  auto day = 0U;
  BOOST_REQUIRE(std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day)
                == 3);
  return std::chrono::sys_days{std::chrono::year{year} / month / day}
    .time_since_epoch()
    .count();
}

std::string text_of(std::int64_t number) {
  auto date = std::chrono::year_month_day{
    std::chrono::sys_days{std::chrono::days{number}}};
  char text[16];
  std::snprintf(
    text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

wire::Due on(const std::string& date) {
  auto due = wire::Due{};
  due.set_date(static_cast<std::int32_t>(day_from(date)));
  return due;
}

/// The dates that follow, until the rule ends or there are `most`.
std::string dates(std::string rule, const std::string& first,
                  std::size_t most = 4) {
  auto due = on(first);
  auto found = std::string{};
  for (auto i = std::size_t{0}; i < most; ++i) {
    auto next = next_after(rule, due);
    if (!next)
      return found + "end";
    found += text_of(next->due.date()) + " ";
    due = next->due;
    rule = next->repeat;
  }
  return found;
}

bool is_refused(const std::string& rule, const std::string& why) {
  auto parsed = parse_repetition(rule);
  const auto* problem = std::get_if<std::string>(&parsed);
  BOOST_TEST_CONTEXT(rule << ": " << (problem ? *problem : "allowed"))
  BOOST_TEST((problem != nullptr && problem->find(why) != std::string::npos));
  return problem != nullptr;
}

BOOST_AUTO_TEST_SUITE(a_repetition)

BOOST_AUTO_TEST_CASE(comes_by_days_and_weeks) {
  BOOST_TEST(dates("FREQ=DAILY", "2026-12-30")
             == "2026-12-31 2027-01-01 2027-01-02 2027-01-03 ");
  BOOST_TEST(dates("FREQ=DAILY;INTERVAL=10", "2024-02-20", 2)
             == "2024-03-01 2024-03-11 ");
  BOOST_TEST(dates("FREQ=WEEKLY", "2026-11-26", 2) == "2026-12-03 2026-12-10 ");
  // 2026-11-26 is a Thursday.
  BOOST_TEST(dates("FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-26")
             == "2026-11-27 2026-11-30 2026-12-02 2026-12-04 ");
  BOOST_TEST(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-11-24")
             == "2026-11-26 2026-12-08 2026-12-10 2026-12-22 ");
  // Weeks begin on Mondays.
  BOOST_TEST(dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "1997-08-05")
             == "1997-08-10 1997-08-19 1997-08-24 1997-09-02 ");
  BOOST_TEST(dates("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-11-27", 2)
             == "2026-11-30 2026-12-01 ");
  BOOST_TEST(dates("FREQ=DAILY;BYMONTHDAY=1,-1", "2026-11-26")
             == "2026-11-30 2026-12-01 2026-12-31 2027-01-01 ");
}

BOOST_AUTO_TEST_CASE(comes_by_months) {
  // A month without the day is left out, and the day is kept.
  BOOST_TEST(dates("FREQ=MONTHLY", "2026-01-31")
             == "2026-03-31 2026-05-31 2026-07-31 2026-08-31 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYMONTHDAY=-1", "2024-01-31")
             == "2024-02-29 2024-03-31 2024-04-30 2024-05-31 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYMONTHDAY=15,30", "2027-01-30", 3)
             == "2027-02-15 2027-03-15 2027-03-30 ");
  BOOST_TEST(dates("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU", "1997-09-07")
             == "1997-09-28 1997-11-02 1997-11-30 1998-01-04 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYDAY=-2MO", "1997-09-22", 3)
             == "1997-10-20 1997-11-17 1997-12-22 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYDAY=TU", "2026-12-29", 2)
             == "2027-01-05 2027-01-12 ");
  // Every Friday the 13th.
  BOOST_TEST(dates("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02")
             == "1998-02-13 1998-03-13 1998-11-13 1999-08-13 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYDAY=5MO", "2026-11-30", 2)
             == "2027-03-29 2027-05-31 ");
}

BOOST_AUTO_TEST_CASE(comes_by_years) {
  BOOST_TEST(dates("FREQ=YEARLY", "2026-11-26", 2) == "2027-11-26 2028-11-26 ");
  BOOST_TEST(dates("FREQ=YEARLY", "2024-02-29", 2) == "2028-02-29 2032-02-29 ");
  BOOST_TEST(dates("FREQ=YEARLY", "1896-02-29", 2) == "1904-02-29 1908-02-29 ");
  BOOST_TEST(dates("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", 2)
             == "1998-05-18 1999-05-17 ");
  BOOST_TEST(dates("FREQ=YEARLY;BYDAY=-1SU", "2026-01-01", 2)
             == "2026-12-27 2027-12-26 ");
  BOOST_TEST(dates("FREQ=YEARLY;BYMONTHDAY=31", "2026-12-31", 3)
             == "2027-01-31 2027-03-31 2027-05-31 ");
}

BOOST_AUTO_TEST_CASE(ends_with_its_count_or_its_time) {
  BOOST_TEST(dates("FREQ=DAILY;COUNT=3", "2026-01-01")
             == "2026-01-02 2026-01-03 end");
  BOOST_TEST(dates("FREQ=DAILY;COUNT=1", "2026-01-01") == "end");
  auto next = next_after("FREQ=DAILY;COUNT=10;INTERVAL=2", on("2026-01-01"));
  BOOST_TEST((next && next->repeat == "FREQ=DAILY;COUNT=9;INTERVAL=2"));
  BOOST_TEST(dates("FREQ=DAILY;UNTIL=20260103", "2026-01-01")
             == "2026-01-02 2026-01-03 end");
  BOOST_TEST(dates("FREQ=DAILY;UNTIL=20260102T010000Z", "2026-01-01")
             == "2026-01-02 end");
  BOOST_TEST(dates("FREQ=DAILY", "9999-12-30") == "9999-12-31 end");
  BOOST_TEST(dates("FREQ=YEARLY;INTERVAL=9999", "2026-01-01") == "end");
}

BOOST_AUTO_TEST_CASE(keeps_the_time_of_an_instant_in_utc) {
  auto due = wire::Due{};
  auto time = 23 * 3'600'000'000 + 1;
  due.set_instant_us(day_from("2026-03-28") * day_us + time);
  auto next = next_after("FREQ=DAILY", due);
  BOOST_REQUIRE(next.has_value());
  BOOST_TEST(next->due.instant_us() == day_from("2026-03-29") * day_us + time);
  BOOST_TEST(next_after("FREQ=DAILY;UNTIL=20260329", due).has_value());
  BOOST_TEST(!next_after("FREQ=DAILY;UNTIL=20260328", due).has_value());
  BOOST_TEST(!next_after("FREQ=DAILY;UNTIL=20260329T230000Z", due).has_value());
  BOOST_TEST(next_after("FREQ=DAILY;UNTIL=20260329T230001Z", due).has_value());
  // Before 1970.
  due.set_instant_us(-1);
  next = next_after("FREQ=DAILY;BYDAY=TH", due);
  BOOST_TEST((next && next->due.instant_us() == day_us - 1));
}

BOOST_AUTO_TEST_CASE(is_read_in_any_case_of_letters) {
  BOOST_TEST(kept_repetition("RRULE:freq=daily;count=2")
             == "FREQ=DAILY;COUNT=2");
  BOOST_TEST(dates("rrule:freq=weekly;byday=mo", "2026-11-26", 1)
             == "2026-11-30 ");
  BOOST_TEST(dates("FREQ=MONTHLY;BYDAY=+1MO", "2026-11-26", 1)
             == "2026-12-07 ");
}

BOOST_AUTO_TEST_CASE(is_refused_where_it_says_more_than_tasks_know) {
  is_refused("", "holds more than");
  is_refused("every day", "holds more than");
  is_refused("INTERVAL=2", "needs FREQ");
  is_refused("FREQ=HOURLY", "FREQ is");
  is_refused("FREQ=DAILY;BYHOUR=9", "holds more than");
  is_refused("FREQ=DAILY;WKST=SU", "holds more than");
  is_refused("FREQ=YEARLY;BYMONTH=1", "holds more than");
  is_refused("FREQ=DAILY;FREQ=DAILY", "FREQ twice");
  is_refused("FREQ=DAILY;", "holds more than");
  is_refused("FREQ=DAILY;INTERVAL=0", "INTERVAL");
  is_refused("FREQ=DAILY;INTERVAL=-1", "INTERVAL");
  is_refused("FREQ=DAILY;INTERVAL=10000", "INTERVAL");
  is_refused("FREQ=DAILY;COUNT=0", "COUNT");
  is_refused("FREQ=DAILY;COUNT=99999999999999999999", "COUNT");
  is_refused("FREQ=DAILY;COUNT=2;UNTIL=20260101", "either");
  is_refused("FREQ=DAILY;UNTIL=2026-01-01", "UNTIL");
  is_refused("FREQ=DAILY;UNTIL=20260230", "UNTIL");
  is_refused("FREQ=DAILY;UNTIL=20260101T000000", "UNTIL");
  is_refused("FREQ=DAILY;UNTIL=20260101T250000Z", "UNTIL");
  is_refused("FREQ=WEEKLY;BYDAY=XX", "BYDAY");
  is_refused("FREQ=WEEKLY;BYDAY=", "BYDAY");
  is_refused("FREQ=WEEKLY;BYDAY=1MO", "only where FREQ");
  is_refused("FREQ=DAILY;BYDAY=1MO", "only where FREQ");
  is_refused("FREQ=MONTHLY;BYDAY=0MO", "BYDAY");
  is_refused("FREQ=MONTHLY;BYDAY=6MO", "five weeks");
  is_refused("FREQ=YEARLY;BYDAY=54MO", "BYDAY");
  is_refused("FREQ=WEEKLY;BYMONTHDAY=1", "no BYMONTHDAY");
  is_refused("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY");
  is_refused("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY");
  is_refused("FREQ=DAILY" + std::string(500, ' '), "500 bytes");
}

BOOST_AUTO_TEST_CASE(is_refused_where_a_number_is_none) {
  for (const auto* date :
       {"x0260101", "2026x101", "202601x1", "00000101", "2026010",
        "20260101T0000000", "20260101X000000Z", "20260101Tx00000Z",
        "20260101T00x000Z", "20260101T0000x0Z", "20260101T240000Z",
        "20260101T006000Z", "20260101T000061Z"})
    is_refused("FREQ=DAILY;UNTIL=" + std::string{date}, "UNTIL");
  for (const auto* day : {"M", "xMO", "+MO", "-54MO", "1x"})
    is_refused("FREQ=YEARLY;BYDAY=" + std::string{day}, "BYDAY");
  for (const auto* day : {"", "x", "-32", "+", "1x"})
    is_refused("FREQ=MONTHLY;BYMONTHDAY=" + std::string{day}, "BYMONTHDAY");
  is_refused("FREQ=DAILY;INTERVAL=x", "INTERVAL");
  is_refused("FREQ=DAILY;COUNT=2;UNTIL=20260101T000000Z", "either");
  is_refused("FREQ=MONTHLY;BYDAY=-6MO", "five weeks");
}

BOOST_AUTO_TEST_CASE(that_never_comes_is_found_out_soon) {
  for (const auto* text : {"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
                           "FREQ=YEARLY;BYDAY=-53MO;BYMONTHDAY=31",
                           "FREQ=DAILY;INTERVAL=7;BYDAY=MO"}) {
    auto rule = parse_repetition(text);
    BOOST_REQUIRE(std::holds_alternative<repetition>(rule));
    auto begin = std::chrono::steady_clock::now();
    BOOST_TEST(!gives_days_after(std::get<repetition>(rule), on("2026-02-03")),
               text);
    BOOST_TEST(!next_after(text, on("2026-02-03")).has_value());
    BOOST_TEST((std::chrono::steady_clock::now() - begin)
               < std::chrono::milliseconds{500});
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace repetition_test
