#include "bin/client/text/time_text.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <ctime>
#include <string>

namespace time_text_test {

using namespace taskraft::client;

/// Local time is Berlin's: two hours ahead of UTC in summer, one in winter.
/// Written as a rule, so that no zone database is needed.
struct in_berlin {
  in_berlin() {
    if (const auto* zone = std::getenv("TZ"))
      before = zone;
    move_to("CET-1CEST,M3.5.0,M10.5.0/3");
  }
  ~in_berlin() {
    if (before.empty())
      ::unsetenv("TZ");
    else
      ::setenv("TZ", before.c_str(), 1);
    ::tzset();
  }

  static void move_to(const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
  }

  std::string before;
};

std::string round_trip(std::string_view text) {
  auto due = parse_due(text);
  return due ? to_rfc3339(*due) : "nothing";
}

BOOST_FIXTURE_TEST_SUITE(times, in_berlin)

BOOST_AUTO_TEST_CASE(keep_a_date_a_date) {
  auto due = parse_due("2026-12-01");
  BOOST_REQUIRE(due);
  BOOST_TEST(due->has_date());
  BOOST_TEST(due->date() == 20788);
  BOOST_TEST(to_rfc3339(*due) == "2026-12-01");
}

BOOST_AUTO_TEST_CASE(are_local_without_a_zone) {
  BOOST_TEST(round_trip("2026-12-01T15:00") == "2026-12-01T14:00:00.000Z");
  BOOST_TEST(round_trip("2026-07-01T15:00") == "2026-07-01T13:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(honour_a_zone) {
  BOOST_TEST(round_trip("2026-12-01T15:00Z") == "2026-12-01T15:00:00.000Z");
  BOOST_TEST(round_trip("2026-12-01T15:00:30+05:30")
             == "2026-12-01T09:30:30.000Z");
  BOOST_TEST(round_trip("2026-12-01T23:00-0200") == "2026-12-02T01:00:00.000Z");
  BOOST_TEST(round_trip("1969-12-31T23:59:59.5Z")
             == "1969-12-31T23:59:59.500Z");
}

BOOST_AUTO_TEST_CASE(must_be_whole_and_possible) {
  for (auto text :
       {"", "tomorrow", "2026-13-01", "2026-02-30", "2026-1-1", "2026-12-01T",
        "2026-12-01T24:00", "2026-12-01T15", "2026-12-01T15:00:60",
        "2026-12-01T15:00X", "2026-12-01T15:00+1", "2026-12-01T15:00Zx",
        "2026-12-01T15:00:00.", "2026-12-01 "})
    BOOST_TEST(round_trip(text) == "nothing", text);
}

BOOST_AUTO_TEST_CASE(are_shown_to_people_in_local_time) {
  BOOST_TEST(to_local_text(1'796'133'600'000'000) == "2026-12-01 15:00");
  BOOST_TEST(to_local_text(*parse_due("2026-12-01")) == "2026-12-01");
}

// Issue 9, fault 21: it was the second in Berlin and the first in New York.
BOOST_AUTO_TEST_CASE(that_occur_twice_are_the_first_everywhere) {
  BOOST_TEST(round_trip("2026-10-25T01:59") == "2026-10-24T23:59:00.000Z");
  BOOST_TEST(round_trip("2026-10-25T02:30") == "2026-10-25T00:30:00.000Z");
  BOOST_TEST(round_trip("2026-10-25T03:00") == "2026-10-25T02:00:00.000Z");
  move_to("EST5EDT,M3.2.0,M11.1.0");
  BOOST_TEST(round_trip("2026-11-01T01:30") == "2026-11-01T05:30:00.000Z");
  BOOST_TEST(round_trip("2026-11-01T02:00") == "2026-11-01T07:00:00.000Z");
  // Lord Howe Island: half an hour, in April.
  move_to("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  BOOST_TEST(round_trip("2026-04-05T01:45") == "2026-04-04T14:45:00.000Z");
  BOOST_TEST(round_trip("2026-04-05T02:00") == "2026-04-04T15:30:00.000Z");
}

BOOST_AUTO_TEST_CASE(that_never_occur_are_as_late_after_the_change) {
  BOOST_TEST(round_trip("2026-03-29T02:30") == "2026-03-29T01:30:00.000Z");
  move_to("EST5EDT,M3.2.0,M11.1.0");
  BOOST_TEST(round_trip("2026-03-08T02:30") == "2026-03-08T07:30:00.000Z");
}

BOOST_AUTO_TEST_CASE(come_as_durations_with_a_unit) {
  using namespace std::chrono_literals;
  BOOST_TEST(parse_duration("500ms") == 500ms);
  BOOST_TEST(parse_duration("5s") == 5s);
  BOOST_TEST(parse_duration("2m") == 2min);
  BOOST_TEST(parse_duration("1h") == 1h);
  for (auto text : {"", "5", "s", "-5s", "0s", "5 s", "5days", "99999999999s"})
    BOOST_TEST(!parse_duration(text), text);
}

// A time-out of 2562047h was over at once, and 4294967295h ago in the future.
BOOST_AUTO_TEST_CASE(come_as_durations_of_a_century_at_most) {
  BOOST_TEST(parse_duration("876000h") == std::chrono::hours{876'000});
  for (auto text : {"876001h", "2562047h", "4294967295m", "4294967295h"}) {
    BOOST_TEST(!parse_duration(text), text);
    BOOST_TEST(!parse_since(text, now_us()), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace time_text_test
