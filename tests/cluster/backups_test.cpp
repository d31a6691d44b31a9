// Backups that a cluster of real processes takes by itself.

#include "tests/support/http/http_client.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>

namespace backups_test {

using namespace taskraft;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct fixture {
  tests::process_cluster cluster;
  fs::path folder = cluster.place(1).directory.parent_path() / "kept";

  fixture() {
    cluster.add_settings("\n[backup]\ndirectory = \"" + folder.string()
                         + "\"\nevery = \"1s\"\nkeep = 2\n");
    cluster.start_all();
  }

  /// The names of finished backups.
  std::set<std::string> backups() const {
    auto found = std::set<std::string>{};
    auto problem = std::error_code{};
    for (const auto& each : fs::directory_iterator{folder, problem})
      if (each.path().extension() == ".backup")
        found.insert(each.path().filename().string());
    return found;
  }

  std::size_t taken_by(std::uint64_t id) const {
    return cluster.count_logged(id, "event=backup_taken");
  }

  /// How often a backup was taken by nodes that run.
  std::size_t taken() {
    auto count = std::size_t{0};
    for (auto id : cluster.ids())
      if (cluster.is_running(id))
        count += taken_by(id);
    return count;
  }

  /// Empty while the node does not listen yet.
  std::string metrics(std::uint64_t id) const {
    try {
      return tests::http_request(cluster.place(id).http_address, "GET",
                                 "/metrics")
        .body;
    } catch (const std::runtime_error&) {
      return {};
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(the_backups_of_a_cluster, fixture)

BOOST_AUTO_TEST_CASE(go_on_when_the_node_that_takes_them_dies) {
  auto leader = cluster.leader();
  BOOST_TEST(tests::eventually([&] { return taken() >= 3; }, 60s));
  // Followers take turns.
  for (auto id : cluster.ids())
    BOOST_TEST((taken_by(id) > 0) == (id != leader), id);
  BOOST_TEST(cluster.leader() == leader);
  auto victim = leader % 3 + 1;
  cluster.kill(victim);
  auto before = taken();
  BOOST_TEST(tests::eventually([&] { return taken() >= before + 2; }, 90s));
  BOOST_TEST(tests::eventually(
    [&] {
      return cluster.count_logged(victim % 3 + 1, "event=backup_removed")
             + cluster.count_logged(leader, "event=backup_removed");
    },
    30s));
  cluster.stop(victim % 3 + 1);
  cluster.stop(leader);
  auto left = backups();
  BOOST_TEST(left.size() >= 2U);
  for (const auto& name : left) {
    auto checked = tests::run_program(
      TASKRAFT_PROGRAM, {"restore", "--check", (folder / name).string()});
    BOOST_TEST(checked.exit_code == 0, checked.err);
    auto mode = fs::status(folder / name).permissions();
    BOOST_TEST((mode == (fs::perms::owner_read | fs::perms::owner_write)));
  }
}

BOOST_AUTO_TEST_CASE(are_told_by_every_node) {
  auto told = [&](std::uint64_t id, const std::string& what) {
    return tests::eventually(
      [&] { return metrics(id).find(what) != std::string::npos; }, 30s);
  };
  for (auto id : cluster.ids()) {
    BOOST_TEST(told(id, "\ntaskraft_backup_interval_seconds 1\n"));
    BOOST_TEST(told(id, "\ntaskraft_backup_last_success_timestamp_seconds 1"));
  }
  // Nobody can write there any more.
  fs::permissions(folder, fs::perms::none);
  fs::rename(folder, folder.string() + ".gone");
  std::ofstream{folder} << "in the way";
  for (auto id : cluster.ids())
    BOOST_TEST(tests::eventually(
      [&] {
        auto text = metrics(id);
        return text.find("\ntaskraft_backup_failures ") != std::string::npos
               && text.find("\ntaskraft_backup_failures 0\n")
                    == std::string::npos;
      },
      30s));
  fs::remove(folder);
  fs::permissions(folder.string() + ".gone", fs::perms::owner_all);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace backups_test
