// A cluster changes its program node by node, and its rules on all nodes at
// once: at one entry of the log.

#include "persistence/store/schema.hpp"
#include "protocol/tasks/limits.hpp"
#include "tests/support/processes/process_load.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace upgrade_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto outdated = 4;
constexpr auto conflict = 5;
constexpr auto unavailable = 6;
constexpr auto time_limit = 30s;
constexpr auto clients = 4;

/// Whether the answer says that newer rules are needed.
bool waits(const tests::program_output& x) {
  return x.exit_code == unavailable
         && x.err.find("rules in force do not know") != std::string::npos;
}

/// That of the newer program.
const auto level_after = std::to_string(tasks::newest_rules_level + 1);

/// The command that only its rules know.
tests::program_output add_sticker(const tests::process_cluster& cluster,
                                  std::uint64_t at, std::uint64_t task) {
  return cluster.run_at(at, TASKRAFT_NEXT_PROGRAM,
                        {std::to_string(task), "red", "--timeout", "15s"});
}

/// Clients that make tasks and put stickers on them, again and again.
class sticker_writers {
public:
  explicit sticker_writers(const tests::process_cluster& cluster) {
    for (auto id : cluster.ids())
      threads_.emplace_back([this, &cluster, id] { run(cluster, id); });
  }
  ~sticker_writers() {
    stop();
  }
  sticker_writers(const sticker_writers&) = delete;
  sticker_writers& operator=(const sticker_writers&) = delete;

  void stop() {
    stopping_ = true;
    for (auto& thread : threads_)
      thread.join();
    threads_.clear();
  }

  /// Revisions of the stickers.
  std::vector<std::uint64_t> accepted() {
    auto lock = std::lock_guard{mutex_};
    return accepted_;
  }
  /// Revisions of tasks whose stickers were refused as not ready.
  std::vector<std::uint64_t> before_waiting() {
    auto lock = std::lock_guard{mutex_};
    return before_waiting_;
  }

private:
  void run(const tests::process_cluster& cluster, std::uint64_t id) {
    while (!stopping_) {
      auto made
        = cluster.client_at(id, {"add", "x", "--json", "--timeout", "10s"});
      if (made.exit_code != 0)
        continue;
      auto task = nlohmann::json::parse(made.out);
      auto asked = add_sticker(cluster, id, task["id"].get<std::uint64_t>());
      auto lock = std::lock_guard{mutex_};
      if (asked.exit_code == 0)
        accepted_.push_back(std::stoull(asked.out));
      else if (waits(asked))
        before_waiting_.push_back(task["rev"].get<std::uint64_t>());
    }
  }

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<std::uint64_t> accepted_;
  std::vector<std::uint64_t> before_waiting_;
  std::vector<std::thread> threads_;
};

struct fixture {
  tests::process_cluster cluster;

  /// Starts all nodes with this program, and adds a task.
  void start_this() {
    cluster.start_all();
    cluster.leader();
    BOOST_TEST(run({"add", "one"}).exit_code == 0);
  }

  /// Upgrades all nodes to the next program until its rules are in force.
  void start_next() {
    for (auto id : cluster.ids())
      cluster.set_program(id, TASKRAFTD_NEXT_PROGRAM);
    cluster.start_all();
    cluster.leader();
    level_is_raised();
    BOOST_TEST(run({"add", "one"}).exit_code == 0);
    BOOST_TEST(add_sticker(cluster, 1, 1).exit_code == 0);
  }

