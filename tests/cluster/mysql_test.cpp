// Real nodes on a real MariaDB, which stops, hangs and dies.

#include "tests/support/http/http_client.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/processes/process_load.hpp"
#include "tests/support/processes/store_contents.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <future>
#include <string>

namespace mysql_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto clients = 8;

struct mysql_fixture {
  /// Lets these nodes store their rows in the server.
  void put_on_mysql(const std::vector<std::uint64_t>& ids) {
    for (auto id : ids)
      cluster.set_store(id, server.fresh_schema());
  }

  void start() {
    cluster.start_all();
    cluster.leader();
  }

  /// Keeps the leader, however busy the machine is.
  void elect_seldom() {
    cluster.use_raft_settings("election_timeout_ms = [1000, 2000]\n");
  }

  /// Fails unless all nodes have applied the same entries and hold equal rows.
  void check_agreement() {
    BOOST_TEST_REQUIRE(cluster.converged(cluster.ids()));
    tests::check_stores(cluster, cluster.ids());
  }

  nlohmann::json status_of(std::uint64_t id) {
    for (auto& row : cluster.json({"cluster", "status"}))
      if (row["id"] == id)
        return row;
    return {};
  }

  void make_leader(std::uint64_t id) {
    if (cluster.leader() != id)
      cluster.json({"cluster", "transfer-leader", std::to_string(id)});
    BOOST_TEST_REQUIRE(
      tests::eventually([&] { return cluster.leader() == id; }, 20s));
  }

  bool has_logged(std::uint64_t id, const std::string& event) {
    return tests::eventually(
      [&] { return cluster.count_logged(id, "event=" + event) > 0; }, 30s);
  }

