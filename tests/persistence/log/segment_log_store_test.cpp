#include "tests/persistence/log/log_fixture.hpp"

namespace segment_log_store_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_FIXTURE_TEST_SUITE(a_segment_log, log_fixture)

BOOST_AUTO_TEST_CASE(begins_empty) {
  open();
  BOOST_TEST(store->last() == raft::log_position{});
  BOOST_TEST(store->recovered().hard == raft::hard_state{});
  BOOST_TEST(store->recovered().memberships.empty());
}

BOOST_AUTO_TEST_CASE(gives_back_entries_after_it_was_opened_again) {
  open();
  must_append(entries(1, 3));
  must_append(entries(4, 10, 2));
  open();
  BOOST_TEST(store->last() == (raft::log_position{{10}, {2}}));
  BOOST_TEST(store->recovered().log.term_at({3}) == raft::term{1});
  BOOST_TEST(store->recovered().log.term_at({4}) == raft::term{2});
  BOOST_TEST(read_all(*store, {1}).size() == 10U);
}

BOOST_AUTO_TEST_CASE(writes_all_batches_of_a_call_with_one_sync) {
  open();
  auto batches = std::vector{entries(1, 2), entries(3, 3), entries(4, 9, 2)};
  auto before = disk.syncs();
  must(store->append(batches));
  BOOST_TEST(disk.syncs() == before + 1);
  BOOST_TEST(read_all(*store, {1}).size() == 9U);
}

BOOST_AUTO_TEST_CASE(keeps_term_and_vote_with_one_sync) {
  open();
  auto before = disk.syncs();
  must(store->save({.term = {3}, .vote = {2}}));
  BOOST_TEST(disk.syncs() == before + 1);
  open();
  BOOST_TEST(store->recovered().hard == (raft::hard_state{{3}, {2}}));
}

BOOST_AUTO_TEST_CASE(continues_in_further_segments) {
  open();
  for (auto i = std::uint64_t{1}; i <= 2000; ++i)
    must_append(entries(i, i));
  BOOST_TEST(read_all(*store, {1}).size() == 2000U);
  open();
  BOOST_TEST(last() == 2000U);
  BOOST_TEST(read_all(*store, {1}).size() == 2000U);
  BOOST_TEST(read_all(*store, {1234}).size() == 767U);
}

