// The commands of the client against real nodes: what scripts rely on.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace command_line_test {

using namespace taskraft;
using nlohmann::json;

using words = std::vector<std::string>;

struct fixture {
  fixture() {
    cluster.start_all();
    cluster.leader();
  }

  /// Runs a command that must succeed; returns what it printed.
  std::string run(const words& command) {
    auto output = cluster.client(command);
    BOOST_TEST(output.exit_code == 0, output.err);
    return output.out;
  }

  json run_json(words command) {
    command.emplace_back("--json");
    return json::parse(run(command), nullptr, false);
  }

  int exit_code(const words& command) {
    return cluster.client(command).exit_code;
  }

  /// The ids of the tasks that a list shows.
  std::string listed(words filters) {
    filters.insert(filters.begin(), {"task", "list"});
    auto ids = std::string{};
    for (const auto& task : run_json(filters))
      ids += (ids.empty() ? "" : " ") + task["id"].dump();
    return ids;
  }

  tests::process_cluster cluster;
};

BOOST_FIXTURE_TEST_SUITE(the_command_line_of_a_cluster, fixture)

BOOST_AUTO_TEST_CASE(leads_a_task_through_its_life) {
  BOOST_TEST(
    run({"add", "Buy milk", "--priority", "high", "--due", "2026-12-01"})
    == "1\n");
  auto task = run_json({"task", "start", "#1"});
  BOOST_TEST(task["status"] == "in_progress");
  BOOST_TEST(task["due"] == "2026-12-01");
  auto rev = task["rev"].dump();
  task = run_json({"task", "done", "1", "--rev", rev});
  BOOST_TEST(task["completed_at"].is_string());
  BOOST_TEST(exit_code({"task", "reopen", "1", "--rev", rev}) == 5);
  task = run_json({"task", "edit", "1", "--title", "Buy oat milk", "--due",
                   "none", "--description", "two\nlitres"});
  BOOST_TEST(task["due"].is_null());
  run({"task", "delete", "1"});
  BOOST_TEST(listed({}) == "");
  BOOST_TEST(listed({"--deleted"}) == "1");
  run({"task", "restore", "1"});
  task = run_json({"task", "show", "1"});
  BOOST_TEST(task["title"] == "Buy oat milk");
  BOOST_TEST(task["description"] == "two\nlitres");
  BOOST_TEST(task["deleted_at"].is_null());
}

BOOST_AUTO_TEST_CASE(finds_tasks_by_what_they_are) {
  run({"add", "alpha", "--due", "2000-01-01"});
  run({"add", "Beta words", "--status", "completed", "--due", "2000-01-01"});
  run({"add", "gamma", "--priority", "urgent", "--due", "2999-01-01T12:00Z"});
  run({"add", "delta", "--description", "more Words"});
  BOOST_TEST(listed({"--due", "overdue"}) == "1");
  BOOST_TEST(listed({"--due", "7d"}) == "");
  BOOST_TEST(listed({"--status", "completed,cancelled"}) == "2");
  BOOST_TEST(listed({"--priority", "urgent"}) == "3");
  BOOST_TEST(listed({"--text", "words"}) == "2 4");
  BOOST_TEST(listed({"--sort", "-id", "--limit", "2"}) == "4 3");
  BOOST_TEST(listed({"--sort", "title"}) == "1 2 4 3");
  BOOST_TEST(run({"task", "list", "--limit", "1"})
             == "1\talpha\ttodo\tnone\t2000-01-01\n");
}

BOOST_AUTO_TEST_CASE(stores_keys_in_both_forms) {
  run({"kv", "put", "p/1", "one"});
  run({"--action", "add", "--key", "p/2", "--value", "two"});
  BOOST_TEST(run({"--action", "get", "--key", "p/1"}) == "one\n");
  auto pair = run_json({"kv", "get", "p/2"});
  BOOST_TEST(pair["value"] == "two");
  BOOST_TEST(exit_code({"kv", "put", "p/2", "x", "--rev", "1"}) == 5);
  run({"kv", "put", "p/2", "three", "--rev", pair["rev"].dump()});
  run({"kv", "put", "q", "other"});
  auto listed_keys = std::string{};
  for (const auto& x : run_json({"kv", "list", "p/"}))
    listed_keys += x["key"].get<std::string>() + " ";
  BOOST_TEST(listed_keys == "p/1 p/2 ");
  run({"kv", "delete", "p/1"});
  BOOST_TEST(exit_code({"kv", "get", "p/1"}) == 3);
  BOOST_TEST(exit_code({"kv", "delete", "p/1"}) == 3);
}

BOOST_AUTO_TEST_CASE(shows_every_node_and_measures) {
  auto rows = run_json({"cluster", "status"});
  BOOST_TEST_REQUIRE(rows.size() == 3U);
  for (const auto& row : rows)
    BOOST_TEST(row["reachable"] == true);
  for (const auto* ratio : {"0", "1"}) {
    auto figures = run_json(
      {"bench", "--clients", "4", "--seconds", "1", "--read-ratio", ratio});
    const auto* used = ratio == std::string{"0"} ? "writes" : "reads";
    const auto* unused = ratio == std::string{"0"} ? "reads" : "writes";
    BOOST_TEST(figures[used]["per_second"] > 0);
    BOOST_TEST(figures[used]["errors"] == 0);
    BOOST_TEST(figures[unused]["per_second"] == 0);
  }
}

BOOST_AUTO_TEST_CASE(shows_a_dead_node_and_goes_on_without_it) {
  auto leader = cluster.leader();
  cluster.kill(leader);
  auto rows = run_json({"cluster", "status"});
  BOOST_TEST(rows[leader - 1]["role"] == "unreachable");
  BOOST_TEST(rows[leader - 1]["term"].is_null());
  BOOST_TEST(exit_code({"add", "Still here", "--timeout", "15s"}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace command_line_test
