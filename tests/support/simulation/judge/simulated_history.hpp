// The committed log of a simulated cluster, as the state machines of all nodes
// see it, and every violation of a promise.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace taskraft::tests {

struct committed_entry {
  raft::log_position position;
  raft::entry_kind kind = raft::entry_kind::no_op;
  std::uint64_t time_us = 0;
  std::string payload;
};

class simulated_history {
public:
  /// Called once for each command that was applied, in log order, with what it
  /// has led to.
  std::function<void(const committed_entry&, const std::string&)> on_result;

  /// Called before each evaluation, with the last of the entries.
  std::function<void(raft::node_id, raft::log_position)> on_evaluation;

  /// A node's state machine is about to evaluate `entries`.
  void evaluated(raft::node_id node, const raft::entry_batch& entries);
  void answered(raft::node_id node,
                const std::vector<protocol::evaluated_command>& answers);

  /// A node's state is at `position` and has this digest.
  void visible(raft::node_id node, raft::log_position position,
               const std::string& digest);

  /// The state takes this for the time at `index`.
  void shows_time(raft::node_id node, raft::log_index index,
                  std::uint64_t shown_us);

  /// A node's state was replaced by a snapshot's.
  void installed(raft::node_id node, raft::log_index index);

  /// How many snapshots were installed.
  std::size_t installations() const {
    return installations_;
  }

  /// A node sends a message as the leader of a term.
  void led(raft::term term, raft::node_id node);

  /// A node told its commit index, in the run that began with `incarnation`.
  void told(raft::node_id node, std::uint64_t incarnation, raft::term term,
            raft::log_index commit_index);

  /// The index that the state of a node has reached.
  raft::log_index visible_at(raft::node_id node) const;

  /// The highest index that any node has evaluated.
  raft::log_index last() const {
    return {entries_.size()};
  }

  /// The newest membership that any node has evaluated.
  const std::optional<raft::membership>& members() const {
    return members_;
  }
  /// How many memberships there were.
  std::size_t changes() const {
    return changes_;
  }

  /// The rules that the newest committed entry of that kind has put in force.
  raft::rules_level level() const {
    return level_;
  }

  const committed_entry& at(raft::log_index index) const {
    return entries_.at(index.value - 1);
  }

  /// The highest stamp up to an entry.
  std::uint64_t clock_at(raft::log_index index) const {
    return clocks_.at(index.value - 1);
  }

  /// When an entry was evaluated first, in milliseconds of simulated time.
  std::uint64_t evaluated_at(raft::log_index index) const {
    return evaluated_at_.at(index.value - 1);
  }

  /// Return the simulated time: milliseconds since the start, and microseconds
  /// since the epoch on a correct clock.
  std::function<std::uint64_t()> now_ms;
  std::function<std::uint64_t()> clock_us;
  /// By how much clocks that never go back differ from the right one.
  std::uint64_t clock_spread_permille = 0;
  /// Whether that is less than the rules allow for.
  bool clocks_are_good = true;

  /// Whether a client's result is the one that the state machines gave for the
  /// command at `index`.
  bool is_result(raft::log_index index, const std::string& result) const;

  /// Whether the request came so late that it was not applied: it may have been
  /// before, and forgotten.
  bool is_forgotten(const protocol::request_id& id) const {
    return forgotten_.contains(id);
  }

  /// The index at which the request was committed first.
  std::optional<raft::log_index>
  first_index(const protocol::request_id& id) const;

  std::size_t terms() const {
    return leaders_.size();
  }
  /// The newest term that has a leader, and who that is; zero before the first.
  raft::term term() const {
    return leaders_.empty() ? raft::term{} : leaders_.rbegin()->first;
  }
  raft::node_id leader() const {
    return leaders_.empty() ? raft::node_id{} : leaders_.rbegin()->second;
  }

  void add_violation(std::string what);

  /// Where the events of the run are written; null for nowhere.
  std::ostream* story = nullptr;

  /// Writes the next event.
  template <class... Parts>
  void tell(const Parts&... parts) const {
    if (story == nullptr)
      return;
    *story << "  ";
    (*story << ... << parts);
    *story << '\n';
  }

  /// Empty while every promise was kept.
  const std::vector<std::string>& violations() const {
    return violations_;
  }

private:
  void append(const committed_entry& entry);

  struct progress {
    std::uint64_t incarnation = 0;
    raft::term term;
    raft::log_index commit_index;
  };

  void check_stamp(const committed_entry& entry);

  std::vector<committed_entry> entries_;
  std::vector<std::uint64_t> evaluated_at_;
  std::vector<std::uint64_t> clocks_;
  /// Whether there ever was a single voter, whose clock counts as correct.
  bool had_one_voter_ = false;
  std::optional<raft::membership> members_;
  std::size_t changes_ = 0;
  raft::rules_level level_ = raft::first_rules_level;
  std::unordered_map<protocol::request_id, raft::log_index> first_;
  std::map<raft::log_index, std::string> results_;
  std::unordered_set<protocol::request_id> forgotten_;
  std::map<raft::log_index, std::string> digests_;
  std::map<raft::node_id, raft::log_index> visible_;
  std::map<raft::term, raft::node_id> leaders_;
  std::map<raft::node_id, progress> progress_;
  std::size_t installations_ = 0;
  std::vector<std::string> violations_;
};

} // namespace taskraft::tests
