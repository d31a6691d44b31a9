// What a simulated cluster has promised: the one committed log, as the state
// machines of all nodes see it, and every way in which a node contradicted it.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/raft/entry_batch.hpp"
#include "protocol/raft/membership.hpp"
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
  /// Called once for each entry, in log order.
  std::function<void(const committed_entry&)> on_committed;

  /// A node's state machine has evaluated `entries`.
  void evaluated(raft::node_id node, const raft::entry_batch& entries);
  void answered(raft::node_id node,
                const std::vector<protocol::evaluated_command>& answers);

  /// A node's state is at `position` and has this hash.
  void visible(raft::node_id node, raft::log_position position,
               std::uint64_t hash);

  /// A node's state was replaced by a snapshot's.
  void installed(raft::node_id node, raft::log_index index);

  /// How often that has happened.
  std::size_t installations() const {
    return installations_;
  }

  /// A node speaks as the leader of a term.
  void led(raft::term term, raft::node_id node);

  /// A node said how far it is committed, in the run of it that began at
  /// `incarnation`.
  void reported(raft::node_id node, std::uint64_t incarnation, raft::term term,
                raft::log_index commit_index);

  /// How far the state of a node is.
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

  /// When an entry was evaluated first, in milliseconds of simulated time.
  std::uint64_t evaluated_at(raft::log_index index) const {
    return evaluated_at_.at(index.value - 1);
  }

  /// Gives the simulated time: since the beginning in milliseconds, and of day
  /// in microseconds, as a clock that is right shows it.
  std::function<std::uint64_t()> now_ms;
  std::function<std::uint64_t()> clock_us;

  /// Where the request was committed first.
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

  void complain(std::string what);

  /// Where the story of the run is told, if anywhere.
  std::ostream* story = nullptr;

  /// The next line of the story.
  template <class... Parts>
  void tell(const Parts&... parts) const {
    if (story == nullptr)
      return;
    *story << "  ";
    (*story << ... << parts);
    *story << '\n';
  }

  /// Empty as long as every promise holds.
  const std::vector<std::string>& complaints() const {
    return complaints_;
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
  /// Some time a single voter's clock was right by definition.
  bool had_one_voter_ = false;
  std::optional<raft::membership> members_;
  std::size_t changes_ = 0;
  raft::rules_level level_ = raft::first_rules_level;
  std::unordered_map<protocol::request_id, raft::log_index> first_;
  std::map<raft::log_index, std::string> results_;
  std::map<raft::log_index, std::uint64_t> hashes_;
  std::map<raft::node_id, raft::log_index> visible_;
  std::map<raft::term, raft::node_id> leaders_;
  std::map<raft::node_id, progress> progress_;
  std::size_t installations_ = 0;
  std::vector<std::string> complaints_;
};

} // namespace taskraft::tests