  /// Writes as fast as it can.
  void load(int seconds, const std::string& writers = "8") {
    auto output = cluster.client({"bench", "--clients", writers, "--read-ratio",
                                  "0", "--seconds", std::to_string(seconds)});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  void put(const std::string& key, const std::string& value) {
    auto output = cluster.client({"kv", "put", key, value});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  tests::mariadb_server server;
  tests::process_cluster cluster;
};

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
  elect_seldom();
  put_on_mysql({1, 2, 3});
  start();
  put("before", "1");
  cluster.converged(cluster.ids());
  server.pause();
  // Read while the server hangs: the cluster also commits entries of its own.
  auto before = status_of(1);
  // The first command is answered because it is durable in the log.
  for (auto i = 0; i < 3; ++i)
    cluster.client(
      {"kv", "put", "during", std::to_string(i), "--timeout", "1s"});
  auto after = status_of(1);
  BOOST_TEST(after["commit_index"].get<std::uint64_t>()
             >= before["commit_index"].get<std::uint64_t>() + 3);
  BOOST_TEST(after["applied_index"].get<std::uint64_t>()
             <= before["commit_index"].get<std::uint64_t>());
  BOOST_TEST(after["term"] == before["term"]);
  BOOST_TEST(after["store"] == "mysql");
  server.resume();
  put("after", "2");
  check_agreement();
  BOOST_TEST(cluster.client({"kv", "get", "during"}).out == "2\n");
}

// Its node called itself ready.
BOOST_AUTO_TEST_CASE(a_server_that_hangs_is_noticed_while_nothing_is_written) {
  put_on_mysql({1});
  start();
  put("before", "1");
  cluster.converged(cluster.ids());
  auto is_ready = [&] {
    const auto& address = cluster.place(1).http_address;
    return tests::http_request(address, "GET", "/readyz").status == 200;
  };
  BOOST_TEST(tests::eventually(is_ready, 10s));
  server.pause();
  BOOST_TEST(tests::eventually([&] { return !is_ready(); }, 15s));
  server.resume();
  BOOST_TEST(tests::eventually(is_ready, 10s));
  BOOST_TEST(cluster.client({"kv", "get", "before"}).out == "1\n");
}

// HAZARDS 44. TASKRAFT_STALL_SECONDS makes it minutes.
BOOST_AUTO_TEST_CASE(a_server_that_hangs_or_is_gone_costs_no_memory) {
  constexpr auto mebibyte = std::uint64_t{1} << 20U;
  elect_seldom();
  put_on_mysql({3});
  start();
  make_leader(1);
  load(2);
  for (auto is_gone : {false, true}) {
    auto seconds = tests::stall_seconds();
    auto before = cluster.memory_bytes(3);
    auto term = status_of(1)["term"];
    is_gone ? server.kill() : server.pause();
    auto work = std::async(std::launch::async,
                           [&] { load(seconds, tests::stall_clients()); });
    auto most = tests::most_memory(cluster, 3, work);
    work.get();
    is_gone ? server.start() : server.resume();
    BOOST_TEST(
      cluster.converged(cluster.ids(), 120s + std::chrono::seconds{seconds}));
    BOOST_TEST_MESSAGE(
      seconds << " s " << (is_gone ? "gone: " : "hanging: ")
              << before / mebibyte << " MiB before, at most " << most / mebibyte
              << ", " << cluster.memory_bytes(3) / mebibyte << " after");
    BOOST_TEST(most < before + 300 * mebibyte);
    BOOST_TEST(status_of(1)["term"] == term);
  }
  check_agreement();
}

BOOST_AUTO_TEST_CASE(a_leader_whose_server_hangs_hands_over) {
  elect_seldom();
  put_on_mysql({1});
  start();
  make_leader(1);
  server.pause();
  auto work = tests::load{cluster, clients};
  BOOST_TEST(tests::eventually([&] { return cluster.leader() != 1; }, 15s));
  BOOST_TEST(cluster.logged(1).find("store_stands_still") != std::string::npos);
  auto before = work.acknowledged_count();
  BOOST_TEST(tests::eventually(
    [&] { return work.acknowledged_count() > before + clients; }, 30s));
  server.resume();
  work.stop();
  check_agreement();
  work.check(cluster);
}

// It led on until the next write, which waited.
BOOST_AUTO_TEST_CASE(an_idle_leader_whose_server_hangs_hands_over) {
  elect_seldom();
  put_on_mysql({1});
  start();
  put("before", "1");
  cluster.converged(cluster.ids());
  make_leader(1);
  server.pause();
  BOOST_TEST(tests::eventually([&] { return cluster.leader() != 1; }, 15s));
  BOOST_TEST(cluster.count_logged(1, "event=store_stands_still") == 1U);
  put("after", "2");
  server.resume();
  check_agreement();
}

BOOST_AUTO_TEST_CASE(a_node_waits_for_a_server_that_is_down_at_its_start) {
  put_on_mysql({1});
  server.kill();
  cluster.start_all();
  BOOST_TEST(tests::eventually(
    [&] {
      return cluster.logged(1).find("waiting_for_store") != std::string::npos;
    },
    10s));
  // The node can be stopped meanwhile.
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

BOOST_AUTO_TEST_CASE(snapshots_seed_one_database_from_another) {
  // A log so short that an empty store needs a snapshot.
  cluster.use_raft_settings("log_retain_entries = 20\n");
  start();
  load(1);
  // The node changes from SQLite to MySQL ...
  BOOST_TEST(cluster.stop(3) == 0);
  put_on_mysql({3});
  load(1);
  cluster.start(3);
  BOOST_TEST(has_logged(3, "snapshot_installed"));
  check_agreement();
  BOOST_TEST(status_of(3)["store"] == "mysql");
  // ... and back, with a leader on MySQL.
  make_leader(3);
  BOOST_TEST(cluster.stop(1) == 0);
  cluster.lose_store(1);
  load(1);
  BOOST_TEST(cluster.leader() == 3U);
  cluster.start(1);
  BOOST_TEST(has_logged(1, "snapshot_installed"));
  check_agreement();
  BOOST_TEST(status_of(1)["store"] == "sqlite");
}

BOOST_AUTO_TEST_CASE(reads_survive_a_restart_and_an_outage_is_one_report) {
  put_on_mysql({1});
  start();
  put("k", "v");
  auto get = [&](const char* timeout) {
    return cluster.client_at(
      1, {"kv", "get", "k", "--consistency", "stale", "--timeout", timeout});
  };
  // Each of the readers has a connection of its own.
  for (auto i = 0; i < 6; ++i)
    BOOST_TEST(get("5s").out == "v\n");
  server.kill();
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(get("1s").exit_code == 6);
  server.start();
  for (auto i = 0; i < 6; ++i)
    BOOST_TEST(get("5s").out == "v\n");
  BOOST_TEST(cluster.count_logged(1, "event=reads_fail") == 1U);
  BOOST_TEST(cluster.count_logged(1, "event=reads_work") == 1U);
  // A lost connection that no read needs is no outage; the node itself may have
  // read meanwhile.
  server.kill();
  server.start();
  for (auto i = 0; i < 6; ++i)
    BOOST_TEST(get("5s").out == "v\n");
  BOOST_TEST(cluster.count_logged(1, "event=reads_fail")
             == cluster.count_logged(1, "event=reads_work"));
}

BOOST_AUTO_TEST_CASE(a_user_who_may_only_write_rows_is_enough) {
  auto schema = server.fresh_schema();
  auto printed
    = tests::run_program(TASKRAFTD_PROGRAM, {"--print-schema", "mysql"});
  BOOST_TEST(printed.exit_code == 0);
  BOOST_TEST_REQUIRE(server.import(schema.schema, printed.out) == 0);
  server.execute("CREATE USER taskraft@localhost");
  server.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + schema.schema
                 + ".* TO taskraft@localhost");
  schema.user = "taskraft";
  cluster.set_store(1, schema);
  start();
  make_leader(1);
  put("k", "v");
  check_agreement();
}

BOOST_AUTO_TEST_CASE(a_schema_of_another_node_is_refused) {
  put_on_mysql({1, 2, 3});
  cluster.set_store(2, cluster.place(1).schema);
  cluster.start(1);
  BOOST_TEST(tests::eventually(
    [&] { return cluster.logged(1).find("event=ready") != std::string::npos; },
    10s));
  cluster.start(2);
  BOOST_TEST(cluster.wait_for_end(2, 15s) == 3);
}

BOOST_AUTO_TEST_CASE(a_server_that_loses_commits_is_refused) {
  put_on_mysql({1, 2, 3});
  server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
  cluster.start(1);
  BOOST_TEST(cluster.wait_for_end(1, 15s) == 4);
}

BOOST_AUTO_TEST_CASE(a_server_that_does_not_let_us_in_is_refused) {
  auto schema = server.fresh_schema();
  schema.user = "nobody";
  cluster.set_store(1, schema);
  cluster.start(1);
  BOOST_TEST(cluster.wait_for_end(1, 15s) == 2);
}

// Each node on such a server once ended with exit code 2.
BOOST_AUTO_TEST_CASE(a_changed_password_is_an_outage_until_the_file_has_it) {
  auto schema = server.fresh_schema();
  server.execute("CREATE USER rotated@localhost IDENTIFIED BY 'old'");
  server.execute("GRANT ALL ON " + schema.schema + ".* TO rotated@localhost");
  schema.user = "rotated";
  schema.password = "old";
  cluster.set_store(1, schema);
  start();
  put("k", "v");
  BOOST_TEST_REQUIRE(cluster.converged(cluster.ids()));
  server.execute("ALTER USER rotated@localhost IDENTIFIED BY 'new'");
  server.execute("KILL USER rotated@localhost");
  put("k", "w");
  BOOST_TEST(has_logged(1, "store_busy"));
  BOOST_TEST(cluster.is_running(1));
  schema.password = "new";
  cluster.set_store(1, schema);
  check_agreement();
  BOOST_TEST(cluster.count_logged(1, "event=store_busy") == 1U);
  BOOST_TEST(cluster.count_logged(1, "event=store_back") == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_with_odd_defaults_holds_the_same_rows) {
  for (const auto* odd :
       {"sql_safe_updates = 1", "tx_read_only = 1", "max_join_size = 1",
        "sql_select_limit = 3", "completion_type = 2"})
    server.execute(std::string{"SET GLOBAL "} + odd);
  put_on_mysql({1});
  start();
  for (auto i = 0; i < 5; ++i) {
    auto number = std::to_string(i);
    put("key " + number, number);
    auto added = cluster.client({"add", "task " + number});
    BOOST_TEST(added.exit_code == 0, added.err);
  }
  check_agreement();
  auto compared = cluster.client({"cluster", "checksum"});
  BOOST_TEST(compared.exit_code == 0, compared.err);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_test
