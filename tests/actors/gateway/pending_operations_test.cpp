#include "actors/gateway/pending_operations.hpp"
#include "tests/support/unit_test.hpp"

#include <utility>
#include <vector>

namespace pending_operations_test {

using namespace taskraft;

protocol::node_status member(std::uint64_t id, std::string address) {
  auto x = protocol::node_status{};
  x.id = {id};
  x.address = std::move(address);
  return x;
}

struct fixture {
  actors::pending_operations operations;

  template <class What>
  bool add(std::uint64_t context, actors::client_number client, What what,
           std::optional<actors::tick_count> ends = {}) {
    return operations.add(context, {.client = client,
                                    .id = 10 * context,
                                    .born = 0,
                                    .ends = ends,
                                    .what = std::move(what)});
  }

  std::vector<std::uint64_t> ids_expired_at(actors::tick_count now) {
    auto ids = std::vector<std::uint64_t>{};
    for (const auto& x : operations.expire(now))
      ids.push_back(x.id);
    return ids;
  }
};

using ids = std::vector<std::uint64_t>;

BOOST_FIXTURE_TEST_SUITE(pending_operations, fixture)

BOOST_AUTO_TEST_CASE(are_found_by_context_and_kind) {
  BOOST_TEST(add(1, 7, actors::pending_transfer{.target = {3}, .leader = {}}));
  BOOST_TEST(add(2, 7, actors::pending_status{}));
  BOOST_TEST(add(4, 8, actors::pending_transfer{.target = {2}, .leader = {}}));
  BOOST_REQUIRE(operations.find<actors::pending_transfer>(1) != nullptr);
  BOOST_TEST(operations.find<actors::pending_transfer>(1)->target.value == 3U);
  BOOST_CHECK(operations.find<actors::pending_status>(1) == nullptr);
  BOOST_CHECK(operations.find<actors::pending_transfer>(3) == nullptr);
  BOOST_TEST(operations.contexts_of<actors::pending_transfer>() == (ids{1, 4}));
  BOOST_TEST(operations.take(4).client == 8U);
  BOOST_TEST(operations.contexts_of<actors::pending_transfer>() == ids{1});
  // An answer finds its operation by the context alone.
  BOOST_TEST(!add(1, 9, actors::pending_status{}));
}

BOOST_AUTO_TEST_CASE(expire_once_and_at_their_own_ends) {
  add(1, 7, actors::pending_status{}, 20);
  add(2, 7, actors::pending_change{}, 10);
  add(3, 8, actors::pending_backup{}, 20);
  add(4, 8, actors::pending_backup{});
  BOOST_TEST(ids_expired_at(9).empty());
  BOOST_TEST(ids_expired_at(10) == ids{20});
  operations.at(3).ends = 30;
  BOOST_TEST(ids_expired_at(29) == ids{10});
  BOOST_TEST(ids_expired_at(1'000'000) == ids{30});
  BOOST_TEST(operations.size() == 1U);
}

// A digest that differs condemns a node, though its client may be gone.
BOOST_AUTO_TEST_CASE(are_forgotten_with_their_client_except_comparisons) {
  add(1, 7, actors::pending_status{});
  add(2, 7, actors::pending_comparison{});
  add(3, 7, actors::pending_change{});
  add(4, 8, actors::pending_change{});
  operations.forget(7);
  BOOST_TEST(operations.size() == 2U);
  BOOST_CHECK(operations.find<actors::pending_comparison>(2) != nullptr);
  BOOST_CHECK(operations.find<actors::pending_change>(4) != nullptr);
}

BOOST_AUTO_TEST_CASE(are_bounded) {
  for (auto i = std::size_t{0}; i < actors::pending_operations::most; ++i)
    BOOST_TEST(add(i, 7, actors::pending_backup{}));
  BOOST_TEST(!add(1'000, 7, actors::pending_status{}));
  operations.take(5);
  BOOST_TEST(add(1'000, 7, actors::pending_status{}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rows_of_a_status)

BOOST_AUTO_TEST_CASE(show_every_member_reachable_or_not) {
  auto status = actors::pending_status{};
  auto answered = member(2, "two:1");
  answered.role = "leader";
  answered.term = {9};
  status.rows[{2}] = answered;
  auto rows = actors::rows_of(status, {member(1, "one:1"), member(2, "two:1")});
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].id == raft::node_id{1});
  BOOST_TEST(rows[0].address == "one:1");
  BOOST_TEST(rows[0].role == "unreachable");
  BOOST_TEST(!rows[0].reachable);
  BOOST_TEST(rows[1].role == "leader");
  BOOST_TEST(rows[1].term == raft::term{9});
  BOOST_TEST(rows[1].reachable);
}

// A node that waits to be added is no member.
BOOST_AUTO_TEST_CASE(show_each_other_node_that_answers) {
  auto status = actors::pending_status{};
  status.rows[{2}] = member(2, "two:1");
  auto rows
    = actors::rows_of(status, {member(1, "one:1"), member(3, "three:1")});
  BOOST_TEST_REQUIRE(rows.size() == 3U);
  BOOST_TEST(rows[1].id == raft::node_id{2});
  BOOST_TEST(rows[1].reachable);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pending_operations_test
