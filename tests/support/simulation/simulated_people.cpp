#include "tests/support/simulation/simulated_people.hpp"

#include "protocol/errors.hpp"
#include "protocol/request.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

namespace taskraft::tests {

namespace {

constexpr auto names = std::array{"ann", "bob", "cleo", "dan"};
constexpr auto projects = std::array{"OPS", "WEB"};
constexpr auto most_tasks = std::size_t{10};

/// The tasks that only members of their projects may change so.
std::vector<std::uint64_t> changed_tasks(const tasks::wire::Command& x) {
  if (x.has_update_task())
    return {x.update_task().id()};
  if (x.has_delete_task())
    return {x.delete_task().id()};
  if (x.has_move_task())
    return {x.move_task().id()};
  if (x.has_add_comment())
    return {x.add_comment().task()};
  if (x.has_assign_task())
    return {x.assign_task().task()};
  if (x.has_label_task())
    return {x.label_task().task()};
  if (x.has_share_task())
    return {x.share_task().task()};
  if (x.has_block_task())
    return {x.block_task().task(), x.block_task().other()};
  return {};
}

/// Whether tasks that the result does not name may have changed their projects.
bool moves_others(const tasks::wire::Command& x) {
  return x.has_bulk_tasks() || x.has_create_tasks() || x.has_restore_task()
         || x.has_move_task()
         || (x.has_update_task()
             && (x.update_task().has_project()
                 || x.update_task().has_parent()));
}

bool is_refused(const tasks::wire::Result& x, errc code) {
  return x.has_refusal()
         && x.refusal().code() == static_cast<std::uint32_t>(code);
}

template <class... Parts>
std::string sentence(const Parts&... parts) {
  auto out = std::ostringstream{};
  (out << ... << parts);
  return out.str();
}

} // namespace

void simulated_people::take(const committed_entry& entry,
                            const std::string& result_bytes) {
  auto request = protocol::parse_request(entry.payload);
  auto command = tasks::wire::Command{};
  auto result = tasks::wire::Result{};
  if (!request || !command.ParseFromString(std::string{request->command})
      || !result.ParseFromString(result_bytes))
    return;
  clock_us_ = history_.clock_at(entry.position.index);
  auto who = giver{.username = "admin", .is_admin = true};
  const auto& principal = request->principal;
  if (principal.kind == protocol::principal_kind::node)
    who.username = "system";
  if (principal.kind == protocol::principal_kind::session
      || principal.kind == protocol::principal_kind::handover) {
    auto expired = is_refused(result, errc::session_expired);
    auto ended
      = has_ended(principal.id, entry.position.index.previous(), clock_us_);
    if (ended != expired)
      history_.add_violation(
        sentence(ended ? "a session that has ended does nothing: entry "
                       : "a session that has not ended is let in: entry ",
                 entry.position.index, " of session ", principal.id));
    refusals_ += expired ? 1U : 0U;
    if (ended)
      return;
    const auto& with = sessions_.at(principal.id);
    who = {with.username, users_[with.username].is_admin, &with};
  }
  check_right(entry, who, command, result);
  if (result.has_refusal())
    return;
  ++applied_;
  learn(entry, who, command, result);
}

bool simulated_people::may(const giver& who,
                           const tasks::wire::Command& command) const {
  if (who.with != nullptr && who.with->scope < tasks::wire::SCOPE_WRITE
      && !command.has_note_use())
    return false;
  auto has = [&](const std::string& project, tasks::wire::ProjectRole least) {
    auto role = members_.find({project, who.username});
    return who.is_admin || (role != members_.end() && role->second >= least);
  };
  if (command.has_create_user() || command.has_take_digest()
      || command.has_change_settings())
    return who.is_admin;
  if (command.has_update_project())
    return has(command.update_project().key(),
               tasks::wire::PROJECT_ROLE_MANAGER);
  if (command.has_set_member())
    return has(command.set_member().project(),
               tasks::wire::PROJECT_ROLE_MANAGER);
  if (command.has_create_task() && !command.create_task().project().empty())
    return has(command.create_task().project(),
               tasks::wire::PROJECT_ROLE_MEMBER);
  if (command.has_update_user())
    return who.is_admin || command.update_user().username() == who.username;
  return std::ranges::all_of(changed_tasks(command), [&](std::uint64_t task) {
    return may_change(who, task);
  });
}

/// True as well if it is not known who may.
bool simulated_people::may_change(const giver& who, std::uint64_t task) const {
  auto place = places_.find(task);
  if (who.is_admin || place == places_.end() || place->second.empty()
      || shares_.contains({task, who.username}))
    return true;
  auto role = members_.find({place->second, who.username});
  return role != members_.end()
         && role->second >= tasks::wire::PROJECT_ROLE_MEMBER;
}

void simulated_people::learn_places(const tasks::wire::Command& command,
                                    const tasks::wire::Result& result) {
  if (command.has_share_task())
    shares_.emplace(command.share_task().task(),
                    command.share_task().username());
  if (moves_others(command))
    places_.clear();
  if (command.has_create_project())
    projects_.insert(result.project().key());
  if (command.has_purge_task())
    std::erase(tasks_, command.purge_task().id());
  if (!result.has_task())
    return;
  const auto& task = result.task();
  places_[task.id()] = task.project();
  if (std::ranges::find(tasks_, task.id()) == tasks_.end()
      && command.has_create_task())
    tasks_.push_back(task.id());
  if (tasks_.size() > most_tasks)
    tasks_.erase(tasks_.begin());
}

void simulated_people::check_right(const committed_entry& entry,
                                   const giver& who,
                                   const tasks::wire::Command& command,
                                   const tasks::wire::Result& result) {
  if (may(who, command))
    return;
  ++refusals_;
  if (!result.has_refusal())
    history_.add_violation(sentence("who lacks a right does nothing: entry ",
                                    entry.position.index, " of ", who.username,
                                    ": ", command.ShortDebugString()));
}

void simulated_people::learn(const committed_entry& entry, const giver& who,
                             const tasks::wire::Command& command,
                             const tasks::wire::Result& result) {
  auto at = entry.position.index;
  auto note = [&](const tasks::wire::Task& task) {
    task_revs_[task.id()][at] = task.rev();
    if (task.rev() == at.value)
      changes_[at] = {who.username, task.id()};
  };
  learn_places(command, result);
  if (result.has_task())
    note(result.task());
  for (const auto& item : result.created_tasks().items())
    if (item.has_task())
      note(item.task());
  for (const auto& item : result.bulk().items())
    if (!item.has_refusal() && item.rev() == at.value)
      changes_[at] = {who.username, item.id()};
  if (result.project().rev() == at.value || result.label().rev() == at.value
      || result.user().rev() == at.value)
    changes_[at] = {who.username, 0};
  if (result.comment().rev() == at.value)
    changes_[at] = {who.username, result.comment().task()};
  if (command.has_create_project())
    members_[{result.project().key(), who.username}]
      = tasks::wire::PROJECT_ROLE_MANAGER;
  if (command.has_set_member())
    members_[{command.set_member().project(), command.set_member().username()}]
      = command.set_member().role();
  if (command.has_remove_member())
    members_.erase(
      {command.remove_member().project(), command.remove_member().username()});
  learn_account(at, who, command, result);
}

void simulated_people::learn_account(raft::log_index at, const giver& who,
                                     const tasks::wire::Command& command,
                                     const tasks::wire::Result& result) {
  if (result.has_user()) {
    auto& user = users_[result.user().username()];
    user.disabled = result.user().disabled();
    user.is_admin = result.user().role() == tasks::wire::SITE_ROLE_ADMIN;
    // A user who was disabled before has no sessions.
    if (user.disabled)
      end_all(result.user().username(), at, nullptr, true);
    if (!command.has_update_user())
      user.credential_rev = at.value;
  }
  if (command.has_set_password())
    end_all(command.set_password().username(), at, who.with, false);
  if (!result.has_session())
    return;
  const auto& row = result.session();
  if (command.has_end_session()) {
    auto& ended = sessions_.at(row.id()).ended_at;
    ended = std::min(ended.value_or(at), at);
    return;
  }
  auto [known, fresh] = sessions_.try_emplace(row.id());
  known->second.username = row.username();
  known->second.is_login = row.kind() == tasks::wire::SESSION_KIND_LOGIN;
  known->second.scope = row.scope();
  known->second.expires_at_us = row.expires_at_us();
  if (fresh)
    newest_sessions_.push_back(row.id());
  constexpr auto most = std::size_t{12};
  if (newest_sessions_.size() > most)
    newest_sessions_.erase(newest_sessions_.begin());
}

void simulated_people::end_all(const std::string& username, raft::log_index at,
                               const session_seen* spared, bool tokens_too) {
  for (auto& [id, each] : sessions_)
    if (each.username == username && &each != spared && !each.ended_at
        && (each.is_login || tokens_too))
      each.ended_at = at;
}

bool simulated_people::has_ended(std::uint64_t session, raft::log_index index,
                                 std::uint64_t now_us) const {
  auto found = sessions_.find(session);
  if (found == sessions_.end())
    return true;
  const auto& x = found->second;
  return (x.ended_at && *x.ended_at <= index)
         || (x.expires_at_us != 0 && x.expires_at_us <= now_us);
}

std::uint64_t simulated_people::task_rev(std::uint64_t task,
                                         raft::log_index index) const {
  auto known = task_revs_.find(task);
  if (known == task_revs_.end())
    return 0;
  auto later = known->second.upper_bound(index);
  return later == known->second.begin() ? 0 : std::prev(later)->second;
}

std::optional<simulated_people::login> simulated_people::missing_login() const {
  for (const auto& [name, user] : users_) {
    auto has = std::ranges::any_of(sessions_, [&, name = name](const auto& x) {
      return x.second.username == name && x.second.is_login
             && !has_ended(x.first, {UINT64_MAX}, clock_us_);
    });
    if (!has && !user.disabled)
      return login{name, user.credential_rev};
  }
  return std::nullopt;
}

std::optional<std::string> simulated_people::missing_user() const {
  for (const auto* name : names)
    if (!users_.contains(name))
      return name;
  return std::nullopt;
}

std::optional<std::string> simulated_people::missing_project() const {
  for (const auto* key : projects)
    if (!projects_.contains(key))
      return key;
  return std::nullopt;
}

std::optional<std::string> simulated_people::disabled_user() const {
  for (const auto& [name, user] : users_)
    if (user.disabled)
      return name;
  return std::nullopt;
}

} // namespace taskraft::tests
