// A cluster of pure rules: several nodes, wired by a network and with disks
// that the test controls. No threads, no clock.

#pragma once

#include "tests/support/raft_node.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

struct envelope {
  raft::node_id from;
  raft::node_id to;
  raft::message message;
};

class raft_cluster {
public:
  explicit raft_cluster(std::size_t size, const raft::tuning& bounds = {},
                        std::uint64_t seed = 1)
    : founders_(size) {
    for (auto id = std::uint64_t{1}; id <= size; ++id) {
      nodes_.emplace(raft::node_id{id},
                     test_node{{id}, voters(size), bounds, {}, seed});
      node(id).allow_elections();
    }
  }

  test_node& node(std::uint64_t id) {
    return nodes_.at({id});
  }
  std::map<raft::node_id, test_node>& nodes() {
    return nodes_;
  }
  std::deque<envelope>& network() {
    return network_;
  }

  /// The node starts again with a log written by hand.
  void restart_with(std::uint64_t id, durable_state content) {
    auto& old = node(id);
    auto bounds = old.state.tuning;
    old = test_node{{id}, voters(founders_), bounds, std::move(content)};
    old.allow_elections();
  }

  /// One more node, which is no member: it waits to be added. Gives its id.
  std::uint64_t join() {
    auto id = std::uint64_t{nodes_.size() + 1};
    auto bounds = node(1).state.tuning;
    nodes_.emplace(raft::node_id{id},
                   test_node{{id}, voters(founders_), bounds, {}, id});
    node(id).allow_elections();
    return id;
  }

  void crash(std::uint64_t id, std::size_t surviving = 0) {
    node(id).crash(surviving);
    node(id).allow_elections();
  }

  /// What one sends to the other is lost, until it is mended.
  void cut_one_way(std::uint64_t from, std::uint64_t to) {
    cut_.insert({{from}, {to}});
  }
  void cut(std::uint64_t one, std::uint64_t other) {
    cut_one_way(one, other);
    cut_one_way(other, one);
  }
  void isolate(std::uint64_t id) {
    for (const auto& [other, unused] : nodes_)
      if (other.value != id)
        cut(id, other.value);
  }
  void mend() {
    cut_.clear();
  }
  bool is_cut(raft::node_id from, raft::node_id to) const {
    return cut_.count({from, to}) != 0;
  }

  /// Moves what the nodes want to say into the network.
  void collect() {
    for (auto& [id, one] : nodes_) {
      for (auto& out : std::exchange(one.outbox, {}))
        if (!is_cut(id, out.to))
          network_.push_back({id, out.to, std::move(out.message)});
    }
  }

  void deliver(const envelope& x) {
    std::visit([&](const auto& m) { nodes_.at(x.to).step(m); }, x.message);
  }

  /// Serves what the nodes read from their own disks.
  void serve_reads_from_disk(std::uint64_t id) {
    auto& one = node(id);
    for (const auto& wanted : std::exchange(one.reads, {})) {
      auto all = compacted.count({id}) != 0
                   ? raft::entry_batch{}
                   : batch_of(one.disk.log, wanted.from, {one.disk.log.size()});
      one.step(raft::entries_read{wanted.peer, all.prefix(wanted.max_bytes)});
    }
  }

  /// Lets every message arrive and every write finish, until all is quiet.
  void settle() {
    for (auto busy = true; busy;) {
      busy = false;
      for (auto& [id, one] : nodes_) {
        busy = busy || !one.pending.empty() || !one.reads.empty();
        if (slow_disks.count(id) == 0)
          one.finish_disk();
        serve_reads_from_disk(id.value);
      }
      collect();
      while (!network_.empty()) {
        busy = true;
        auto next = std::move(network_.front());
        network_.pop_front();
        deliver(next);
        collect();
      }
      if (busy)
        busy = has_work();
    }
  }

  /// All nodes see time pass, and everything settles after each tick.
  void pass(std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; ++i) {
      for (auto& [id, one] : nodes_)
        one.tick();
      settle();
    }
  }

  /// Makes `id` the leader: it stands, and all that can hear it answer.
  void elect(std::uint64_t id) {
    node(id).stand();
    settle();
    BOOST_REQUIRE(node(id).leads());
  }

  /// Lets time pass until somebody leads and all that hear it know.
  test_node& await_leader(std::uint32_t at_most_ticks = 1000) {
    for (auto i = 0U; i < at_most_ticks; ++i) {
      if (auto* found = newest_leader())
        return *found;
      pass(1);
    }
    BOOST_FAIL("nobody was elected");
    return nodes_.begin()->second;
  }

  /// The leader of the highest term.
  test_node* newest_leader() {
    auto* best = static_cast<test_node*>(nullptr);
    for (auto& [id, one] : nodes_)
      if (one.leads()
          && (best == nullptr || one.state.hard.term > best->state.hard.term))
        best = &one;
    return best;
  }

  /// Nodes that have thrown away what memory has forgotten.
  std::set<raft::node_id> compacted;
  /// Nodes whose disk does nothing in `settle`.
  std::set<raft::node_id> slow_disks;

private:
  bool has_work() {
    collect();
    return !network_.empty()
           || std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& x) {
                return !x.second.reads.empty()
                       || (!x.second.pending.empty()
                           && slow_disks.count(x.first) == 0);
              });
  }

  std::size_t founders_;
  std::map<raft::node_id, test_node> nodes_;
  std::deque<envelope> network_;
  std::set<std::pair<raft::node_id, raft::node_id>> cut_;
};

} // namespace taskraft::tests
