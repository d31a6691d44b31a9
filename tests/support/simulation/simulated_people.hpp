// A plain model of who may do what in a simulated cluster: users, sessions and
// members of projects, as the log and its results say. What an ended session, a
// disabled user or a user without the role does must be refused.

#pragma once

#include "tasks.pb.h"
#include "tests/support/simulation/judge/simulated_history.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class simulated_people {
public:
  explicit simulated_people(simulated_history& history) : history_(history) {
  }

  /// The state machines give this result for the entry.
  void take(const committed_entry& entry, const std::string& result);

  /// Sessions that have not ended, and some that have.
  const std::vector<std::uint64_t>& sessions() const {
    return newest_sessions_;
  }
  /// A user who should log in next, with the revision of their credential;
  /// nothing if everybody has.
  struct login {
    std::string username;
    std::uint64_t rev = 0;
  };
  std::optional<login> missing_login() const;
  /// Those of the few users whom nobody has made.
  std::optional<std::string> missing_user() const;
  std::optional<std::string> disabled_user() const;
  /// Of the few projects one that nobody has made.
  std::optional<std::string> missing_project() const;
  /// Tasks that are there, or were when they were seen last; only a few.
  const std::vector<std::uint64_t>& tasks() const {
    return tasks_;
  }

  /// Whether the session had ended when entry `index` was applied, by `now_us`.
  bool has_ended(std::uint64_t session, raft::log_index index,
                 std::uint64_t now_us) const;
  /// The last change of the task up to an entry that a result has told.
  std::uint64_t task_rev(std::uint64_t task, raft::log_index index) const;

  /// How many commands were refused because of who gave them, and how many
  /// commands of users were applied.
  std::uint64_t refusals() const {
    return refusals_;
  }
  std::uint64_t applied() const {
    return applied_;
  }
  /// What commands have changed.
  struct change {
    std::string actor;
    /// Zero: no task.
    std::uint64_t task = 0;
  };
  const std::map<raft::log_index, change>& changes() const {
    return changes_;
  }

private:
  struct user_seen {
    std::uint64_t credential_rev = 0;
    bool disabled = false;
    bool is_admin = false;
  };
  struct session_seen {
    std::string username;
    bool is_login = true;
    tasks::wire::Scope scope = tasks::wire::SCOPE_UNSPECIFIED;
    /// Zero: never.
    std::uint64_t expires_at_us = 0;
    std::optional<raft::log_index> ended_at;
  };
  /// Who gives a command.
  struct giver {
    std::string username;
    bool is_admin = false;
    /// Null unless it is a session.
    const session_seen* with = nullptr;
  };

  void check_right(const committed_entry& entry, const giver& who,
                   const tasks::wire::Command& command,
                   const tasks::wire::Result& result);
  bool may(const giver& who, const tasks::wire::Command& command) const;
  bool may_change(const giver& who, std::uint64_t task) const;
  void learn_places(const tasks::wire::Command& command,
                    const tasks::wire::Result& result);
  void learn(const committed_entry& entry, const giver& who,
             const tasks::wire::Command& command,
             const tasks::wire::Result& result);
  void learn_account(raft::log_index at, const giver& who,
                     const tasks::wire::Command& command,
                     const tasks::wire::Result& result);
  void end_all(const std::string& username, raft::log_index at,
               const session_seen* spared, bool tokens_too);

  simulated_history& history_;
  std::map<std::string, user_seen> users_;
  std::map<std::uint64_t, session_seen> sessions_;
  std::vector<std::uint64_t> newest_sessions_;
  /// Of project and user.
  std::map<std::pair<std::string, std::string>, tasks::wire::ProjectRole>
    members_;
  std::set<std::string> projects_;
  std::vector<std::uint64_t> tasks_;
  /// The projects of tasks, as far as they are known for certain.
  std::map<std::uint64_t, std::string> places_;
  /// Whom a task was ever shared with.
  std::set<std::pair<std::uint64_t, std::string>> shares_;
  std::map<std::uint64_t, std::map<raft::log_index, std::uint64_t>> task_revs_;
  std::map<raft::log_index, change> changes_;
  std::uint64_t clock_us_ = 0;
  std::uint64_t refusals_ = 0;
  std::uint64_t applied_ = 0;
};

} // namespace taskraft::tests
