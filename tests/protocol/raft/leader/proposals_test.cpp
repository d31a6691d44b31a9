#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace proposals_test {

using namespace taskraft;
using namespace taskraft::tests;

test_node lone_leader(const raft::tuning& bounds = {}) {
  auto one = test_node{{1}, voters(1), bounds};
  one.allow_elections();
  one.win();
  one.finish_disk();
  return one;
}

std::vector<raft::log_write> writes_of(const test_node& one) {
  auto writes = std::vector<raft::log_write>{};
  for (const auto& step : one.pending)
    if (const auto* write = std::get_if<raft::log_write>(&step))
      writes.push_back(*write);
  return writes;
}

using strings = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(a_proposal)

BOOST_AUTO_TEST_CASE(of_many_commands_is_one_batch) {
  auto one = lone_leader();
  one.step(raft::proposal{
    {frames_of({"a", "b"}), frames_of({""}), frames_of({"d"})}, 7});
  auto writes = writes_of(one);
  BOOST_TEST_REQUIRE(writes.size() == 1U);
  BOOST_TEST(writes[0].entries.count() == 4U);
  BOOST_TEST(commands_of(one.log) == (strings{"a", "b", "", "d"}));
}

BOOST_AUTO_TEST_CASE(that_is_too_large_is_several_batches) {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = 2 * (raft::record_header_bytes + 10);
  auto one = lone_leader(bounds);
  auto ten = std::string(10, 'x');
  one.propose({ten, ten, ten, ten, ten});
  auto writes = writes_of(one);
  BOOST_TEST_REQUIRE(writes.size() == 3U);
  BOOST_TEST(writes[0].entries.count() == 2U);
  BOOST_TEST(writes[1].entries.count() == 2U);
  BOOST_TEST(writes[2].entries.count() == 1U);
  BOOST_TEST(writes[1].sequence == writes[0].sequence + 1);
}

BOOST_AUTO_TEST_CASE(larger_than_a_batch_goes_alone) {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = 50;
  auto one = lone_leader(bounds);
  one.propose({"a", std::string(500, 'x'), "b"});
  BOOST_TEST(writes_of(one).size() == 3U);
  one.finish_disk();
  BOOST_TEST(commands_of(one.applied).size() == 3U);
}

BOOST_AUTO_TEST_CASE(of_nothing_does_nothing) {
  auto one = lone_leader();
  one.step(raft::proposal{{}, 7});
  one.propose({});
  BOOST_TEST(one.pending.empty());
  BOOST_TEST(one.refused_proposals == 0U);
}

BOOST_AUTO_TEST_CASE(leaves_out_a_buffer_that_is_cut_anywhere) {
  auto whole = *frames_of({"one", "two"});
  auto border = frames_of({"one"})->size();
  for (auto size = std::size_t{1}; size < whole.size(); ++size) {
    if (size == border)
      continue;
    auto one = lone_leader();
    auto cut = std::make_shared<const std::string>(whole.substr(0, size));
    one.step(
      raft::proposal{{frames_of({"before"}), cut, frames_of({"after"})}, 7});
    BOOST_TEST(commands_of(one.log) == (strings{"before", "after"}));
  }
}

// Also if the leader's clock is set back, or the next leader's clock is late.
BOOST_AUTO_TEST_CASE(gets_a_time_that_never_goes_back) {
  auto cluster = raft_cluster{3};
  cluster.node(1).now_us = 1000;
  cluster.elect(1);
  cluster.node(1).propose({"a"});
  cluster.node(1).now_us = 500;
  cluster.node(1).propose({"b"});
  cluster.settle();
  cluster.node(2).now_us = 200;
  cluster.elect(2);
  cluster.node(2).propose({"c"});
  cluster.node(2).now_us = 3000;
  cluster.node(2).propose({"d"});
  cluster.settle();
  auto times = std::vector<std::uint64_t>{};
  for (const auto& entry : cluster.node(3).applied)
    times.push_back(entry.time_us);
  BOOST_TEST(
    times == (std::vector<std::uint64_t>{1000, 1000, 1000, 1000, 1000, 3000}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_term)

BOOST_AUTO_TEST_CASE(opens_with_an_entry_that_names_the_leader) {
  auto cluster = raft_cluster{3};
  cluster.elect(2);
  const auto& opening = cluster.node(3).log.at(0);
  BOOST_TEST(opening.kind == raft::entry_kind::no_op);
  BOOST_TEST(opening.payload == (std::string{"\x02\0\0\0\0\0\0\0", 8}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_bootstrap)

const auto name_of_one = std::string(32, '1');
const auto name_of_two = std::string(32, '2');

BOOST_AUTO_TEST_CASE(is_the_first_entry_of_the_first_leader) {
  auto cluster = raft_cluster{3};
  cluster.node(1).allow_elections(name_of_one);
  cluster.node(2).allow_elections(name_of_two);
  cluster.elect(1);
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST_REQUIRE(one.log.size() == 2U);
    BOOST_TEST(one.log[0].kind == raft::entry_kind::membership);
    BOOST_TEST(one.log[1].kind == raft::entry_kind::no_op);
    BOOST_TEST(one.state.members().cluster_id == name_of_one);
    BOOST_TEST(one.state.memberships.back().index == raft::log_index{1});
  }
}

BOOST_AUTO_TEST_CASE(happens_once) {
  auto cluster = raft_cluster{3};
  for (auto id = 1U; id <= 3; ++id)
    cluster.node(id).allow_elections(std::string(32, 'a'));
  cluster.elect(1);
  for (auto id = 1U; id <= 3; ++id)
    cluster.node(id).allow_elections(name_of_two);
  cluster.elect(2);
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST(one.state.members().cluster_id == std::string(32, 'a'));
    BOOST_TEST(one.state.memberships.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(survives_a_restart) {
  auto cluster = raft_cluster{3};
  cluster.node(1).allow_elections(name_of_one);
  cluster.elect(1);
  cluster.crash(3);
  BOOST_TEST(cluster.node(3).state.members().cluster_id == name_of_one);
}

// HAZARDS 30: a membership is in force when appended, and out of force when
// its entry is cut.
BOOST_AUTO_TEST_CASE(that_was_overwritten_is_rolled_back) {
  auto cluster = raft_cluster{3};
  cluster.node(1).allow_elections(name_of_one);
  cluster.node(2).allow_elections(name_of_two);
  auto& first = cluster.node(1);
  first.win();
  first.outbox.clear();
  first.finish_disk();
  BOOST_TEST(first.state.members().cluster_id == name_of_one);
  cluster.isolate(1);
  // 2 never hears of it, and wins a later term.
  cluster.node(2).stand();
  cluster.elect(2);
  cluster.mend();
  cluster.pass(20);
  BOOST_TEST(first.state.members().cluster_id == name_of_two);
  BOOST_TEST(first.state.memberships.size() == 1U);
  BOOST_TEST(first.disk.log == cluster.node(2).log);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace proposals_test
