// Where the roles of a node leave what they see, for the streams of the
// cluster. Written in the thread of the roles, and read in that of HTTP.

#pragma once

#include "protocol/raft/observer.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace taskraft::http {

struct dated_sight {
  std::uint64_t at_us = 0;
  raft::sight what;
};

class consensus_watch : public raft::observer {
public:
  bool is_watched() const noexcept override {
    return is_watched_.load(std::memory_order_relaxed);
  }
  void see(std::uint64_t at_us, const raft::sight& x) override;

  /// From now on, or no more.
  void watch(bool on);
  /// What was seen since the last call: all votes and roles, of which the
  /// oldest go if they are too many, and the newest append of each way.
  std::vector<dated_sight> take();

private:
  static constexpr std::size_t most_kept = 64;

  std::atomic<bool> is_watched_ = false;
  std::mutex mutex_;
  std::deque<dated_sight> kept_;
  std::map<std::pair<raft::node_id, raft::node_id>, dated_sight> appends_;
};

} // namespace taskraft::http
