#include "protocol/tasks/rank_text.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace rank_text_test {

using namespace taskraft::tasks;

bool is_rank(const std::string& x) {
  return !x.empty() && !x.ends_with('0')
         && std::ranges::all_of(
           x, [](unsigned char c) { return std::isalnum(c) != 0; });
}

BOOST_AUTO_TEST_SUITE(a_rank)

BOOST_AUTO_TEST_CASE(of_a_greater_place_is_greater) {
  auto places = std::vector<std::int64_t>{};
  for (auto x = std::int64_t{-5000}; x < 5000; ++x)
    places.push_back(x);
  for (auto x = std::int64_t{5000}; x < (std::int64_t{1} << 58); x *= 3)
    places.push_back(x);
  for (auto x = std::int64_t{-5001}; x > -(std::int64_t{1} << 58); x *= 3)
    places.insert(places.begin(), x);
  for (auto i = std::size_t{1}; i < places.size(); ++i) {
    auto low = rank_of_place(places[i - 1]);
    auto high = rank_of_place(places[i]);
    BOOST_TEST_REQUIRE((low < high), places[i]);
    BOOST_TEST_REQUIRE((is_rank(high) && high.size() <= 12));
    auto mid = rank_between(low, high);
    BOOST_TEST_REQUIRE((low < mid && mid < high && is_rank(mid)));
  }
  BOOST_TEST(rank_of_place(1) == "a1V");
}

BOOST_AUTO_TEST_CASE(is_always_there_between_two) {
  // Always at the same side, the tightest way to insert.
  for (auto below : {true, false}) {
    auto low = rank_of_place(1);
    auto high = rank_of_place(2);
    for (auto i = 0; i < 1000; ++i) {
      auto mid = rank_between(low, high);
      BOOST_TEST_REQUIRE((low < mid && mid < high && is_rank(mid)));
      (below ? high : low) = mid;
    }
  }
  BOOST_TEST(rank_between("a", "a1") == "a0V");
  BOOST_TEST(rank_between("a0zzz", "a1") == "a0zzzV");
  BOOST_TEST(rank_between("a", "b001") == "b");
}

BOOST_AUTO_TEST_CASE(is_short_where_many_are_made_together) {
  for (auto count : {0U, 1U, 2U, 3U, 100U, 5000U}) {
    auto ranks = ranks_between("a1V", "a2V", count);
    BOOST_TEST(ranks.size() == count);
    BOOST_TEST(std::ranges::is_sorted(ranks));
    BOOST_TEST((std::ranges::adjacent_find(ranks) == ranks.end()));
    for (const auto& x : ranks)
      BOOST_TEST_REQUIRE(
        (is_rank(x) && "a1V" < x && x < "a2V" && x.size() <= 6));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rank_text_test