BOOST_AUTO_TEST_CASE(takes_calls_and_entries_larger_than_a_segment) {
  open();
  must_append(entries(1, 1000));
  must_append(entries(1001, 1003, 1, 50'000));
  open();
  BOOST_TEST(last() == 1003U);
  BOOST_TEST(read_all(*store, {1001}, 50'000).size() == 3U);
}

BOOST_AUTO_TEST_CASE(removes_a_suffix_over_several_segments) {
  open();
  for (auto i = std::uint64_t{1}; i <= 1000; ++i)
    must_append(entries(i, i));
  must(store->truncate_suffix({300}));
  BOOST_TEST(last() == 299U);
  BOOST_TEST(read_all(*store, {1}).size() == 299U);
  must_append(entries(300, 310, 2));
  must(store->truncate_suffix({305}));
  must_append(entries(305, 306, 3));
  open();
  BOOST_TEST(store->last() == (raft::log_position{{306}, {3}}));
  BOOST_TEST(store->recovered().log.term_at({304}) == raft::term{2});
  BOOST_TEST(read_all(*store, {290}).size() == 17U);
}

BOOST_AUTO_TEST_CASE(forgets_a_prefix_and_uses_its_files_again) {
  open();
  auto next = std::uint64_t{1};
  auto files = std::size_t{0};
  for (auto round = 0; round < 10; ++round) {
    for (auto i = 0; i < 500; ++i, ++next)
      must_append(entries(next, next));
    must(store->truncate_prefix({{next - 100}, {1}}, members_of("c")));
    if (round == 2)
      files = disk.content().size();
  }
  BOOST_TEST(disk.content().size() <= files);
  BOOST_TEST(read_all(*store, {1}).empty());
  BOOST_TEST(read_all(*store, {next - 99}).size() == 99U);
  open();
  BOOST_TEST(store->recovered().log.base()
             == (raft::log_position{{next - 100}, {1}}));
  BOOST_TEST(store->recovered().memberships.size() == 1U);
  BOOST_TEST(read_all(*store, {next - 99}).size() == 99U);
}

BOOST_AUTO_TEST_CASE(is_empty_after_a_base_beyond_its_end) {
  open();
  must_append(entries(1, 10));
  must(store->truncate_prefix({{20}, {3}}, members_of("c")));
  BOOST_TEST(store->last() == (raft::log_position{{20}, {3}}));
  BOOST_TEST(read_all(*store, {1}).empty());
  open();
  BOOST_TEST(store->last() == (raft::log_position{{20}, {3}}));
  must_append(entries(21, 25, 3));
  open();
  BOOST_TEST(last() == 25U);
  BOOST_TEST(read_all(*store, {21}).size() == 5U);
}

BOOST_AUTO_TEST_CASE(drops_entries_after_a_base_from_another_leader) {
  open();
  must_append(entries(1, 30, 1));
  must(store->truncate_prefix({{20}, {3}}, members_of("c")));
  BOOST_TEST(store->last() == (raft::log_position{{20}, {3}}));
  must_append(entries(21, 22, 3));
  open();
  BOOST_TEST(store->last() == (raft::log_position{{22}, {3}}));
  BOOST_TEST(read_all(*store, {21}).size() == 2U);
}

BOOST_AUTO_TEST_CASE(forgets_a_prefix_of_what_replaced_a_longer_suffix) {
  open();
  must_append(entries(1, 500, 1));
  must(store->truncate_suffix({8}));
  must_append(entries(8, 40, 2));
  must(store->truncate_suffix({30}));
  must_append(entries(30, 32, 3));
  must(store->truncate_prefix({{12}, {2}}, members_of("c")));
  open();
  BOOST_TEST(store->last() == (raft::log_position{{32}, {3}}));
  BOOST_TEST(read_all(*store, {13}).size() == 20U);
}

BOOST_AUTO_TEST_CASE(finds_memberships_in_base_and_entries) {
  open();
  must_append(membership_entry(1, 1, members_of("c")));
  must_append(entries(2, 4));
  must_append(membership_entry(5, 1, members_of("d")));
  must_append(membership_entry(6, 1, members_of("e")));
  must(store->truncate_suffix({6}));
  open();
  auto found = store->recovered().memberships;
  BOOST_TEST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[0] == (raft::placed_membership{{1}, members_of("c")}));
  BOOST_TEST(found[1] == (raft::placed_membership{{5}, members_of("d")}));
  must(store->truncate_prefix({{3}, {1}}, members_of("c")));
  open();
  found = store->recovered().memberships;
  BOOST_TEST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[0] == (raft::placed_membership{{3}, members_of("c")}));
}

BOOST_AUTO_TEST_CASE(shows_readers_only_what_is_durable) {
  open();
  must_append(entries(1, 5));
  auto source = store->source();
  auto seen = std::size_t{0};
  disk.before_call = [&](disk_call call, const std::string&) {
    if (call == disk_call::sync)
      seen = read_all(*store, {1}).size();
    return std::optional<failure>{};
  };
  must_append(entries(6, 9));
  BOOST_TEST(seen == 5U);
  BOOST_TEST(source->read({9}, 1)->count() == 1U);
  BOOST_TEST(source->read({10}, 1)->empty());
}

BOOST_AUTO_TEST_CASE(is_opened_by_one_node_at_a_time) {
  open();
  auto second = try_open();
  BOOST_TEST_REQUIRE(!second);
  BOOST_TEST(second.error().code == errc::identity_refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace segment_log_store_test
