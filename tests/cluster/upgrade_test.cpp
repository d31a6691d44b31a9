// A cluster changes its program node by node, and its rules on all nodes at
// once: at one entry of the log.

#include "tests/support/process_load.hpp"
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
constexpr auto invalid_value = 7;
constexpr auto patience = 30s;
constexpr auto clients = 4;

/// What rules of level 1 take and rules of level 2 refuse.
const auto blank = std::string{" "};

/// Clients that ask for a blank title again and again; behind each refusal
/// comes a task that nobody refuses, whose revision is a later one.
class blank_writers {
public:
  explicit blank_writers(const tests::process_cluster& cluster) {
    for (auto id : cluster.ids())
      threads_.emplace_back([this, &cluster, id] { run(cluster, id); });
  }
  ~blank_writers() {
    stop();
  }
  blank_writers(const blank_writers&) = delete;
  blank_writers& operator=(const blank_writers&) = delete;

  void stop() {
    stopping_ = true;
    for (auto& thread : threads_)
      thread.join();
    threads_.clear();
  }

  std::vector<std::uint64_t> accepted() {
    auto lock = std::lock_guard{mutex_};
    return accepted_;
  }
  std::vector<std::uint64_t> behind_refusals() {
    auto lock = std::lock_guard{mutex_};
    return behind_refusals_;
  }

private:
  struct answer {
    int exit_code = 0;
    std::uint64_t rev = 0;
  };

  static answer add(const tests::process_cluster& cluster, std::uint64_t id,
                    const std::string& title) {
    auto output
      = cluster.client_at(id, {"add", title, "--json", "--timeout", "10s"});
    auto task = nlohmann::json::parse(output.out, nullptr, false);
    return {output.exit_code,
            output.exit_code == 0 ? task["rev"].get<std::uint64_t>() : 0};
  }

  void run(const tests::process_cluster& cluster, std::uint64_t id) {
    for (auto i = 0; !stopping_; ++i) {
      auto asked = add(cluster, id, blank);
      auto refused = asked.exit_code == invalid_value;
      auto next = refused ? add(cluster, id, "behind a refusal") : answer{1, 0};
      auto lock = std::lock_guard{mutex_};
      if (asked.exit_code == 0)
        accepted_.push_back(asked.rev);
      if (refused && next.exit_code == 0)
        behind_refusals_.push_back(next.rev);
    }
  }

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<std::uint64_t> accepted_;
  std::vector<std::uint64_t> behind_refusals_;
  std::vector<std::thread> threads_;
};

struct fixture {
  tests::process_cluster cluster;

  /// All nodes run the program before this one.
  void start_previous() {
    for (auto id : cluster.ids())
      cluster.set_program(id, TASKRAFTD_PREVIOUS_PROGRAM);
    cluster.start_all();
    cluster.leader();
  }

  /// All nodes run this program, and its rules are in force.
  void start_newest() {
    cluster.start_all();
    cluster.leader();
    level_is_raised();
  }

  tests::program_output run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--timeout", "15s"});
    return cluster.client(std::move(words));
  }

  /// What an operator does to one node.
  void change_program(std::uint64_t id, const std::string& path) {
    auto before = last_index();
    BOOST_TEST(cluster.stop(id) == 0);
    cluster.set_program(id, path);
    cluster.start(id);
    BOOST_TEST(catches_up(id, before), cluster.report(id));
  }
  void upgrade(std::uint64_t id) {
    change_program(id, TASKRAFTD_PROGRAM);
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
      patience);
  }

  /// Where the node has seen the rules of level 2 come into force.
  std::optional<std::uint64_t> raised_at(std::uint64_t id) const {
    constexpr auto words = "rules_level_raised level=2 index=";
    auto report = cluster.report(id);
    auto at = report.find(words);
    if (at == std::string::npos)
      return std::nullopt;
    return std::stoull(report.substr(at + std::string{words}.size()));
  }

  bool anybody_raised() const {
    return std::ranges::any_of(
      cluster.ids(), [&](auto id) { return raised_at(id).has_value(); });
  }

  /// The one index at which every node has raised the level.
  std::uint64_t level_is_raised() const {
    for (auto id : cluster.ids())
      BOOST_REQUIRE_MESSAGE(
        tests::eventually([&] { return raised_at(id).has_value(); }, patience),
        cluster.report(id));
    for (auto id : cluster.ids())
      BOOST_TEST(*raised_at(id) == *raised_at(1));
    return *raised_at(1);
  }

  void check_equal(const std::vector<std::uint64_t>& ids) const {
    BOOST_TEST(cluster.converged(ids));
    auto output = run({"cluster", "checksum"});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  /// The node has stopped because of its program, and said so.
  void ends_outdated(std::uint64_t id) {
    auto code = cluster.wait_for_end(id, patience);
    BOOST_TEST_REQUIRE(code.has_value(), cluster.report(id));
    BOOST_TEST(*code == outdated);
    constexpr auto words = "needs a newer taskraftd: the cluster is at rules "
                           "level 2, this program knows up to 1";
    BOOST_TEST(cluster.report(id).find(words) != std::string::npos,
               cluster.report(id));
  }

  std::string version_of(std::uint64_t id) const {
    for (const auto& row : cluster.json({"cluster", "status"}))
      if (row["id"] == id)
        return row["version"];
    return "";
  }
};

