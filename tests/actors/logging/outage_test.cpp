#include "actors/logging/outage.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>

namespace outage_test {

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(an_outage)

BOOST_AUTO_TEST_CASE(is_spoken_of_when_it_begins_and_once_a_minute) {
  auto now = std::int64_t{0};
  auto outage = logging::outage{[&now] { return now; }};
  auto copy = outage;
  BOOST_TEST(outage.is_due());
  BOOST_TEST(!copy.is_due());
  now = 59;
  BOOST_TEST(!outage.is_due());
  now = 60;
  BOOST_TEST(copy.is_due());
  BOOST_TEST(!outage.is_due());
  now = 119;
  BOOST_TEST(!outage.is_due());
  now = 200;
  BOOST_TEST(outage.is_due());
}

BOOST_AUTO_TEST_CASE(ends_once_and_begins_anew) {
  auto now = std::int64_t{7};
  auto outage = logging::outage{[&now] { return now; }};
  BOOST_TEST(!outage.ends());
  BOOST_TEST(outage.is_due());
  BOOST_TEST(outage.ends());
  BOOST_TEST(!outage.ends());
  BOOST_TEST(outage.is_due());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace outage_test
