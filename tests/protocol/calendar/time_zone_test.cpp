#include "protocol/calendar/time_zone.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace time_zone_test {

using namespace taskraft;
using calendar::period;
using calendar::time_zone;

constexpr std::int64_t hour_us = 3'600'000'000;

calendar::day day_at(const std::string& text) {
  auto x = calendar::parse_day(text);
  BOOST_REQUIRE(x.has_value());
  return *x;
}

std::int64_t begin_in_hours(const std::string& zone, const std::string& text) {
  auto in = time_zone::named(zone);
  BOOST_REQUIRE(in.has_value());
  auto utc = time_zone::utc().begin_of(day_at(text));
  auto begin = in->begin_of(day_at(text));
  // It is the first instant of the day, and the one before is not.
  BOOST_TEST(in->day_of(begin) == day_at(text));
  BOOST_TEST(in->day_of(begin - 1) < day_at(text));
  return (begin - utc) / hour_us;
}

BOOST_AUTO_TEST_SUITE(a_day)

BOOST_AUTO_TEST_CASE(begins_when_the_zone_says) {
  BOOST_TEST(begin_in_hours("UTC", "2026-11-26") == 0);
  BOOST_TEST(begin_in_hours("Europe/Berlin", "2026-11-26") == -1);
  BOOST_TEST(begin_in_hours("Europe/Berlin", "2026-07-01") == -2);
  BOOST_TEST(begin_in_hours("Pacific/Kiritimati", "2026-11-26") == -14);
  BOOST_TEST(begin_in_hours("Pacific/Honolulu", "2026-11-26") == 10);
}

// The date library reads no changes of clocks after 2037.
BOOST_AUTO_TEST_CASE(begins_when_the_zone_says_after_2037_too) {
  BOOST_TEST(begin_in_hours("UTC", "2040-07-01") == 0);
  BOOST_TEST(begin_in_hours("Asia/Tokyo", "2040-07-01") == -9);
  BOOST_TEST(begin_in_hours("Europe/Berlin", "2037-07-01") == -2);
  BOOST_TEST(begin_in_hours("Europe/Berlin", "2038-01-01") == -1);
  BOOST_TEST(begin_in_hours("Europe/Berlin", "2040-07-01") == -2);
  BOOST_TEST(begin_in_hours("America/New_York", "9999-07-01") == 4);
  BOOST_TEST(begin_in_hours("Australia/Sydney", "2040-12-01") == -11);
  BOOST_TEST(begin_in_hours("Europe/Dublin", "2050-12-01") == 0);
  BOOST_TEST(begin_in_hours("Europe/Dublin", "2050-07-01") == -1);
  // Midnight is skipped, and comes twice.
  BOOST_TEST(begin_in_hours("America/Santiago", "2040-09-02") == 4);
  BOOST_TEST(begin_in_hours("America/Havana", "2040-11-04") == 4);
}

BOOST_AUTO_TEST_CASE(is_shorter_or_longer_when_clocks_change) {
  auto berlin = *time_zone::named("Europe/Berlin");
  auto hours = [&](const std::string& text) {
    auto at = day_at(text);
    return (berlin.begin_of(at + 1) - berlin.begin_of(at)) / hour_us;
  };
  BOOST_TEST(hours("2026-03-28") == 24);
  BOOST_TEST(hours("2026-03-29") == 23);
  BOOST_TEST(hours("2026-10-25") == 25);
}

BOOST_AUTO_TEST_CASE(begins_later_where_midnight_is_skipped) {
  // Clocks in Santiago went from 24:00 to 1:00 there.
  BOOST_TEST(begin_in_hours("America/Santiago", "2022-09-11") == 4);
}

BOOST_AUTO_TEST_CASE(begins_at_the_first_of_two_midnights) {
  // Clocks in Havana went back from 1:00 to 0:00.
  auto havana = *time_zone::named("America/Havana");
  auto begin = havana.begin_of(day_at("2026-11-01"));
  BOOST_TEST((havana.begin_of(day_at("2026-11-02")) - begin) / hour_us == 25);
}

BOOST_AUTO_TEST_CASE(is_the_first_from_an_instant_on) {
  auto berlin = *time_zone::named("Europe/Berlin");
  auto begin = berlin.begin_of(day_at("2026-11-26"));
  BOOST_TEST(berlin.first_from(begin) == day_at("2026-11-26"));
  BOOST_TEST(berlin.first_from(begin + 1) == day_at("2026-11-27"));
  BOOST_TEST(berlin.first_from(begin - 1) == day_at("2026-11-26"));
}

BOOST_AUTO_TEST_CASE(is_written_and_read) {
  BOOST_TEST(day_at("1970-01-01") == 0);
  BOOST_TEST(calendar::to_text(day_at("2024-02-29")) == "2024-02-29");
  for (const auto* wrong : {"2026-02-29", "2026-13-01", "2026-1-01", "", "x",
                            "2026-01-01T", "-026-01-01", "2026-01--1"})
    BOOST_TEST(!calendar::parse_day(wrong).has_value());
}

BOOST_AUTO_TEST_CASE(is_read_from_digits_and_hyphens_alone) {
  for (const auto* wrong : {"2026/01-01", "2026-01/01", "x026-01-01",
                            "2026-x1-01", "2026-01-x1", "2026-01-0x"})
    BOOST_TEST(!calendar::parse_day(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(belongs_to_a_week_and_a_month) {
  auto begin = [](const std::string& text, period length) {
    return calendar::to_text(calendar::begin_of_period(day_at(text), length));
  };
  BOOST_TEST(begin("2026-11-26", period::of_day) == "2026-11-26");
  BOOST_TEST(begin("2026-11-26", period::of_week) == "2026-11-23");
  BOOST_TEST(begin("2026-11-23", period::of_week) == "2026-11-23");
  BOOST_TEST(begin("2026-11-29", period::of_week) == "2026-11-23");
  BOOST_TEST(begin("2026-11-26", period::of_month) == "2026-11-01");
  auto next = [](const std::string& text, period length) {
    return calendar::to_text(calendar::next_period(day_at(text), length));
  };
  BOOST_TEST(next("2026-12-31", period::of_day) == "2027-01-01");
  BOOST_TEST(next("2026-12-28", period::of_week) == "2027-01-04");
  BOOST_TEST(next("2026-12-01", period::of_month) == "2027-01-01");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_time_zone)

BOOST_AUTO_TEST_CASE(is_one_of_the_database) {
  BOOST_TEST(time_zone::named("America/New_York").has_value());
  for (const auto* wrong : {"", "Mars/Olympus", "../etc/passwd", "Europe"})
    BOOST_TEST(!time_zone::named(wrong).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace time_zone_test
