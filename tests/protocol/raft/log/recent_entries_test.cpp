#include "protocol/raft/log/recent_entries.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

namespace recent_entries_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto unbounded = std::size_t{1} << 30U;

const auto whole = log_of({1, 1, 1, 2, 2, 2, 2, 3, 3, 3});

raft::entry_batch piece(std::uint64_t from, std::uint64_t to) {
  return batch_of(whole, {from}, {to});
}

/// Batches of entries 1-3, 4-5 and 6-10.
raft::recent_entries three_batches() {
  auto recent = raft::recent_entries{};
  recent.append(piece(1, 3), unbounded, {});
  recent.append(piece(4, 5), unbounded, {});
  recent.append(piece(6, 10), unbounded, {});
  return recent;
}

std::size_t bytes(std::uint64_t from, std::uint64_t to) {
  return piece(from, to).size_bytes();
}

void check_holds(const raft::entry_batch& batch, std::uint64_t from,
                 std::uint64_t to) {
  BOOST_TEST(batch.records() == piece(from, to).records());
  BOOST_TEST(batch.first() == piece(from, to).first());
  BOOST_TEST(batch.last() == piece(from, to).last());
}

BOOST_AUTO_TEST_SUITE(recent_entries)

BOOST_AUTO_TEST_CASE(joins_neighbours_into_one_batch) {
  auto recent = three_batches();
  check_holds(recent.read({1}, unbounded), 1, 10);
  check_holds(recent.read({2}, unbounded), 2, 10);
  check_holds(recent.read({5}, unbounded), 5, 10);
  check_holds(recent.read({10}, unbounded), 10, 10);
}

BOOST_AUTO_TEST_CASE(give_no_more_bytes_than_asked_for_but_one_entry) {
  auto recent = three_batches();
  check_holds(recent.read({1}, bytes(1, 5)), 1, 5);
  check_holds(recent.read({1}, bytes(1, 5) - 1), 1, 3);
  check_holds(recent.read({1}, bytes(1, 2)), 1, 2);
  check_holds(recent.read({2}, 1), 2, 2);
}

BOOST_AUTO_TEST_CASE(share_a_single_batch_without_a_copy) {
  auto recent = raft::recent_entries{};
  auto batch = piece(1, 3);
  recent.append(batch, unbounded, {});
  BOOST_CHECK(recent.read({1}, unbounded).records().data()
              == batch.records().data());
}

BOOST_AUTO_TEST_CASE(have_nothing_outside_of_their_range) {
  auto recent = three_batches();
  BOOST_TEST(recent.read({11}, unbounded).empty());
  BOOST_TEST(raft::recent_entries{}.read({1}, unbounded).empty());
  recent.append(batch_of(log_of({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3}), {11}, {11}),
                1, {5});
  BOOST_TEST(recent.first_index() == raft::log_index{6});
  BOOST_TEST(recent.read({5}, unbounded).empty());
}

BOOST_AUTO_TEST_CASE(forget_the_oldest_beyond_the_bound) {
  auto recent = raft::recent_entries{};
  recent.append(piece(1, 3), bytes(4, 10), {100});
  recent.append(piece(4, 5), bytes(4, 10), {100});
  recent.append(piece(6, 10), bytes(4, 10), {100});
  BOOST_TEST(recent.first_index() == raft::log_index{4});
  BOOST_TEST(recent.size_bytes() == bytes(4, 10));
}

BOOST_AUTO_TEST_CASE(never_forget_what_must_be_kept) {
  auto recent = raft::recent_entries{};
  recent.append(piece(1, 3), 1, {2});
  recent.append(piece(4, 5), 1, {2});
  BOOST_TEST(recent.first_index() == raft::log_index{1});
  recent.append(piece(6, 10), 1, {5});
  BOOST_TEST(recent.first_index() == raft::log_index{6});
}

BOOST_AUTO_TEST_CASE(lose_a_suffix_from_any_index) {
  for (auto from = std::uint64_t{1}; from <= 10; ++from) {
    auto recent = three_batches();
    recent.truncate_suffix({from});
    if (from == 1) {
      BOOST_TEST(recent.first_index() == raft::log_index{0});
      BOOST_TEST(recent.size_bytes() == 0U);
      continue;
    }
    check_holds(recent.read({1}, unbounded), 1, from - 1);
    BOOST_TEST(recent.size_bytes() == bytes(1, from - 1));
  }
}

BOOST_AUTO_TEST_CASE(give_the_batches_of_a_range) {
  auto recent = three_batches();
  auto some = recent.range({2}, {6});
  BOOST_TEST_REQUIRE(some.size() == 3U);
  check_holds(some[0], 2, 3);
  check_holds(some[1], 4, 5);
  check_holds(some[2], 6, 6);
  BOOST_TEST(recent.range({7}, {6}).empty());
  BOOST_TEST(recent.range({11}, {12}).empty());
}

BOOST_AUTO_TEST_CASE(give_of_a_range_what_is_still_in_memory) {
  auto recent = raft::recent_entries{};
  recent.append(piece(4, 5), unbounded, {});
  auto some = recent.range({1}, {10});
  BOOST_TEST_REQUIRE(some.size() == 1U);
  check_holds(some[0], 4, 5);
  BOOST_TEST(recent.range({1}, {3}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace recent_entries_test
