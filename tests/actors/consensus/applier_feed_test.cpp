#include "actors/consensus/applier_feed.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/unit_test.hpp"

namespace applier_feed_test {

using namespace taskraft;
using actors::applier_feed;

raft::committed news(std::uint64_t index) {
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {1},
               .index = {index},
               .kind = raft::entry_kind::command,
               .time_us = 0,
               .payload = "command"});
  return {{index}, {builder.build()}};
}

const auto entry_bytes = news(1).entries[0].size_bytes();

BOOST_AUTO_TEST_SUITE(what_the_applier_is_told)

BOOST_AUTO_TEST_CASE(is_everything_while_it_keeps_up) {
  auto feed = applier_feed{{0}, {0}, 2 * entry_bytes};
  for (auto index = std::uint64_t{1}; index <= 100; ++index) {
    auto told = feed.offer(news(index));
    BOOST_REQUIRE(told);
    BOOST_TEST(told->entries.size() == 1U);
    BOOST_CHECK(!feed.progress({index}));
  }
  BOOST_TEST(feed.size_bytes() == 0U);
}

// HAZARDS 44: ten minutes of a stalled database at ten thousand commits a
// second.
BOOST_AUTO_TEST_CASE(does_not_grow_while_its_store_is_stuck) {
  auto feed = applier_feed{{0}, {0}, 10 * entry_bytes};
  auto messages = 0U;
  for (auto index = std::uint64_t{1}; index <= 6'000'000; ++index)
    messages
      += feed.offer(index <= 100 ? news(index) : raft::committed{{index}, {}})
           ? 1U
           : 0U;
  BOOST_TEST(messages == 12U);
  BOOST_TEST(feed.size_bytes() == 11 * entry_bytes);
  auto told = feed.progress({11});
  BOOST_REQUIRE(told);
  BOOST_TEST(told->commit_index == raft::log_index{6'000'000});
  BOOST_TEST(told->entries.empty());
  // From then on as before.
  BOOST_CHECK(!feed.progress({6'000'000}));
  BOOST_TEST(feed.offer(news(6'000'001))->entries.size() == 1U);
}

BOOST_AUTO_TEST_CASE(is_the_index_alone_as_long_as_an_earlier_role_filled_it) {
  auto feed = applier_feed{{50}, {20}};
  auto told = feed.offer(news(51));
  BOOST_REQUIRE(told);
  BOOST_TEST(told->entries.empty());
  BOOST_CHECK(!feed.offer(news(52)));
  BOOST_CHECK(!feed.progress({49}));
  told = feed.progress({50});
  BOOST_REQUIRE(told);
  BOOST_TEST(told->commit_index == raft::log_index{52});
  BOOST_TEST(feed.offer(news(53))->entries.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace applier_feed_test
