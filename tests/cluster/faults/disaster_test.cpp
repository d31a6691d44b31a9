// Comparing the nodes' states, backups, restores, and the rescue of a cluster
// that lost its quorum.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>

namespace disaster_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto identity_refused = 3;
constexpr auto disk_not_trusted = 4;
constexpr auto time_limit = 20s;

/// Changes the rows of a stopped node with SQL.
void change_rows(const tests::node_place& place, const char* sql) {
  if (place.schema)
    return persistence::mysql::connection{*place.schema}.execute(sql);
  auto store = place.directory / "store.sqlite";
  sqlite3* database = nullptr;
  BOOST_TEST_REQUIRE(sqlite3_open(store.c_str(), &database) == SQLITE_OK);
  BOOST_TEST_REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr)
                     == SQLITE_OK);
  sqlite3_close(database);
}

struct fixture {
  tests::process_cluster cluster;

  fixture() {
    cluster.start_all();
    cluster.leader();
  }

  std::string path(const char* name) const {
    return (cluster.place(1).directory.parent_path() / name).string();
  }

  tests::program_output run(const std::vector<std::string>& words) {
    return cluster.client(words);
  }

  void must(const std::vector<std::string>& words) {
    auto output = run(words);
    BOOST_TEST_REQUIRE(output.exit_code == 0, output.err);
  }

  tests::program_output daemon(std::uint64_t id,
                               std::vector<std::string> words) {
    words.insert(words.begin(),
                 {"--config", cluster.place(id).config.string()});
    return tests::run_program(TASKRAFTD_PROGRAM, words);
  }

  void fill() {
    for (auto i = 0; i < 20; ++i)
      must({"kv", "put", "key" + std::to_string(i), "value"});
    must({"add", "Task one"});
    must({"add", "Task two"});
  }

  std::uint64_t index_at(std::uint64_t id) {
    auto output = cluster.client_at(id, {"cluster", "status", "--json"});
    for (const auto& row : nlohmann::json::parse(output.out))
      if (row["id"] == id && row["applied_index"].is_number())
        return row["applied_index"];
    return 0;
  }

  /// Waits until the node, alone in its cluster, serves.
  void serves_alone(std::uint64_t id) {
    BOOST_REQUIRE(tests::eventually(
      [&] {
        return cluster.client_at(id, {"kv", "put", "alone", "yes"}).exit_code
               == 0;
      },
      time_limit));
  }
};

BOOST_FIXTURE_TEST_SUITE(a_disaster, fixture)

BOOST_AUTO_TEST_CASE(is_no_reason_for_checksums_to_differ) {
  fill();
  for (auto round = 0; round < 3; ++round) {
    auto rows = cluster.json({"cluster", "checksum"});
    BOOST_TEST_REQUIRE(rows.size() == 3U);
    for (const auto& row : rows) {
      BOOST_TEST(row["checksum"] == rows[0]["checksum"]);
      BOOST_TEST(row["index"] == rows[0]["index"]);
      BOOST_TEST(row["differs"] == false);
    }
    must({"kv", "put", "more", std::to_string(round)});
  }
  cluster.stop(3);
  auto output = run({"cluster", "checksum"});
  BOOST_TEST(output.exit_code == 6);
}

BOOST_AUTO_TEST_CASE(of_one_nodes_rows_ends_that_node_until_it_is_rebuilt) {
  fill();
  auto victim = cluster.leader();
  cluster.stop(victim);
  change_rows(cluster.place(victim),
              "UPDATE kv SET value = x'00' WHERE `key` = x'6b657937'");
  cluster.start(victim);
  cluster.leader();
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  auto output = run({"cluster", "checksum"});
  BOOST_TEST(output.exit_code == 1);
  BOOST_TEST(output.err.find("differ") != std::string::npos);
  auto code = cluster.wait_for_end(victim, time_limit);
  BOOST_TEST_REQUIRE(code.has_value());
  BOOST_TEST(*code == disk_not_trusted);
  BOOST_TEST(cluster.logged(victim).find("state_diverged")
             != std::string::npos);
  // The node cannot start with those rows.
  cluster.start(victim);
  code = cluster.wait_for_end(victim, time_limit);
  BOOST_TEST_REQUIRE(code.has_value());
  BOOST_TEST(*code == disk_not_trusted);
  cluster.lose_store(victim);
  cluster.start(victim);
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  must({"cluster", "checksum"});
}

BOOST_AUTO_TEST_CASE(is_survived_by_a_backup) {
  fill();
  auto file = path("backup");
  auto made = cluster.json({"backup", file});
  auto index = made["index"].get<std::uint64_t>();
  BOOST_TEST(std::filesystem::file_size(file)
             == made["bytes"].get<std::uint64_t>());
  BOOST_TEST(!std::filesystem::exists(file + ".part"));
  // A file that exists is not overwritten.
  BOOST_TEST(run({"backup", file}).exit_code == 5);
  must({"kv", "put", "key1", "later"});
  for (auto id : cluster.ids())
    cluster.kill(id);
  // A node that has data is not overwritten by a restore.
  auto config = cluster.place(1).config.string();
  BOOST_TEST(run({"restore", file, "--config", config}).exit_code == 5);
  cluster.wipe(1);
  auto restored = cluster.json({"restore", file, "--config", config});
  BOOST_TEST(restored["index"].get<std::uint64_t>() > index + 1'000'000);
  cluster.start(1);
  serves_alone(1);
  BOOST_TEST(cluster.client_at(1, {"kv", "get", "key1"}).out == "value\n");
  BOOST_TEST(cluster.client_at(1, {"add", "Task three"}).out == "3\n");
  BOOST_TEST(index_at(1) > index + 1'000'000);
}

BOOST_AUTO_TEST_CASE(cannot_be_undone_with_half_a_backup) {
  fill();
  auto file = path("backup");
  must({"backup", file});
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
  cluster.kill(1);
  cluster.wipe(1);
  auto config = cluster.place(1).config.string();
  auto output = run({"restore", file, "--config", config});
  BOOST_TEST(output.exit_code == 1);
  BOOST_TEST(output.err.find(file + ": byte ") != std::string::npos,
             output.err);
}

BOOST_AUTO_TEST_CASE(leaves_a_survivor_that_can_be_a_cluster_of_its_own) {
  fill();
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  cluster.kill(2);
  cluster.kill(3);
  BOOST_TEST(run({"kv", "put", "k", "v", "--timeout", "2s"}).exit_code == 6);
  auto before = index_at(1);
  // A backup of the node's own state needs no quorum.
  must({"backup", "--consistency", "stale", path("stale")});
  BOOST_TEST(daemon(1, {"--force-new-cluster", "--yes"}).exit_code
             == identity_refused);
  cluster.stop(1);
  BOOST_TEST(daemon(1, {"--force-new-cluster"}).exit_code == 2);
  auto forced = daemon(1, {"--force-new-cluster", "--yes"});
  BOOST_TEST_REQUIRE(forced.exit_code == 0, forced.err);
  cluster.start(1);
  serves_alone(1);
  BOOST_TEST(cluster.client_at(1, {"kv", "get", "key7"}).out == "value\n");
  BOOST_TEST(index_at(1) > before + 1'000'000);
  // The other nodes cannot join it with their old data.
  cluster.start(2);
  cluster.start(3);
  cluster.leader();
  BOOST_TEST(!cluster.wait_for_end(1, 2s).has_value());
  BOOST_TEST(cluster.client_at(1, {"kv", "get", "alone"}).out == "yes\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace disaster_test
