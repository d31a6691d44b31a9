// A cluster of pure rules: several nodes, wired by a network and with disks
// that the test controls. No threads, no clock.

#pragma once

#include "tests/support/raft/raft_node.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
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
  const raft::tuning& bounds() const {
    return nodes_.begin()->second.state.tuning;
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

  /// Moves the messages of the nodes into the network.
  void collect() {
    for (auto& [id, one] : nodes_) {
      for (auto& out : std::exchange(one.outbox, {}))
        send({id, out.to, std::move(out.message)});
    }
  }

  void deliver(const envelope& x) {
    std::visit([&](const auto& m) { nodes_.at(x.to).step(m); }, x.message);
  }

  /// Serves the nodes' reads of their own disks.
  void serve_reads_from_disk(std::uint64_t id) {
    auto& one = node(id);
    for (const auto& wanted : std::exchange(one.reads, {})) {
      auto is_gone = wanted.from <= one.disk.base.index;
      auto all = is_gone || compacted.count({id}) != 0
                   ? raft::entry_batch{}
                   : batch_of(one.disk.log, wanted.from, {one.disk.log.size()});
      one.step(raft::entries_read{wanted.peer, all.prefix(wanted.max_bytes)});
    }
  }

  /// Makes, sends and receives the snapshots of a node. Each is a file of two
  /// bytes; a lost piece is not sent again.
  void serve_snapshots(std::uint64_t id) {
    auto& one = node(id);
    for (const auto& wanted : std::exchange(one.seeds, {}))
      begin_snapshot(one, wanted);
    for (const auto& x : std::exchange(one.answers, {})) {
      auto outcome = x.outcome;
      if (outcome == raft::snapshot_outcome::wanted)
        send_piece(one, x.from, x.file_checksum, x.offset);
    }
    for (const auto& piece : std::exchange(one.pieces, {}))
      gather(one, piece);
  }

  /// A node whose snapshot is whole installs it; its log follows unless the
  /// node crashes at that moment.
  void install_snapshot(std::uint64_t id, bool crashes = false) {
    auto& one = node(id);
    auto name = std::exchange(one.to_install, 0U);
    if (name == 0)
      return;
    const auto& file = files_.at(name - 1);
    if (file.content.size() <= one.applied.size()) {
      one.step(raft::snapshot_gathered{name, file_bytes,
                                       raft::snapshot_outcome::not_needed});
      return;
    }
    ++installations;
    one.replace_state(file.content);
    if (!crashes)
      one.hear_installed(file.about.base);
  }

  std::size_t installations = 0;

  /// Lets all messages arrive and all writes finish until nothing is left to
  /// do.
  void settle() {
    for (auto busy = true; busy;) {
      busy = false;
      for (auto& [id, one] : nodes_) {
        busy = busy || !one.pending.empty() || has_requests(one);
        if (slow_disks.count(id) == 0)
          one.finish_disk();
        serve_reads_from_disk(id.value);
        serve_snapshots(id.value);
        install_snapshot(id.value);
        if (one.has_state_news())
          one.tell_state();
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

  /// Makes `id` the leader: it begins an election, and all nodes that it can
  /// reach answer.
  void elect(std::uint64_t id) {
    node(id).stand();
    settle();
    BOOST_REQUIRE(node(id).leads());
  }

  /// Lets time pass until a node with a state leads and all nodes that it can
  /// reach follow it.
  test_node& await_leader(std::uint32_t at_most_ticks = 1000) {
    for (auto i = 0U; i < at_most_ticks; ++i) {
      auto* found = newest_leader();
      if (found != nullptr && !found->state.lacks_state)
        return *found;
      pass(1);
    }
    BOOST_FAIL("nobody was elected:" + description());
    return nodes_.begin()->second;
  }

  /// Text that says of each node why it cannot lead.
  std::string description() const {
    auto text = std::string{};
    for (const auto& [id, one] : nodes_) {
      const auto& x = one.state;
      text += "\n  node " + std::to_string(id.value) + ": term "
              + std::to_string(x.hard.term.value) + ", last "
              + std::to_string(x.log.last().index.value) + "/"
              + std::to_string(x.log.last().term.value) + ", base "
              + std::to_string(x.log.base().index.value) + ", commit "
              + std::to_string(x.commit_index.value);
      if (x.lacks_state)
        text += ", lacks its state";
      for (const auto& member : x.members().members)
        text += " " + std::to_string(member.id.value)
                + (member.voter ? "" : "(learner)");
    }
    return text;
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

  /// Nodes that have also removed from the disk the entries that memory has
  /// forgotten.
  std::set<raft::node_id> compacted;
  /// Nodes whose disk does nothing in `settle`.
  std::set<raft::node_id> slow_disks;
  /// Called for each message on a link that is not cut: true loses it.
  std::function<bool(const envelope&)> loses;
  /// Called for each message that is sent, with whether it will arrive.
  std::function<void(const envelope&, bool arrives)> on_send;

private:
  void send(envelope x) {
    auto arrives = !is_cut(x.from, x.to) && !(loses && loses(x));
    if (on_send)
      on_send(x, arrives);
    if (arrives)
      network_.push_back(std::move(x));
  }

  static constexpr auto file_bytes = std::uint64_t{2};

  struct snapshot_on_its_way {
    raft::snapshot_about about;
    plain_log content;
  };

  static bool has_requests(const test_node& one) {
    return !one.reads.empty() || !one.seeds.empty() || !one.pieces.empty()
           || !one.answers.empty() || one.to_install != 0
           || one.has_state_news();
  }

  void begin_snapshot(test_node& one, const raft::snapshot_wanted& wanted) {
    auto size = one.applied.size();
    if (!one.leads() || one.state.hard.term != wanted.term)
      return;
    if (size < wanted.at_least.value) {
      one.step(raft::snapshot_failed{wanted.peer});
      return;
    }
    auto& fresh = files_.emplace_back();
    fresh.content = one.applied;
    fresh.about.base.position = {{size}, one.applied.back().term};
    for (auto i = std::size_t{0}; i < size; ++i)
      if (one.applied[i].kind == raft::entry_kind::membership)
        fresh.about.base.members
          = {{i + 1}, *raft::decode_membership(one.applied[i].payload)};
    fresh.about.size_bytes = file_bytes;
    fresh.about.checksum = static_cast<std::uint32_t>(files_.size());
    one.step(raft::snapshot_begun{wanted.peer, fresh.about.base.position});
    send_piece(one, wanted.peer, fresh.about.checksum, 0);
  }

  void send_piece(test_node& one, raft::node_id to, std::uint32_t name,
                  std::uint64_t offset) {
    if (!one.leads() || offset >= file_bytes)
      return;
    one.outbox.push_back(
      {to, raft::install_snapshot{.term = one.state.hard.term,
                                  .leader = one.state.self,
                                  .about = files_.at(name - 1).about,
                                  .offset = offset,
                                  .bytes = protocol::blob{"x"},
                                  .checksum = 0}});
  }

  static void gather(test_node& one, const raft::install_snapshot& piece) {
    auto name = piece.about.checksum;
    // The newer of two snapshots counts; otherwise each would replace the other
    // for ever.
    if (one.to_install == 0 && name < one.gathering)
      return;
    if (one.to_install == 0 && one.gathering != name) {
      one.gathering = name;
      one.gathered = 0;
    }
    if (one.to_install == 0 && piece.offset == one.gathered)
      ++one.gathered;
    if (one.gathered == file_bytes)
      one.to_install = std::exchange(one.gathering, 0U);
    auto outcome = one.to_install != 0 ? raft::snapshot_outcome::complete
                                       : raft::snapshot_outcome::wanted;
    one.step(raft::snapshot_gathered{
      name, one.to_install != 0 ? file_bytes : one.gathered, outcome});
    if (one.to_install != 0)
      one.gathered = 0;
  }

  bool has_work() {
    collect();
    return !network_.empty()
           || std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& x) {
                return has_requests(x.second)
                       || (!x.second.pending.empty()
                           && slow_disks.count(x.first) == 0);
              });
  }

  std::size_t founders_;
  std::vector<snapshot_on_its_way> files_;
  std::map<raft::node_id, test_node> nodes_;
  std::deque<envelope> network_;
  std::set<std::pair<raft::node_id, raft::node_id>> cut_;
};

} // namespace taskraft::tests
