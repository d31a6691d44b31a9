// Three real nodes on loopback, driven by the real client.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <string>

namespace cluster_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture {
  tests::process_cluster cluster;

  fixture() {
    cluster.start_all();
    cluster.leader();
  }

  std::uint64_t follower() {
    auto leader = cluster.leader();
    return leader == 1 ? 2 : 1;
  }

  std::string get(std::uint64_t id, const std::string& key) {
    auto output = cluster.client_at(id, {"kv", "get", key});
    BOOST_TEST(output.exit_code == 0, output.err);
    return output.out;
  }

  tests::program_output stale_read_at(std::uint64_t id) const {
    return cluster.client_at(id, {"kv", "get", "k", "--consistency", "stale"});
  }
};

BOOST_FIXTURE_TEST_SUITE(a_cluster, fixture)

BOOST_AUTO_TEST_CASE(takes_writes_and_reads_at_every_node) {
  for (auto writer : cluster.ids()) {
    auto key = "key" + std::to_string(writer);
    auto put = cluster.client_at(writer, {"kv", "put", key, "value"});
    BOOST_TEST(put.exit_code == 0, put.err);
    for (auto reader : cluster.ids())
      BOOST_TEST(get(reader, key) == "value\n");
  }
}

BOOST_AUTO_TEST_CASE(shows_a_row_for_each_node_even_if_one_is_down) {
  auto gone = follower();
  cluster.kill(gone);
  auto rows = cluster.json({"cluster", "status"});
  BOOST_TEST_REQUIRE(rows.size() == 3);
  for (const auto& row : rows)
    BOOST_TEST(row["reachable"] == (row["id"] != gone));
}

BOOST_AUTO_TEST_CASE(hands_leadership_over_on_request) {
  auto target = follower();
  auto moved
    = cluster.client({"cluster", "transfer-leader", std::to_string(target)});
  BOOST_TEST(moved.exit_code == 0, moved.err);
  BOOST_TEST(cluster.leader() == target);
}

BOOST_AUTO_TEST_CASE(goes_on_while_its_leader_is_stopped_and_takes_it_back) {
  auto stopped = cluster.leader();
  cluster.pause(stopped);
  auto other = stopped == 1 ? 2U : 1U;
  auto put
    = cluster.client_at(other, {"kv", "put", "k", "new", "--timeout", "15s"});
  BOOST_TEST(put.exit_code == 0, put.err);
  cluster.resume(stopped);
  // The node must not answer from the state that it had before it was stopped.
  BOOST_TEST(get(stopped, "k") == "new\n");
  BOOST_TEST(cluster.converged(cluster.ids()));
}

BOOST_AUTO_TEST_CASE(finds_everything_again_after_all_nodes_stopped) {
  BOOST_TEST(cluster.client({"add", "Still here"}).exit_code == 0);
  for (auto id : cluster.ids()) {
    auto begin = std::chrono::steady_clock::now();
    BOOST_TEST(cluster.stop(id) == 0);
    BOOST_TEST(std::chrono::steady_clock::now() - begin < 2s);
  }
  cluster.start_all();
  cluster.leader();
  auto tasks = cluster.json({"task", "list"});
  BOOST_TEST_REQUIRE(tasks.size() == 1);
  BOOST_TEST(tasks[0]["title"] == "Still here");
}

BOOST_AUTO_TEST_CASE(refuses_writes_without_a_quorum_and_serves_stale_reads) {
  BOOST_TEST(cluster.client({"kv", "put", "k", "old"}).exit_code == 0);
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  // A node knows how old its state is from the first heartbeat on whose
  // quorum the leader had heard of.
  BOOST_REQUIRE(tests::eventually(
    [this] { return stale_read_at(3).err.find("old") != std::string::npos; },
    20s));
  cluster.kill(1);
  cluster.kill(2);
  auto put = cluster.client_at(3, {"kv", "put", "k", "new", "--timeout", "3s"});
  BOOST_TEST(put.exit_code == 6, put.err);
  BOOST_TEST(!put.err.empty());
  auto read = cluster.client_at(3, {"kv", "get", "k", "--timeout", "3s"});
  BOOST_TEST(read.exit_code == 6, read.err);
  auto stale = stale_read_at(3);
  BOOST_TEST(stale.exit_code == 0, stale.err);
  BOOST_TEST(stale.out == "old\n");
  BOOST_TEST(stale.err.find("old") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_a_refusal_by_the_rules_with_its_exit_code) {
  BOOST_TEST(cluster.client({"task", "show", "7"}).exit_code == 3);
  BOOST_TEST(cluster.client({"add", ""}).exit_code == 7);
  BOOST_TEST(cluster.client({"add", "One"}).exit_code == 0);
  BOOST_TEST(cluster.client({"task", "edit", "1", "--title", "x", "--rev", "1"})
               .exit_code
             == 5);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace cluster_test
