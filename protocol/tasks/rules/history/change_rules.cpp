// Queries of what was changed: by task, by everything, and as it goes on.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

/// How many changes one answer looks at, whether or not it tells of them.
constexpr std::size_t most_looked_at = 400;

std::string change_key(std::uint64_t index, std::uint32_t position) {
  return key_from(row_type_of<wire::Change>(), index, position);
}

bool has_text(const wire::FieldValue& list, const std::string& text) {
  const auto& texts = list.list().texts();
  return std::ranges::find(texts, text) != texts.end();
}

/// Whether the user has seen the task before this field changed.
bool saw_before(finder& rows, const actor& who, const wire::Change& x,
                const wire::FieldChange& field) {
  if (field.field() == "assignees")
    return has_text(field.before(), who.username)
           && !has_text(field.after(), who.username);
  if (field.field() != "project")
    return false;
  if (!field.before().text().empty())
    return role_in(rows, who, field.before().text())
           != wire::PROJECT_ROLE_UNSPECIFIED;
  const auto* task = rows.find<wire::Task>(x.task());
  return task != nullptr && task->creator() == who.username;
}

/// Whether the user may see more than before, or less: of a task that has left
/// their sight they hear nothing else.
bool changes_access(finder& rows, const actor& who, const wire::Change& x) {
  auto is_own = x.subject() == who.username;
  if (x.action().starts_with("member.") || x.action().starts_with("share."))
    return is_own;
  auto is_user = is_own && x.action() == "user.updated";
  if (!is_user && (!x.action().starts_with("task.") || sees(rows, who, x)))
    return false;
  auto changed = wire::FieldChanges{};
  // The rules have written it.
  changed.ParseFromString(x.fields());
  return std::ranges::any_of(
    changed.fields(), [&](const wire::FieldChange& each) {
      return is_user ? each.field() == "role" : saw_before(rows, who, x, each);
    });
}

wire::Change access_changed(const wire::Change& x) {
  auto news = wire::Change{};
  news.set_index(x.index());
  news.set_position(x.position());
  news.set_term(x.term());
  news.set_at_us(x.at_us());
  news.set_action("access.changed");
  return news;
}

/// Whether the task is there, and out of the user's sight.
bool is_out_of_sight(finder& rows, const actor& who, std::uint64_t id) {
  const auto* task = id == 0 ? nullptr : rows.find<wire::Task>(id);
  return task != nullptr && !who.is_node()
         && role_on(rows, who, *task) == wire::PROJECT_ROLE_UNSPECIFIED;
}

/// Whether the task at the other end of a relation is out of the user's sight.
bool relates_to_hidden(finder& rows, const actor& who, const wire::Change& x) {
  return x.action().starts_with("relation.")
         && is_out_of_sight(rows, who,
                            std::strtoull(x.subject().c_str(), nullptr, 10));
}

/// A parent that cannot be seen leaves no trace, as in the task itself.
void hide_parents(finder& rows, const actor& who, wire::Change& x) {
  constexpr auto field_name = "parent";
  if (x.fields().find(field_name) == std::string::npos)
    return;
  auto changed = wire::FieldChanges{};
  // The rules have written it.
  changed.ParseFromString(x.fields());
  auto& fields = *changed.mutable_fields();
  for (auto at = fields.begin(); at != fields.end();) {
    if (at->field() != field_name) {
      ++at;
      continue;
    }
    for (auto* side : {at->mutable_before(), at->mutable_after()})
      if (is_out_of_sight(rows, who, side->number()))
        side->Clear();
    auto is_gone = at->before().number() == 0 && at->after().number() == 0;
    at = is_gone ? fields.erase(at) : at + 1;
  }
  x.set_fields(changed.SerializeAsString());
}

/// Some changes after an index, all of an entry or none.
std::vector<wire::Change> next_changes(reader& state, std::uint64_t after,
                                       wire::ChangePage& page) {
  auto found = std::vector<wire::Change>{};
  auto bytes = std::size_t{0};
  auto begin
    = after == 0 ? std::string{} : change_key(after, ~std::uint32_t{0});
  state.scan_all<wire::Change>(begin, [&](wire::Change& change) {
    auto is_full = found.size() >= most_looked_at || bytes > max_page_bytes;
    if (is_full && change.index() != found.back().index()) {
      page.set_more(true);
      return false;
    }
    bytes += change.ByteSizeLong();
    found.push_back(std::move(change));
    return true;
  });
  return found;
}

} // namespace

wire::Answer list_history(reader& state, const actor& who,
                          const wire::ListHistory& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto which
    = newest_first{.order = "index",
                   .equal = {{"task", key_part{std::uint64_t{x.task()}}},
                             {"outcome", key_part{std::string{}}}}};
  which.before = x.before();
  which.before_key = change_key(x.before(), 0);
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_changes()));
  for (auto& each : *page.mutable_changes()) {
    hide_parents(state, who, each);
    if (relates_to_hidden(state, who, each))
      each.clear_subject();
  }
  return answer;
}

wire::Answer list_audit(reader& state, const actor& who,
                        const wire::ListAudit& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  if (auto why = check_admin(who))
    return refused_answer(std::move(*why));
  auto which = newest_first{.order = "index"};
  if (!x.actor().empty())
    which.equal.emplace_back("actor", key_part{x.actor()});
  if (!x.action().empty())
    which.equal.emplace_back("action", key_part{x.action()});
  if (x.from_us() != 0)
    which.at_least.emplace_back("at_us", x.from_us());
  which.before = x.before_index();
  which.before_key = change_key(x.before_index(), x.before_position());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_changes()));
  return answer;
}

wire::Answer list_changes(reader& state, const actor& who,
                          const wire::ListChanges& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto most = static_cast<int>(x.limit() == 0 ? default_page_rows : x.limit());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_seen_index(x.after());
  for (auto& change : next_changes(state, x.after(), page)) {
    // The changes of an entry are not divided.
    if (change.index() != page.seen_index() && page.changes_size() >= most) {
      page.set_more(true);
      break;
    }
    page.set_seen_index(change.index());
    if (!change.outcome().empty())
      continue;
    if (changes_access(state, who, change))
      *page.add_changes() = access_changed(change);
    if ((!x.project().empty() && change.project() != x.project())
        || !sees(state, who, change) || relates_to_hidden(state, who, change))
      continue;
    hide_parents(state, who, change);
    *page.add_changes() = std::move(change);
  }
  return answer;
}

wire::Answer list_leaders(reader& state, const wire::ListLeaders& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto which = newest_first{.order = "term"};
  which.before = x.before();
  which.before_key = key_from(row_type_of<wire::Leadership>(), x.before());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_leaders();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_leaders()));
  return answer;
}

} // namespace taskraft::tasks