  tests::program_output run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--timeout", "15s"});
    return cluster.client(std::move(words));
  }

  /// Upgrades one node as an operator does.
  void change_program(std::uint64_t id, const std::string& path) {
    auto before = last_index();
    BOOST_TEST(cluster.stop(id) == 0);
    cluster.set_program(id, path);
    cluster.start(id);
    BOOST_TEST(catches_up(id, before), cluster.logged(id));
  }
  void upgrade(std::uint64_t id) {
    change_program(id, TASKRAFTD_NEXT_PROGRAM);
  }

  std::uint64_t last_index() const {
    auto highest = std::uint64_t{0};
    for (const auto& row : cluster.json({"cluster", "status"}))
      if (row["reachable"] == true)
        highest = std::max(highest, row["last_index"].get<std::uint64_t>());
    return highest;
  }

  bool catches_up(std::uint64_t id, std::uint64_t index) const {
    return tests::eventually(
      [&] {
        auto rows = nlohmann::json::parse(
          run({"cluster", "status", "--json"}).out, nullptr, false);
        return std::ranges::any_of(rows, [&](const auto& row) {
          return row["id"] == id && row["reachable"] == true
                 && row["applied_index"].template get<std::uint64_t>() >= index;
        });
      },
      time_limit);
  }

  /// The index at which the rules of the next level came into force, as the
  /// node logged it.
  std::optional<std::uint64_t> raised_at(std::uint64_t id) const {
    auto words = "rules_level_raised level=" + level_after + " index=";
    auto lines = cluster.logged(id);
    auto at = lines.find(words);
    if (at == std::string::npos)
      return std::nullopt;
    return std::stoull(lines.substr(at + words.size()));
  }

  bool anybody_raised() const {
    return std::ranges::any_of(
      cluster.ids(), [&](auto id) { return raised_at(id).has_value(); });
  }

  /// The one index at which every node has raised the level.
  std::uint64_t level_is_raised() const {
    for (auto id : cluster.ids())
      BOOST_REQUIRE_MESSAGE(
        tests::eventually([&] { return raised_at(id).has_value(); },
                          time_limit),
        cluster.logged(id));
    for (auto id : cluster.ids())
      BOOST_TEST(*raised_at(id) == *raised_at(1));
    return *raised_at(1);
  }

  void check_equal(const std::vector<std::uint64_t>& ids) const {
    BOOST_TEST(cluster.converged(ids));
    auto output = run({"cluster", "checksum"});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  /// Fails unless the node has stopped because its program is too old, and said
  /// so.
  void ends_outdated(std::uint64_t id, const std::string& words) {
    auto code = cluster.wait_for_end(id, time_limit);
    BOOST_TEST_REQUIRE(code.has_value(), cluster.logged(id));
    BOOST_TEST(*code == outdated);
    BOOST_TEST(cluster.logged(id).find(words) != std::string::npos,
               cluster.logged(id));
  }

  /// The messages about its store and about its rules.
  const std::string by_tables
    = "needs a newer taskraftd: the store has schema version "
      + std::to_string(persistence::own_schema().version() + 1)
      + ", this program knows up to "
      + std::to_string(persistence::own_schema().version());
  const std::string by_rules
    = "needs a newer taskraftd: the cluster is at rules level " + level_after
      + ", this program knows up to "
      + std::to_string(tasks::newest_rules_level);

  std::string version_of(std::uint64_t id) const {
    for (const auto& row : cluster.json({"cluster", "status"}))
      if (row["id"] == id)
        return row["version"];
    return "";
  }
};

BOOST_FIXTURE_TEST_SUITE(an_upgrade, fixture)

BOOST_AUTO_TEST_CASE(node_by_node_under_load_changes_the_rules_at_one_index) {
  start_this();
  auto work = tests::load{cluster, clients};
  auto stickers = sticker_writers{cluster};
  upgrade(1);
  upgrade(2);
  BOOST_TEST(version_of(1) != version_of(3));
  // One node is old, so every node refuses the command as not ready.
  for (auto id : cluster.ids())
    BOOST_TEST(waits(add_sticker(cluster, id, 1)));
  BOOST_TEST(stickers.accepted().empty());
  BOOST_TEST(!anybody_raised());
  check_equal(cluster.ids());
  upgrade(3);
  auto index = level_is_raised();
  BOOST_TEST(tests::eventually(
    [&] { return stickers.accepted().size() > 3 * cluster.ids().size(); },
    time_limit));
  stickers.stop();
  work.stop();
  BOOST_TEST_MESSAGE(stickers.before_waiting().size()
                     << " stickers waited before index " << index << ", "
                     << stickers.accepted().size() << " came after it");
  BOOST_TEST(!stickers.before_waiting().empty());
  for (auto rev : stickers.before_waiting())
    BOOST_TEST(rev < index);
  for (auto rev : stickers.accepted())
    BOOST_TEST(rev > index);
  check_equal(cluster.ids());
  work.check(cluster);
}

