// The stamps of a cluster with a wrong clock, and the age that nodes give of
// their state.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace time_test {

using namespace taskraft;
using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// Now, or some time later, as stamps are written.
std::string stamp_in(std::chrono::seconds later) {
  auto at = std::chrono::system_clock::to_time_t(
    std::chrono::system_clock::now() + later);
  auto parts = std::tm{};
  ::gmtime_r(&at, &parts);
  auto text = std::string(sizeof("2026-01-01T00:00:00"), '\0');
  text.resize(std::strftime(text.data(), text.size(), "%FT%T", &parts));
  return text;
}

/// Writes rising numbers to one key, and knows when each was acknowledged.
class number_writer {
public:
  explicit number_writer(const tests::process_cluster& cluster,
                         std::uint64_t at)
    : thread_([this, &cluster, at] { run(cluster, at); }) {
  }
  ~number_writer() {
    stopping_ = true;
    thread_.join();
  }

  std::size_t count() const {
    auto lock = std::scoped_lock{mutex_};
    return acknowledged_.size();
  }

  /// When the first write after `number` was acknowledged.
  std::optional<clock::time_point> next_after(std::size_t number) const {
    auto lock = std::scoped_lock{mutex_};
    if (number >= acknowledged_.size())
      return std::nullopt;
    return acknowledged_[number];
  }

private:
  void run(const tests::process_cluster& cluster, std::uint64_t at) {
    while (!stopping_) {
      auto output = cluster.client_at(
        at, {"kv", "put", "k", std::to_string(count() + 1)});
      if (output.exit_code != 0)
        continue;
      auto lock = std::scoped_lock{mutex_};
      acknowledged_.push_back(clock::now());
    }
  }

  mutable std::mutex mutex_;
  std::vector<clock::time_point> acknowledged_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

struct fixture {
  fixture() {
    cluster.preload_faults();
    // A busy machine must not be what ends a leader here.
    cluster.use_raft_settings("election_timeout_ms = [1000, 2000]\n");
    cluster.start_all();
    leader = cluster.leader();
    other = leader == 1 ? 2 : 1;
  }

  /// Creates a task; fails unless its stamps are right on every node.
  void check_stamps(const std::string& title) {
    auto before = stamp_in(-5s);
    BOOST_TEST(cluster.client({"add", title, "--timeout", "15s"}).exit_code
               == 0);
    auto after = stamp_in(5s);
    for (auto id : cluster.ids()) {
      auto tasks = nlohmann::json::parse(
        cluster.client_at(id, {"task", "list", "--json"}).out);
      auto stamp = tasks.at(tasks.size() - 1)["created_at"].get<std::string>();
      BOOST_TEST((before < stamp && stamp < after), stamp);
    }
  }

  /// Reads at a node for a while without waiting; fails if a read does not show
  /// a write that was acknowledged before the age that the node gives. Returns
  /// the greatest age.
  std::chrono::milliseconds check_ages(const number_writer& writer,
                                       std::uint64_t id,
                                       std::chrono::milliseconds how_long) {
    auto greatest = 0ms;
    for (auto end = clock::now() + how_long; clock::now() < end;) {
      auto begin = clock::now();
      auto output = cluster.client_at(
        id, {"kv", "get", "k", "--consistency", "stale", "--timeout", "5s"});
      BOOST_TEST_REQUIRE(output.exit_code == 0, output.err);
      auto words = std::string{"stale: up to "};
      auto at = output.err.find(words);
      if (at == std::string::npos)
        continue;
      auto age
        = std::chrono::milliseconds{std::stoi(output.err.substr(words.size()))};
      greatest = std::max(greatest, age);
      auto missed = writer.next_after(std::stoul(output.out));
      BOOST_TEST((!missed || *missed >= begin - age), output.out << output.err);
    }
    return greatest;
  }

  void wait_for_writes(const number_writer& writer, std::size_t more) const {
    auto wanted = writer.count() + more;
    BOOST_TEST_REQUIRE(
      tests::eventually([&] { return writer.count() >= wanted; }, 30s));
  }

  tests::process_cluster cluster;
  std::uint64_t leader = 0;
  std::uint64_t other = 0;
};

BOOST_FIXTURE_TEST_SUITE(the_time_of_a_cluster, fixture)

BOOST_AUTO_TEST_CASE(empties_the_trash_after_thirty_days) {
  BOOST_TEST(cluster.client({"add", "Old"}).exit_code == 0);
  BOOST_TEST(cluster.client({"add", "New"}).exit_code == 0);
  BOOST_TEST(cluster.client({"task", "delete", "1"}).exit_code == 0);
  auto purged = [&] {
    return cluster.client({"task", "show", "1"}).exit_code == 3;
  };
  for (auto id : cluster.ids())
    cluster.set_clock(id, 29 * 24h);
  BOOST_TEST(!tests::eventually(purged, 7s));
  for (auto id : cluster.ids())
    cluster.set_clock(id, 31 * 24h);
  BOOST_TEST(tests::eventually(purged, 30s));
  BOOST_TEST(cluster.client({"task", "show", "2"}).exit_code == 0);
}

// Faults from outside, 11.
BOOST_AUTO_TEST_CASE(is_right_though_the_leaders_clock_is_a_year_ahead) {
  check_stamps("Before");
  cluster.set_clock(leader, 365 * 24h);
  check_stamps("Meanwhile");
  BOOST_TEST(tests::eventually(
    [&] { return cluster.count_logged(leader, "event=clock_differs") > 0; },
    10s));
  cluster.set_clock(leader, 0s);
  check_stamps("Afterwards");
  BOOST_TEST(cluster.leader() == leader);
}

// Faults from outside, 12.
BOOST_AUTO_TEST_CASE(is_known_to_a_node_that_comes_back) {
  auto writer = number_writer{cluster, leader};
  wait_for_writes(writer, 5);
  check_ages(writer, other, 1s);
  cluster.pause(other);
  wait_for_writes(writer, 10);
  // Heartbeats arrive at once, the missed entries only after a slow sync.
  cluster.set_sync_time(other, "500");
  cluster.resume(other);
  check_ages(writer, other, 2s);
}

// Faults from outside, 12: heartbeats arrive, but no entry.
BOOST_AUTO_TEST_CASE(is_known_to_a_node_whose_disk_hangs) {
  auto writer = number_writer{cluster, leader};
  wait_for_writes(writer, 5);
  check_ages(writer, other, 1s);
  cluster.set_sync_time(other, "hang");
  // One look may take long on a busy machine.
  BOOST_TEST(
    tests::eventually([&] { return check_ages(writer, other, 1s) > 2s; }, 20s));
  cluster.set_sync_time(other, "");
  BOOST_TEST(cluster.converged(cluster.ids()));
  wait_for_writes(writer, 5);
  BOOST_TEST(check_ages(writer, other, 1s) < 2s);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace time_test
