#include "bin/client/bench/histogram.hpp"
#include "tests/support/unit_test.hpp"

namespace histogram_test {

using taskraft::client::histogram;

BOOST_AUTO_TEST_SUITE(the_histogram)

BOOST_AUTO_TEST_CASE(is_zero_without_samples) {
  BOOST_TEST(histogram{}.percentile(0.5) == 0U);
  BOOST_TEST(histogram{}.count() == 0U);
}

BOOST_AUTO_TEST_CASE(is_exact_for_short_times) {
  auto x = histogram{};
  for (auto i = 1U; i <= 200; ++i)
    x.add(i);
  BOOST_TEST(x.percentile(0.5) == 100U);
  BOOST_TEST(x.percentile(0.99) == 198U);
  BOOST_TEST(x.percentile(1) == 200U);
}

BOOST_AUTO_TEST_CASE(is_at_most_one_percent_too_high) {
  for (auto value = std::uint64_t{1}; value < 30'000'000'000;
       value = value * 3 + 1) {
    auto x = histogram{};
    x.add(value);
    auto found = x.percentile(0.5);
    BOOST_TEST(found >= value);
    BOOST_TEST(found - value <= value / 100);
  }
}

BOOST_AUTO_TEST_CASE(finds_the_slow_thousandth) {
  auto x = histogram{};
  for (auto i = 0; i < 998; ++i)
    x.add(10);
  x.add(50'000);
  x.add(50'000);
  BOOST_TEST(x.percentile(0.998) == 10U);
  BOOST_TEST(x.percentile(0.999) >= 50'000U);
}

BOOST_AUTO_TEST_CASE(survives_the_longest_times) {
  auto x = histogram{};
  x.add(~std::uint64_t{0});
  BOOST_TEST(x.count() == 1U);
  BOOST_TEST(x.percentile(1) > 60'000'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace histogram_test