BOOST_AUTO_TEST_CASE(costs_a_node_that_takes_it_back_its_store) {
  start_this();
  upgrade(1);
  upgrade(2);
  BOOST_TEST(!anybody_raised());
  BOOST_TEST(cluster.stop(1) == 0);
  cluster.set_program(1, TASKRAFTD_PROGRAM);
  cluster.start(1);
  ends_outdated(1, by_tables);
  // The cluster still follows the old rules, so the old program may go on with
  // the others' state.
  cluster.lose_store(1);
  cluster.start(1);
  BOOST_TEST(catches_up(1, last_index()), cluster.logged(1));
  check_equal(cluster.ids());
  upgrade(1);
  upgrade(3);
  level_is_raised();
  BOOST_TEST(add_sticker(cluster, 1, 1).exit_code == 0);
  check_equal(cluster.ids());
}

BOOST_AUTO_TEST_CASE(cannot_be_taken_back_afterwards) {
  start_next();
  BOOST_TEST(run({"kv", "put", "k", "v"}).exit_code == 0);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(cluster.stop(3) == 0);
  cluster.set_program(3, TASKRAFTD_PROGRAM);
  cluster.start(3);
  ends_outdated(3, by_tables);
  // If the store does not stop the old program, the entry does.
  cluster.lose_store(3);
  cluster.start(3);
  ends_outdated(3, by_rules);
  // The old program has changed nothing: the next one goes on.
  cluster.set_program(3, TASKRAFTD_NEXT_PROGRAM);
  cluster.start(3);
  check_equal(cluster.ids());
  BOOST_TEST(cluster.client_at(3, {"kv", "get", "k"}).out == "v\n");
}

BOOST_AUTO_TEST_CASE(is_needed_for_a_snapshot_of_newer_rules) {
  cluster.use_raft_settings("log_retain_entries = 0\n");
  start_next();
  BOOST_TEST(run({"kv", "put", "k", "v"}).exit_code == 0);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(run({"cluster", "snapshot"}).exit_code == 0);
  BOOST_TEST(cluster.stop(3) == 0);
  cluster.lose_store(3);
  cluster.set_program(3, TASKRAFTD_PROGRAM);
  cluster.start(3);
  ends_outdated(3, by_rules);
  BOOST_TEST(cluster.logged(3).find("snapshot_installs") != std::string::npos);
  cluster.set_program(3, TASKRAFTD_NEXT_PROGRAM);
  cluster.start(3);
  check_equal(cluster.ids());
  BOOST_TEST(cluster.client_at(3, {"kv", "get", "k"}).out == "v\n");
}

BOOST_AUTO_TEST_CASE(is_asked_of_a_node_that_wants_to_join) {
  start_next();
  auto id = cluster.grow();
  cluster.set_program(id, TASKRAFTD_PROGRAM);
  cluster.start(id);
  auto add = std::vector<std::string>{"cluster", "add", std::to_string(id),
                                      cluster.place(id).node_address};
  auto refused = run(add);
  BOOST_TEST(refused.exit_code == conflict);
  BOOST_TEST(refused.err.find("start a newer taskraftd there first")
               != std::string::npos,
             refused.err);
  BOOST_TEST(cluster.json({"cluster", "members"}).size() == 3U);
  BOOST_TEST(cluster.stop(id) == 0);
  cluster.set_program(id, TASKRAFTD_NEXT_PROGRAM);
  cluster.start(id);
  auto added = run(add);
  BOOST_TEST(added.exit_code == 0, added.err);
  check_equal(cluster.ids());
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_a_node_that_was_removed) {
  start_this();
  cluster.kill(3);
  upgrade(1);
  upgrade(2);
  BOOST_TEST(!anybody_raised());
  BOOST_TEST(run({"cluster", "remove", "3"}).exit_code == 0);
  for (auto id : {1U, 2U})
    BOOST_TEST(
      tests::eventually([&] { return raised_at(id).has_value(); }, time_limit));
  BOOST_TEST(add_sticker(cluster, 1, 1).exit_code == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace upgrade_test
