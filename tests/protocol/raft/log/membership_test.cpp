#include "protocol/raft/log/membership.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

#include <map>

namespace membership_test {

using namespace taskraft;
using namespace taskraft::tests;

raft::membership example() {
  return {
    .cluster_id = "0123456789abcdef0123456789abcdef",
    .members
    = {{.id = {1},
        .address = "127.0.0.1:7101",
        .disk_id = "fedcba9876543210fedcba9876543210",
        .voter = true},
       {.id = {7}, .address = "[::1]:7107", .disk_id = "", .voter = false}},
    .removed = {{2}, {5}}};
}

/// Voters 1 to n, with these match indexes.
raft::log_index quorum_of(const std::vector<std::uint64_t>& matches) {
  return voters(matches.size()).quorum_index([&](raft::node_id id) {
    return raft::log_index{matches[id.value - 1]};
  });
}

BOOST_AUTO_TEST_SUITE(a_membership)

BOOST_AUTO_TEST_CASE(is_the_same_after_encoding_and_decoding) {
  for (const auto& x : {example(), voters(5), raft::membership{}}) {
    auto back = raft::decode_membership(raft::encode(x));
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST(*back == x);
  }
}

// Logs keep these bytes for years: a change needs a new version.
BOOST_AUTO_TEST_CASE(is_stored_in_these_very_bytes) {
  using namespace std::string_literals;
  auto small = raft::membership{
    .cluster_id = "ab",
    .members = {{.id = {258}, .address = "h:1", .disk_id = "d", .voter = true},
                {.id = {259}, .address = "", .disk_id = "", .voter = false}},
    .removed = {{3}}};
  BOOST_TEST(raft::encode(small)
             == "\x01"
                "\x02\x00"
                "ab"
                "\x02\x00"
                "\x02\x01\x00\x00\x00\x00\x00\x00\x01\x03\x00h:1\x01\x00"
                "d"
                "\x03\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
                "\x01\x00\x03\x00\x00\x00\x00\x00\x00\x00"s);
}

BOOST_AUTO_TEST_CASE(is_refused_when_cut_at_any_byte_or_too_long) {
  auto bytes = raft::encode(example());
  for (auto size = std::size_t{0}; size < bytes.size(); ++size)
    BOOST_TEST(!raft::decode_membership(bytes.substr(0, size)).has_value());
  BOOST_TEST(!raft::decode_membership(bytes + '\0').has_value());
}

BOOST_AUTO_TEST_CASE(is_refused_in_an_unknown_version_or_with_unknown_flags) {
  auto bytes = raft::encode(example());
  auto newer = bytes;
  newer[0] = 2;
  BOOST_TEST(!raft::decode_membership(newer).has_value());
  auto flags = bytes;
  // Version, cluster id, count and the first id stand before its flags.
  flags[1 + 2 + 32 + 2 + 8] = 2;
  BOOST_TEST(!raft::decode_membership(flags).has_value());
}

BOOST_AUTO_TEST_CASE(is_refused_when_ids_are_not_in_order) {
  auto doubled = example();
  doubled.members[1].id = {1};
  BOOST_TEST(!raft::decode_membership(raft::encode(doubled)).has_value());
  auto nobody = example();
  nobody.members[0].id = {0};
  BOOST_TEST(!raft::decode_membership(raft::encode(nobody)).has_value());
  auto twice = example();
  twice.removed = {{5}, {5}};
  BOOST_TEST(!raft::decode_membership(raft::encode(twice)).has_value());
}

BOOST_AUTO_TEST_CASE(knows_its_members_and_who_votes) {
  auto x = example();
  BOOST_TEST_REQUIRE(x.find({7}) != nullptr);
  BOOST_TEST(x.find({7})->address == "[::1]:7107");
  BOOST_TEST(x.find({2}) == nullptr);
  BOOST_TEST(x.has_voter({1}));
  BOOST_TEST(!x.has_voter({7}));
  BOOST_TEST(!x.has_voter({2}));
  BOOST_TEST(x.voter_count() == 1U);
  BOOST_TEST(x.has_removed({5}));
  BOOST_TEST(!x.has_removed({7}));
}

BOOST_AUTO_TEST_CASE(has_a_quorum_when_more_than_half_of_the_voters_agree) {
  for (auto size = std::size_t{1}; size <= 7; ++size)
    for (auto agreeing = std::size_t{0}; agreeing <= size; ++agreeing)
      BOOST_TEST(voters(size).has_quorum([&](raft::node_id id) {
        return id.value <= agreeing;
      }) == (agreeing * 2 > size));
  BOOST_TEST(
    !raft::membership{}.has_quorum([](raft::node_id) { return true; }));
}

BOOST_AUTO_TEST_CASE(counts_no_learners) {
  auto x = example();
  BOOST_TEST(!x.has_quorum([](raft::node_id id) { return id.value == 7; }));
  BOOST_TEST(x.has_quorum([](raft::node_id id) { return id.value == 1; }));
  BOOST_TEST(x.quorum_index([](raft::node_id id) {
    return raft::log_index{id.value == 1 ? 3U : 9U};
  }) == raft::log_index{3});
}

BOOST_AUTO_TEST_CASE(finds_the_index_that_a_majority_has_reached) {
  BOOST_TEST(quorum_of({5}) == raft::log_index{5});
  BOOST_TEST(quorum_of({5, 3}) == raft::log_index{3});
  BOOST_TEST(quorum_of({5, 3, 0}) == raft::log_index{3});
  BOOST_TEST(quorum_of({0, 9, 9}) == raft::log_index{9});
  BOOST_TEST(quorum_of({4, 3, 2, 1}) == raft::log_index{2});
  BOOST_TEST(quorum_of({1, 5, 2, 4, 3}) == raft::log_index{3});
  BOOST_TEST(quorum_of({}) == raft::log_index{0});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace membership_test
