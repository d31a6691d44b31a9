// Leaders die under load: every acknowledged write is there once, every other
// at most once.

#include "tests/support/process_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace taskraft;
using namespace std::chrono_literals;

namespace {

constexpr auto clients = 16;
constexpr auto kills = 10;

/// Clients that add tasks with titles of their own until they are stopped.
class load {
public:
  explicit load(const tests::process_cluster& cluster) {
    for (auto i = 0; i < clients; ++i)
      threads_.emplace_back([this, &cluster, i] { run(cluster, i); });
  }

  void stop() {
    stopping_ = true;
    for (auto& thread : threads_)
      thread.join();
    threads_.clear();
  }

  std::size_t acknowledged_count() {
    auto lock = std::lock_guard{mutex_};
    return acknowledged_.size();
  }

  /// After `stop`.
  const std::set<std::string>& acknowledged() const {
    return acknowledged_;
  }
  const std::set<std::string>& unknown() const {
    return unknown_;
  }

private:
  void run(const tests::process_cluster& cluster, int number) {
    for (auto i = 0; !stopping_; ++i) {
      auto title = std::to_string(number) + "-" + std::to_string(i);
      auto output = cluster.client({"add", title, "--timeout", "10s"});
      auto lock = std::lock_guard{mutex_};
      (output.exit_code == 0 ? acknowledged_ : unknown_).insert(title);
    }
  }

  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::set<std::string> acknowledged_;
  std::set<std::string> unknown_;
  std::vector<std::thread> threads_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(under_load)

BOOST_AUTO_TEST_CASE(ten_killed_leaders_cost_no_acknowledged_write) {
  auto cluster = tests::process_cluster{};
  cluster.start_all();
  cluster.leader();
  auto work = load{cluster};
  for (auto i = 0; i < kills; ++i) {
    auto victim = cluster.leader();
    cluster.kill(victim);
    auto before = work.acknowledged_count();
    BOOST_TEST(tests::eventually(
      [&] { return work.acknowledged_count() > before + clients; }, 20s));
    cluster.start(victim);
  }
  work.stop();
  BOOST_TEST(cluster.converged(cluster.ids()));
  auto times_seen = std::map<std::string, int>{};
  for (const auto& task : cluster.json({"task", "list", "--all"}))
    ++times_seen[task["title"].get<std::string>()];
  BOOST_TEST_MESSAGE(work.acknowledged().size()
                     << " acknowledged, " << work.unknown().size()
                     << " unknown, " << times_seen.size() << " found");
  for (const auto& title : work.acknowledged())
    BOOST_TEST(times_seen[title] == 1, title << " was acknowledged");
  for (const auto& title : work.unknown())
    BOOST_TEST(times_seen[title] <= 1, title << " was tried");
}

BOOST_AUTO_TEST_SUITE_END()
