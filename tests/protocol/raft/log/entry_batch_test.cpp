#include "protocol/raft/log/entry_batch.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace entry_batch_test {

using namespace taskraft::raft;

entry_batch three_entries() {
  auto builder = entry_batch_builder{};
  for (auto i = std::uint64_t{1}; i <= 3; ++i)
    builder.add({.term = {i < 3 ? 1U : 2U},
                 .index = {i},
                 .kind = entry_kind::command,
                 .time_us = 7,
                 .payload = "payload"});
  return builder.build();
}

BOOST_AUTO_TEST_SUITE(an_entry_batch)

BOOST_AUTO_TEST_CASE(gives_back_what_was_added) {
  auto batch = three_entries();
  BOOST_TEST(batch.count() == 3U);
  BOOST_TEST(batch.first() == (log_position{{1}, {1}}));
  BOOST_TEST(batch.last() == (log_position{{3}, {2}}));
  for (auto entry : batch)
    BOOST_TEST(entry.payload == "payload");
}

BOOST_AUTO_TEST_CASE(shares_its_bytes_with_its_slices) {
  auto batch = three_entries();
  auto middle = batch.slice({2}, {2});
  BOOST_TEST(middle.count() == 1U);
  BOOST_TEST(middle.first() == (log_position{{2}, {1}}));
  BOOST_TEST(middle.last() == (log_position{{2}, {1}}));
  BOOST_TEST(batch.slice({4}, {9}).empty());
}

BOOST_AUTO_TEST_CASE(is_malformed_when_cut_at_any_byte) {
  auto whole = std::string{three_entries().records()};
  auto record = whole.size() / 3;
  for (auto size = std::size_t{1}; size < whole.size(); ++size) {
    auto cut
      = entry_batch{std::make_shared<const std::string>(whole.substr(0, size))};
    BOOST_TEST(cut.malformed() == (size % record != 0));
  }
}

BOOST_AUTO_TEST_CASE(is_malformed_with_an_entry_of_a_kind_nobody_knows) {
  for (auto kind : {0U, 1U, 2U, 3U, 4U, 5U}) {
    auto bytes = std::string{three_entries().slice({1}, {1}).records()};
    bytes[4] = static_cast<char>(kind);
    auto batch
      = entry_batch{std::make_shared<const std::string>(std::move(bytes))};
    BOOST_TEST(batch.malformed() == (kind == 0 || kind == 5));
  }
}

BOOST_AUTO_TEST_CASE(is_malformed_where_one_entry_does_not_follow_another) {
  auto with = [](log_position first, log_position second) {
    auto bytes = std::string{};
    for (auto at : {first, second}) {
      auto builder = entry_batch_builder{};
      builder.add({.term = at.term,
                   .index = at.index,
                   .kind = entry_kind::no_op,
                   .time_us = 7,
                   .payload = ""});
      bytes += builder.build().records();
    }
    return entry_batch{std::make_shared<const std::string>(std::move(bytes))};
  };
  BOOST_TEST(!with({{1}, {2}}, {{2}, {2}}).malformed());
  BOOST_TEST(!with({{1}, {2}}, {{2}, {9}}).malformed());
  BOOST_TEST(with({{1}, {2}}, {{2}, {1}}).malformed());
  BOOST_TEST(with({{1}, {2}}, {{3}, {2}}).malformed());
  BOOST_TEST(with({{1}, {2}}, {{1}, {2}}).malformed());
}

BOOST_AUTO_TEST_CASE(has_nothing_beside_its_entries) {
  auto batch = three_entries();
  BOOST_TEST(batch.slice({3}, {2}).empty());
  BOOST_TEST(batch.slice({0}, {0}).empty());
  BOOST_TEST(entry_batch{}.slice({1}, {3}).empty());
  BOOST_TEST(entry_batch{}.prefix(0).empty());
  BOOST_TEST(batch.slice({0}, {9}).records() == batch.records());
  BOOST_TEST(batch.slice({2}, {9}).last() == batch.last());
}

BOOST_AUTO_TEST_CASE(is_joined_from_its_pieces) {
  auto whole = three_entries();
  auto pieces
    = std::vector{whole.slice({1}, {1}), entry_batch{}, whole.slice({2}, {3})};
  auto joined = entry_batch::join(pieces);
  BOOST_TEST(joined.records() == whole.records());
  BOOST_TEST(joined.first() == whole.first());
  BOOST_TEST(joined.last() == whole.last());
  BOOST_TEST(entry_batch::join({}).empty());
}

BOOST_AUTO_TEST_CASE(gives_a_prefix_of_at_least_one_entry) {
  auto batch = three_entries();
  BOOST_TEST(batch.prefix(1).count() == 1U);
  BOOST_TEST(batch.prefix(batch.size_bytes() - 1).count() == 2U);
  BOOST_TEST(batch.prefix(batch.size_bytes()).count() == 3U);
}

// The size of a record after the last one was read (found by asan).
BOOST_AUTO_TEST_CASE(gives_a_lone_entry_whole_however_large) {
  auto builder = entry_batch_builder{};
  builder.add({.term = {1},
               .index = {1},
               .kind = entry_kind::command,
               .time_us = 7,
               .payload = "payload"});
  auto batch = builder.build();
  BOOST_TEST(batch.prefix(1).records() == batch.records());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace entry_batch_test
