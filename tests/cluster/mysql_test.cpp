// Real nodes on a real MariaDB, which stops, hangs and dies.

#include "persistence/mysql_task_reader.hpp"
#include "persistence/sqlite_task_reader.hpp"
#include "persistence/state_hash.hpp"
#include "tests/support/mariadb_server.hpp"
#include "tests/support/process_cluster.hpp"
#include "tests/support/process_load.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

using namespace taskraft;
using namespace std::chrono_literals;

namespace {

constexpr auto clients = 8;

struct mysql_fixture {
  /// Lets these nodes keep their rows in the server.
  void put_on_mysql(const std::vector<std::uint64_t>& ids) {
    for (auto id : ids)
      cluster.set_store(id, server.fresh_schema());
  }

  void start() {
    cluster.start_all();
    cluster.leader();
  }

  /// Of everything in the node's store: rows, request ids and applied index.
  std::uint64_t hash_of(std::uint64_t id) {
    const auto& place = cluster.place(id);
    auto rows = place.schema ? persistence::mysql::open_reader(*place.schema)
                             : persistence::sqlite::open_reader(
                               (place.directory / "store.sqlite").string());
    auto applied = rows->begin();
    BOOST_REQUIRE(static_cast<bool>(applied));
    auto hash = persistence::hash_of_view(*rows, {});
    rows->end();
    BOOST_REQUIRE(static_cast<bool>(hash));
    return *hash;
  }

  /// All nodes have applied the same and hold the same.
  void check_agreement() {
    BOOST_TEST_REQUIRE(cluster.converged(cluster.ids()));
    // Nobody writes any more.
    for (auto id : cluster.ids())
      BOOST_TEST(hash_of(id) == hash_of(1), "node " << id);
  }

  nlohmann::json status_of(std::uint64_t id) {
    for (auto& row : cluster.json({"cluster", "status"}))
      if (row["id"] == id)
        return row;
    return {};
  }

  void put(const std::string& key, const std::string& value) {
    auto output = cluster.client({"kv", "put", key, value});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  tests::mariadb_server server;
  tests::process_cluster cluster;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(on_mysql, mysql_fixture)

BOOST_AUTO_TEST_CASE(kills_of_nodes_and_of_their_server_cost_nothing) {
  put_on_mysql({1, 2, 3});
  start();
  auto work = tests::load{cluster, clients};
  for (auto i = 0; i < 6; ++i) {
    auto victim = cluster.leader();
    if (i % 3 != 0)
      server.kill();
    if (i % 3 != 1)
      cluster.kill(victim);
    if (i % 3 != 0)
      server.start();
    if (i % 3 != 1)
      cluster.start(victim);
    auto before = work.acknowledged_count();
    BOOST_TEST(tests::eventually(
      [&] { return work.acknowledged_count() > before + clients; }, 30s));
  }
  work.stop();
  check_agreement();
  work.check(cluster);
}

BOOST_AUTO_TEST_CASE(a_server_that_hangs_stalls_apply_and_not_consensus) {
  put_on_mysql({1, 2, 3});
  start();
  put("before", "1");
  cluster.converged(cluster.ids());
  auto before = status_of(1);
  server.pause();
  // The first one is answered: the log is the durable truth.
  for (auto i = 0; i < 3; ++i)
    cluster.client(
      {"kv", "put", "during", std::to_string(i), "--timeout", "1s"});
  auto after = status_of(1);
  BOOST_TEST(after["commit_index"].get<std::uint64_t>()
             >= before["commit_index"].get<std::uint64_t>() + 3);
  BOOST_TEST(after["applied_index"] == before["applied_index"]);
  BOOST_TEST(after["term"] == before["term"]);
  BOOST_TEST(after["store"] == "mysql");
  server.resume();
  put("after", "2");
  check_agreement();
  BOOST_TEST(cluster.client({"kv", "get", "during"}).out == "2\n");
}

BOOST_AUTO_TEST_CASE(a_leader_whose_server_hangs_hands_over) {
  put_on_mysql({1});
  start();
  if (cluster.leader() != 1)
    cluster.json({"cluster", "transfer-leader", "1"});
  BOOST_TEST_REQUIRE(
    tests::eventually([&] { return cluster.leader() == 1; }, 10s));
  server.pause();
  auto work = tests::load{cluster, clients};
  BOOST_TEST(tests::eventually([&] { return cluster.leader() != 1; }, 15s));
  BOOST_TEST(cluster.report(1).find("store_stands_still") != std::string::npos);
  auto before = work.acknowledged_count();
  BOOST_TEST(tests::eventually(
    [&] { return work.acknowledged_count() > before + clients; }, 30s));
  server.resume();
  work.stop();
  check_agreement();
  work.check(cluster);
}

BOOST_AUTO_TEST_CASE(a_node_waits_for_a_server_that_is_down_at_its_start) {
  put_on_mysql({1});
  server.kill();
  cluster.start_all();
  BOOST_TEST(tests::eventually(
    [&] {
      return cluster.report(1).find("waiting_for_store") != std::string::npos;
    },
    10s));
  // It can be told to stop meanwhile.
  BOOST_TEST(cluster.stop(1) == 0);
  cluster.start(1);
  server.start();
  cluster.leader();
  put("k", "v");
  check_agreement();
}

BOOST_AUTO_TEST_CASE(a_node_changes_its_database_while_the_cluster_runs) {
  start();
  put("k", "1");
  BOOST_TEST(cluster.stop(3) == 0);
  put_on_mysql({3});
  cluster.start(3);
  put("k", "2");
  check_agreement();
  BOOST_TEST(status_of(3)["store"] == "mysql");
  BOOST_TEST(cluster.stop(3) == 0);
  cluster.set_store(3, std::nullopt);
  cluster.start(3);
  put("k", "3");
  check_agreement();
  BOOST_TEST(status_of(3)["store"] == "sqlite");
}

BOOST_AUTO_TEST_CASE(a_schema_of_another_node_is_refused) {
  put_on_mysql({1, 2, 3});
  cluster.set_store(2, cluster.place(1).schema);
  cluster.start(1);
  BOOST_TEST(tests::eventually(
    [&] { return cluster.report(1).find("event=ready") != std::string::npos; },
    10s));
  cluster.start(2);
  BOOST_TEST((cluster.wait_for_end(2, 15s) == 3));
}

BOOST_AUTO_TEST_CASE(a_server_that_loses_commits_is_refused) {
  put_on_mysql({1, 2, 3});
  server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
  cluster.start(1);
  BOOST_TEST((cluster.wait_for_end(1, 15s) == 4));
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_let_us_in_is_refused) {
  auto schema = server.fresh_schema();
  schema.user = "nobody";
  cluster.set_store(1, schema);
  cluster.start(1);
  BOOST_TEST((cluster.wait_for_end(1, 15s) == 2));
}

BOOST_AUTO_TEST_SUITE_END()