BOOST_FIXTURE_TEST_SUITE(an_upgrade, fixture)

BOOST_AUTO_TEST_CASE(node_by_node_under_load_changes_the_rules_at_one_index) {
  start_previous();
  auto work = tests::load{cluster, clients};
  auto blanks = blank_writers{cluster};
  upgrade(1);
  upgrade(2);
  BOOST_TEST(version_of(1) != version_of(3));
  // One node is old: nothing has changed, whoever is asked.
  for (auto id : cluster.ids())
    BOOST_TEST(
      cluster.client_at(id, {"add", blank, "--timeout", "15s"}).exit_code == 0);
  BOOST_TEST(blanks.behind_refusals().empty());
  BOOST_TEST(!anybody_raised());
  upgrade(3);
  auto index = level_is_raised();
  // Every node refuses by now, and has for a while.
  BOOST_TEST(tests::eventually(
    [&] { return blanks.behind_refusals().size() > 3 * cluster.ids().size(); },
    patience));
  blanks.stop();
  work.stop();
  for (auto id : cluster.ids())
    BOOST_TEST(
      cluster.client_at(id, {"add", blank, "--timeout", "15s"}).exit_code
      == invalid_value);
  BOOST_TEST_MESSAGE(blanks.accepted().size()
                     << " blank titles before index " << index << ", "
                     << blanks.behind_refusals().size() << " refused behind");
  BOOST_TEST(!blanks.accepted().empty());
  for (auto rev : blanks.accepted())
    BOOST_TEST(rev < index);
  for (auto rev : blanks.behind_refusals())
    BOOST_TEST(rev > index);
  check_equal(cluster.ids());
  work.check(cluster);
}

BOOST_AUTO_TEST_CASE(can_be_taken_back_until_the_last_node_has_it) {
  start_previous();
  upgrade(1);
  upgrade(2);
  change_program(1, TASKRAFTD_PREVIOUS_PROGRAM);
  BOOST_TEST(run({"add", blank}).exit_code == 0);
  upgrade(3);
  BOOST_TEST(run({"add", blank}).exit_code == 0);
  BOOST_TEST(!anybody_raised());
  upgrade(1);
  level_is_raised();
  BOOST_TEST(run({"add", blank}).exit_code == invalid_value);
  check_equal(cluster.ids());
}

BOOST_AUTO_TEST_CASE(cannot_be_taken_back_afterwards) {
  start_newest();
  BOOST_TEST(run({"kv", "put", "k", "v"}).exit_code == 0);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(cluster.stop(3) == 0);
  cluster.set_program(3, TASKRAFTD_PREVIOUS_PROGRAM);
  cluster.start(3);
  ends_outdated(3);
  // The entry stops it as well, if its store does not.
  cluster.lose_store(3);
  cluster.start(3);
  ends_outdated(3);
  // It has changed nothing: the right program goes on.
  cluster.set_program(3, TASKRAFTD_PROGRAM);
  cluster.start(3);
  check_equal(cluster.ids());
  BOOST_TEST(cluster.client_at(3, {"kv", "get", "k"}).out == "v\n");
}

BOOST_AUTO_TEST_CASE(is_needed_for_a_snapshot_of_newer_rules) {
  cluster.use_raft_settings("log_retain_entries = 0\n");
  start_newest();
  BOOST_TEST(run({"kv", "put", "k", "v"}).exit_code == 0);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(run({"cluster", "snapshot"}).exit_code == 0);
  BOOST_TEST(cluster.stop(3) == 0);
  cluster.lose_store(3);
  cluster.set_program(3, TASKRAFTD_PREVIOUS_PROGRAM);
  cluster.start(3);
  ends_outdated(3);
  BOOST_TEST(cluster.report(3).find("snapshot_installs") != std::string::npos);
  cluster.set_program(3, TASKRAFTD_PROGRAM);
  cluster.start(3);
  check_equal(cluster.ids());
  BOOST_TEST(cluster.client_at(3, {"kv", "get", "k"}).out == "v\n");
}

BOOST_AUTO_TEST_CASE(is_asked_of_whoever_wants_to_join) {
  start_newest();
  auto id = cluster.grow();
  cluster.set_program(id, TASKRAFTD_PREVIOUS_PROGRAM);
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
  cluster.set_program(id, TASKRAFTD_PROGRAM);
  cluster.start(id);
  auto added = run(add);
  BOOST_TEST(added.exit_code == 0, added.err);
  check_equal(cluster.ids());
}

BOOST_AUTO_TEST_CASE(does_not_wait_for_a_node_that_was_removed) {
  start_previous();
  cluster.kill(3);
  upgrade(1);
  upgrade(2);
  BOOST_TEST(!anybody_raised());
  BOOST_TEST(run({"cluster", "remove", "3"}).exit_code == 0);
  for (auto id : {1U, 2U})
    BOOST_TEST(
      tests::eventually([&] { return raised_at(id).has_value(); }, patience));
  BOOST_TEST(run({"add", blank}).exit_code == invalid_value);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace upgrade_test
