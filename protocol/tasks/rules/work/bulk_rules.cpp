// Many tasks in one command, each as if it were alone.

#include "protocol/tasks/rules/history/reminder_rules.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

maybe_refusal check_bulk_size(const std::string& pointer, int count) {
  if (count > 0 && count <= max_bulk_items)
    return std::nullopt;
  return refusal(errc::invalid_value, pointer, "must be 1 to 200");
}

bool has_links(const wire::TaskLinks& x) {
  return x.labels_size() > 0 || x.assignees_size() > 0;
}

maybe_refusal check_bulk(const wire::BulkTasks& x) {
  if (auto why = check_bulk_size("/ids", x.targets_size()))
    return why;
  auto ids = std::set<std::uint64_t>{};
  for (const auto& each : x.targets())
    if (!ids.insert(each.id()).second)
      return refusal(errc::invalid_value, "/ids",
                     "hold " + std::to_string(each.id()) + " twice");
  if (x.trash()
      && (x.patch().ByteSizeLong() > 0 || has_links(x.add())
          || has_links(x.remove())))
    return refusal(errc::invalid_value, "/delete",
                   "goes with no other changes");
  return std::nullopt;
}

/// The names of `now` and `added` but for those of `removed`, which are
/// compared as `key_of` sees them.
template <class Key>
wire::Names combined(const bytes_list& now, const bytes_list& added,
                     const bytes_list& removed, Key key_of) {
  auto seen = std::set<std::string>{};
  for (const auto& name : removed)
    seen.insert(key_of(name));
  auto names = wire::Names{};
  for (const auto* list : {&now, &added})
    for (const auto& name : *list)
      if (seen.insert(key_of(name)).second)
        *names.add_names() = name;
  return names;
}

bytes_list as_list(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

/// The patch for one task.
wire::UpdateTask patch_for(finder& state, const wire::BulkTasks& x,
                           const wire::BulkTarget& target) {
  auto patch = x.patch();
  patch.set_id(target.id());
  if (target.has_expected_rev())
    patch.set_expected_rev(target.expected_rev());
  else
    patch.clear_expected_rev();
  if (x.add().assignees_size() > 0 || x.remove().assignees_size() > 0)
    *patch.mutable_assignees() = combined(
      patch.has_assignees() ? patch.assignees().names()
                            : as_list(assignees_of(state, target.id())),
      x.add().assignees(), x.remove().assignees(),
      [](const std::string& name) { return name; });
  if (x.add().labels_size() > 0 || x.remove().labels_size() > 0)
    *patch.mutable_labels()
      = combined(patch.has_labels() ? patch.labels().names()
                                    : as_list(labels_of(state, target.id())),
                 x.add().labels(), x.remove().labels(),
                 [](const std::string& name) { return fold(name); });
  return patch;
}

wire::Result change_one(const command_context& c, const wire::BulkTasks& x,
                        const wire::BulkTarget& target) {
  if (!x.trash()) {
    auto patch = patch_for(c.state, x, target);
    return update_task(c, patch);
  }
  auto deletion = wire::DeleteTask{};
  deletion.set_id(target.id());
  if (target.has_expected_rev())
    deletion.set_expected_rev(target.expected_rev());
  return delete_task(c, deletion);
}

} // namespace

/// After a first refusal it goes on even if all or nothing is wanted: so what
/// is missing for all of the tasks is loaded at once.
wire::Result bulk_tasks(const command_context& c, const wire::BulkTasks& x) {
  if (auto why = check_bulk(x))
    return refused(std::move(*why));
  auto begin = c.state.mark();
  auto result = wire::Result{};
  auto& bulk = *result.mutable_bulk();
  auto first = maybe_refusal{};
  for (const auto& target : x.targets()) {
    auto& item = *bulk.add_items();
    item.set_id(target.id());
    auto mark = c.state.mark();
    auto done = change_one(c, x, target);
    if (!done.has_refusal()) {
      item.set_rev(done.task().rev());
      continue;
    }
    c.state.take_back(mark);
    if (!first) {
      first = done.refusal();
      first->set_pointer("/ids/" + std::to_string(bulk.items_size() - 1));
    }
    *item.mutable_refusal() = std::move(*done.mutable_refusal());
  }
  if (!x.atomic() || !first)
    return result;
  c.state.take_back(begin);
  return refused(std::move(*first));
}

wire::Result create_tasks(const command_context& c, wire::CreateTasks& x) {
  if (auto why = check_bulk_size("/items", x.items_size()))
    return refused(std::move(*why));
  auto result = wire::Result{};
  for (auto& each : *x.mutable_items()) {
    auto& item = *result.mutable_created_tasks()->add_items();
    auto mark = c.state.mark();
    auto done = create_task(c, each);
    if (done.has_refusal()) {
      c.state.take_back(mark);
      *item.mutable_refusal() = std::move(*done.mutable_refusal());
    } else {
      forget_past_reminder(c, done.task());
      *item.mutable_task() = std::move(*done.mutable_task());
    }
  }
  return result;
}

} // namespace taskraft::tasks
