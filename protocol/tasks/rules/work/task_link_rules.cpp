// Commands that change one link of a task: an assignee, a label, a share.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/people/account_rules.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

/// The same list with the name, or without it.
bytes_list changed(const std::vector<std::string>& names,
                   const std::string& name, bool remove) {
  auto list = bytes_list{};
  for (const auto& each : names)
    if (each != name)
      *list.Add() = each;
  if (!remove)
    *list.Add() = name;
  return list;
}

wire::Result touched(const command_context& c, std::uint64_t task,
                     bool has_changed) {
  auto row = *c.state.find<wire::Task>(task);
  if (!has_changed)
    return task_result(c, std::move(row));
  row.set_rev(c.at.index.value);
  row.set_updated_at_us(c.at.time_us);
  c.state.put(row);
  return task_result(c, std::move(row));
}

} // namespace

wire::Result assign_task(const command_context& c, const wire::AssignTask& x) {
  const auto* row = c.state.find<wire::Task>(x.task());
  auto against = objections{c.at};
  against.add(check_link(c, x.task(), wire::PROJECT_ROLE_MEMBER));
  if (row == nullptr)
    return refused(*against.first());
  auto before = assignees_of(c.state, x.task());
  auto was_there = std::ranges::find(before, x.username()) != before.end();
  auto changes = was_there == x.remove();
  if (changes && !x.remove()) {
    if (before.size() == max_assignees)
      against.add(
        refusal(errc::too_many, "/assignees", "there are 20 already"));
    against.add(check_assignee(c.state, *row, x.username()));
  }
  if (auto why = against.first())
    return refused(std::move(*why));
  if (changes)
    put_assignees(c.state, x.task(), changed(before, x.username(), x.remove()));
  return touched(c, x.task(), changes);
}

wire::Result label_task(const command_context& c, const wire::LabelTask& x) {
  auto against = objections{c.at};
  against.add(check_link(c, x.task(), wire::PROJECT_ROLE_MEMBER));
  const auto* label = c.state.find<wire::Label>(fold(x.name()));
  // A task does not bear what is no label any more.
  auto is_known
    = label != nullptr || (x.remove() && c.at.level >= ordered_level);
  if (!is_known)
    against.add(refusal(errc::unknown_reference, "/labels",
                        "there is no label " + x.name()));
  auto name = label == nullptr ? x.name() : label->name();
  auto before = labels_of(c.state, x.task());
  auto was_there = std::ranges::find(before, name) != before.end();
  auto changes = was_there == x.remove();
  if (changes && !x.remove() && before.size() == max_labels_of_task)
    against.add(refusal(errc::too_many, "/labels", "there are 50 already"));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (changes)
    put_labels(c.state, x.task(), changed(before, name, x.remove()));
  return touched(c, x.task(), changes);
}

namespace {

/// The role that the command names, or what stands for none.
wire::ProjectRole role_of(const wire::ShareTask& x) {
  return x.role() == wire::PROJECT_ROLE_UNSPECIFIED ? wire::PROJECT_ROLE_VIEWER
                                                    : x.role();
}

maybe_refusal check_share(const command_context& c, const wire::ShareTask& x) {
  auto against = objections{c.at};
  against.add(check_link(c, x.task(), wire::PROJECT_ROLE_MEMBER));
  const auto* task = c.state.find<wire::Task>(x.task());
  if (task != nullptr)
    against.add(check_own_access(c.state, c.who, *task));
  const auto* user = c.state.find<wire::User>(x.username());
  auto is_known = user == nullptr ? x.remove() && c.at.level >= ordered_level
                                  : !user->disabled() || x.remove();
  if (!is_known)
    against.add(refusal(errc::unknown_reference, "/username",
                        "there is no user " + x.username()));
  auto role = role_of(x);
  if (role != wire::PROJECT_ROLE_VIEWER && role != wire::PROJECT_ROLE_MEMBER)
    against.add(
      refusal(errc::invalid_value, "/role", "is neither viewer nor member"));
  return against.first();
}

} // namespace

wire::Result share_task(const command_context& c, const wire::ShareTask& x) {
  if (auto why = check_share(c, x))
    return refused(std::move(*why));
  auto role = role_of(x);
  const auto* before = c.state.find<wire::Share>(x.task(), x.username());
  auto is_new = before == nullptr && !x.remove();
  auto changes = x.remove() ? before != nullptr
                            : before == nullptr || before->role() != role;
  if (changes && x.remove())
    c.state.erase<wire::Share>(x.task(), x.username());
  if (changes && !x.remove()) {
    auto row = wire::Share{};
    row.set_task(x.task());
    row.set_username(x.username());
    row.set_role(role);
    c.state.put(std::move(row));
  }
  // Who may see a task is no change of the task.
  auto result = touched(c, x.task(), false);
  result.set_created(is_new);
  return result;
}

wire::Answer list_shares(reader& state, const actor& who,
                         const wire::ListShares& x) {
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  answer.mutable_roles();
  for (const auto* each : state.find_all<wire::Share>(x.task()))
    add_role(state, *answer.mutable_roles(), each->username(), each->role());
  return answer;
}

} // namespace taskraft::tasks
