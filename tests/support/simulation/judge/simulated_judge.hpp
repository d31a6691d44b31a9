// The judge of a simulated cluster. It sees every node's inside after each
// step, what each log store calls durable and every message, and names the
// promise that was broken when it is broken, not when its loss shows.
//
// A disk that is expected to lie is not judged: what it says counts as true.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "tests/support/simulation/judge/simulated_disk_record.hpp"
#include "tests/support/simulation/judge/simulated_history.hpp"

#include <caf/message.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// What the judge asks of the nodes.
struct judged_nodes {
  /// Null while the node is down.
  std::function<const raft::consensus*(raft::node_id)> consensus;
  /// What survives of its state whatever happens.
  std::function<raft::log_index(raft::node_id)> durable_state;
  /// The index that the node would give to a read at once, if it would.
  std::function<std::optional<raft::log_index>(raft::node_id)> read_by_lease;
  std::function<std::vector<raft::node_id>()> all;
};

class simulated_judge {
public:
  simulated_judge(simulated_history& history, judged_nodes nodes)
    : history_(history), nodes_(std::move(nodes)) {
  }

  /// A judge that is off sees nothing.
  void turn_off() {
    off_ = true;
  }

  // What log stores call durable.
  void opened(raft::node_id node, const raft::recovered_state& found);
  void saved(raft::node_id node, const raft::hard_state& x);
  void wrote(raft::node_id node, const raft::entry_view& x);
  void cuts_suffix(raft::node_id node, raft::log_index from);
  void cut_prefix(raft::node_id node, raft::log_position base, bool succeeded);

  /// From now on the disk of the node may lie.
  void distrust(raft::node_id node) {
    liars_.insert(node);
  }

  /// A role of the node has taken a step.
  void look(raft::node_id node, const raft::consensus& now);
  /// The node has ended.
  void forget(raft::node_id node) {
    before_.erase(node);
    hearings_.erase(node);
  }

  /// A node sends a message.
  void heard(raft::node_id from, raft::node_id to, const caf::message& content);
  /// A message reaches a node.
  void arrived(raft::node_id from, raft::node_id to,
               const caf::message& content);

  /// A state machine evaluates entries up to this one.
  void evaluates(raft::node_id node, raft::log_position last);

  /// How much a leader has committed, and when each entry was.
  raft::log_index committed() const {
    return {committed_.size()};
  }
  std::uint64_t committed_at(raft::log_index index) const {
    return committed_.at(index.value - 1).at_ms;
  }
  /// How often each kind of promise was judged.
  const std::map<std::string_view, std::uint64_t>& judged() const {
    return judged_;
  }

private:
  /// What was seen of a node last.
  struct sight {
    raft::hard_state hard;
    raft::log_position last;
    raft::log_index commit_index;
    raft::log_index durable_index;
    raft::placed_membership members;
    bool leads = false;
    std::uint32_t hold_ticks = 0;
  };
  /// A candidate's last request for votes.
  struct candidacy {
    raft::log_position last;
    /// A leader has chosen it.
    bool transfer = false;
  };
  /// Whom a node has heard, by the time that it was awake.
  struct hearing {
    std::uint64_t awake_ms = 0;
    std::uint64_t seen_at_ms = 0;
    /// When it began to lead.
    std::uint64_t leads_since_ms = 0;
    std::map<raft::node_id, std::uint64_t> answered_ms = {};
  };
  struct commit_seen {
    raft::term term;
    /// Of the leader that has counted.
    raft::term counted_in;
    std::uint64_t at_ms = 0;
  };
  /// An entry as it was written first, and the term of the one before it.
  struct written {
    raft::term previous;
    std::size_t digest = 0;
  };
  using place = std::pair<raft::log_index, raft::term>;

  template <class... Parts>
  void broken(std::string_view promise, const Parts&... parts);
  bool is_judged(std::string_view promise, bool kept);
  bool lies(raft::node_id node) const {
    return liars_.contains(node);
  }
  /// Counted here, and not by the rules that are judged.
  static bool is_majority(const raft::membership& of,
                          const std::function<bool(raft::node_id)>& agrees);
  bool is_committed(raft::log_position x) const;
  bool has_durably(raft::node_id node, raft::log_position x) const;

  // simulated_judge.cpp
  void check_vote(raft::node_id node, const sight& before,
                  const raft::consensus& now);
  void check_leader(raft::node_id node, const raft::consensus& now);
  void note_commits(const raft::consensus& leader);
  void check_commit(raft::node_id node, const sight& before,
                    const raft::consensus& now, bool led);
  void check_leases(raft::node_id node, raft::term term);
  void check_lease_of(raft::node_id old);
  void check_durable(raft::node_id node, const raft::consensus& now);

  // simulated_judge_promises.cpp
  void note_promise(raft::node_id from, const raft::appended& x);
  void check_promise(raft::node_id node, raft::term term,
                     const candidacy& asked);
  void check_heed(raft::node_id node, const sight& before,
                  const raft::consensus& now);
  void check_hearing(raft::node_id node, const sight& before,
                     const raft::consensus& now);

  // simulated_judge_members.cpp
  void check_members(raft::node_id node, const sight& before,
                     const raft::consensus& now);
  void check_change(raft::node_id node, const raft::membership& before,
                    const raft::consensus& now);
  const raft::membership* members_in(const raft::consensus& log) const;

  // simulated_judge_words.cpp
  void check_appended(raft::node_id from, const raft::appended& x);
  void check_vote_told(raft::node_id from, raft::node_id to,
                       const raft::voted& x);
  void check_append(raft::node_id from, const raft::append_entries& x);
  void check_term_told(raft::node_id from, raft::term term);

  simulated_history& history_;
  judged_nodes nodes_;
  bool off_ = false;
  std::map<raft::node_id, disk_record> disks_;
  std::set<raft::node_id> liars_;
  std::map<raft::node_id, sight> before_;
  std::vector<commit_seen> committed_;
  std::map<place, written> entries_;
  /// Every membership that a leader has appended.
  std::map<place, raft::membership> memberships_;
  /// The votes on disks.
  std::map<std::pair<raft::term, raft::node_id>, raft::node_id> votes_;
  std::map<std::pair<raft::term, raft::node_id>, candidacy> asked_;
  /// When leaders began their rounds.
  std::map<std::pair<raft::term, std::uint64_t>, std::uint64_t> rounds_;
  /// Until when nodes have promised to vote for nobody.
  std::map<raft::node_id, std::uint64_t> promised_until_ms_;
  /// The newest term that each node has been told of by others than
  /// candidates.
  std::map<raft::node_id, raft::term> told_terms_;
  std::map<raft::node_id, hearing> hearings_;
  /// What was committed when another node's gateway asked for a read index.
  std::map<std::pair<raft::node_id, std::uint64_t>, raft::log_index> reads_;
  std::map<std::string_view, std::uint64_t> judged_;
};

/// Adds the violation, with the name of the promise before it.
template <class... Parts>
void simulated_judge::broken(std::string_view promise, const Parts&... parts) {
  auto out = std::ostringstream{};
  out << promise << ": ";
  (out << ... << parts);
  history_.add_violation(out.str());
}

} // namespace taskraft::tests
