#include "protocol/raft/log/log_terms.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace log_terms_test {

using namespace taskraft::raft;

log_terms view_of(const std::vector<std::uint64_t>& terms,
                  log_position base = {}) {
  auto view = log_terms{base};
  for (auto t : terms)
    view.append({view.last().index.next(), {t}});
  return view;
}

/// The terms from the first entry on.
std::vector<std::uint64_t> terms_in(const log_terms& view) {
  auto terms = std::vector<std::uint64_t>{};
  for (auto i = view.first_index(); i <= view.last().index; i = i.next())
    terms.push_back(view.term_at(i).value().value);
  return terms;
}

using terms = std::vector<std::uint64_t>;

BOOST_AUTO_TEST_SUITE(terms_of_a_log)

BOOST_AUTO_TEST_CASE(knows_the_term_of_every_index_it_has) {
  auto log = terms{1, 1, 2, 2, 2, 5, 7, 7};
  BOOST_TEST(terms_in(view_of(log)) == log);
  BOOST_TEST(terms_in(view_of(log, {{10}, {1}})) == log);
  BOOST_TEST(view_of(log).position_at({6}) == (log_position{{6}, {5}}));
}

BOOST_AUTO_TEST_CASE(knows_no_term_beyond_its_ends) {
  auto view = view_of({4, 5}, {{10}, {3}});
  BOOST_TEST(view.term_at({10}) == term{3});
  BOOST_TEST(view.term_at({9}) == std::nullopt);
  BOOST_TEST(view.term_at({13}) == std::nullopt);
  BOOST_TEST(view.term_at({0}) == term{0});
  BOOST_TEST(log_terms{}.term_at({1}) == std::nullopt);
  BOOST_TEST(log_terms{}.term_at({0}) == term{0});
}

BOOST_AUTO_TEST_CASE(takes_many_entries_of_one_term_at_once) {
  auto view = log_terms{};
  view.append({{1000000}, {1}});
  view.append({{1000001}, {2}});
  BOOST_TEST(view.term_at({1}) == term{1});
  BOOST_TEST(view.term_at({1000000}) == term{1});
  BOOST_TEST(view.term_at({1000001}) == term{2});
}

BOOST_AUTO_TEST_CASE(finds_the_last_index_at_or_below_a_term) {
  auto view = view_of({4, 4, 6, 6, 9}, {{10}, {3}});
  BOOST_TEST(view.last_at_or_below({9}) == log_index{15});
  BOOST_TEST(view.last_at_or_below({8}) == log_index{14});
  BOOST_TEST(view.last_at_or_below({6}) == log_index{14});
  BOOST_TEST(view.last_at_or_below({5}) == log_index{12});
  BOOST_TEST(view.last_at_or_below({3}) == log_index{10});
  BOOST_TEST(view.last_at_or_below({1}) == log_index{10});
}

BOOST_AUTO_TEST_CASE(forgets_a_suffix_from_any_index) {
  auto log = terms{1, 1, 2, 2, 5};
  for (auto from = std::uint64_t{1}; from <= 6; ++from) {
    auto view = view_of(log, {{10}, {1}});
    view.truncate_suffix({10 + from});
    auto kept
      = terms(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(from - 1));
    BOOST_TEST(terms_in(view) == kept);
    auto last_term = kept.empty() ? 1 : kept.back();
    BOOST_TEST(view.last() == (log_position{{9 + from}, {last_term}}));
    view.append({view.last().index.next(), {7}});
    kept.push_back(7);
    BOOST_TEST(terms_in(view) == kept);
  }
}

BOOST_AUTO_TEST_CASE(forgets_a_prefix_up_to_any_index) {
  auto log = terms{1, 1, 2, 2, 5};
  for (auto base = std::uint64_t{1}; base <= 5; ++base) {
    auto view = view_of(log);
    view.truncate_prefix({{base}, {log[base - 1]}});
    BOOST_TEST(
      terms_in(view)
      == terms(log.begin() + static_cast<std::ptrdiff_t>(base), log.end()));
    BOOST_TEST(view.term_at({base}) == term{log[base - 1]});
    BOOST_TEST(view.last() == (log_position{{5}, {5}}));
    BOOST_TEST(view.first_index() == log_index{base + 1});
  }
}

BOOST_AUTO_TEST_CASE(is_empty_after_a_base_that_it_does_not_hold) {
  for (auto base : {log_position{{9}, {5}}, log_position{{4}, {6}}}) {
    auto view = view_of({1, 1, 2, 2, 5});
    view.truncate_prefix(base);
    BOOST_TEST(view.last() == base);
    BOOST_TEST(view.base() == base);
    BOOST_TEST(terms_in(view).empty());
  }
}

BOOST_AUTO_TEST_CASE(keeps_its_base_when_an_older_one_is_named) {
  auto view = view_of({4, 4}, {{10}, {3}});
  view.truncate_prefix({{7}, {2}});
  BOOST_TEST(view.base() == (log_position{{10}, {3}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_terms_test
