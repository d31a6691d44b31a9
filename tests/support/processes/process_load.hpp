// Clients that write to a cluster of real processes, and the outcomes of their
// writes.

#pragma once

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace taskraft::tests {

/// How long a database hangs while the node's memory must not grow.
/// TASKRAFT_STALL_SECONDS can make it longer.
inline int stall_seconds() {
  const auto* wanted = std::getenv("TASKRAFT_STALL_SECONDS");
  return wanted == nullptr ? 8 : std::atoi(wanted);
}

/// Some minutes fill every bound, however slow the machine is.
inline std::string stall_clients() {
  return stall_seconds() < 60 ? "16" : "2";
}

/// The most memory that the node had until `work` was done.
template <class Future>
std::uint64_t most_memory(process_cluster& cluster, std::uint64_t id,
                          const Future& work) {
  auto most = std::uint64_t{0};
  while (work.wait_for(std::chrono::milliseconds{200})
         != std::future_status::ready)
    most = std::max(most, cluster.memory_bytes(id));
  return most;
}

/// Clients that add tasks with titles of their own until they are stopped.
class load {
public:
  explicit load(const process_cluster& cluster, int clients = 16) {
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

  /// Fails unless every acknowledged task is there once and every other one at
  /// most once.
  void check(const process_cluster& cluster) {
    auto times_seen = std::map<std::string, int>{};
    for (const auto& task : cluster.json({"task", "list", "--all"}))
      ++times_seen[task["title"].get<std::string>()];
    BOOST_TEST_MESSAGE(acknowledged_.size()
                       << " acknowledged, " << unknown_.size() << " unknown, "
                       << times_seen.size() << " found");
    for (const auto& title : acknowledged_)
      BOOST_TEST(times_seen[title] == 1, title << " was acknowledged");
    for (const auto& title : unknown_)
      BOOST_TEST(times_seen[title] <= 1, title << " was tried");
  }

private:
  void run(const process_cluster& cluster, int number) {
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

} // namespace taskraft::tests
