#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <set>
#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

maybe_refusal check_comment(std::string_view text) {
  if (auto why = check_text("/text", text, max_comment_bytes))
    return why;
  if (is_blank(text))
    return refusal(errc::invalid_value, "/text",
                   "must hold more than white space");
  return std::nullopt;
}

bool is_name_character(char x) {
  return is_username({&x, 1});
}

/// The names that come after an "@" in the text, each once.
std::set<std::string> names_in(std::string_view text) {
  auto names = std::set<std::string>{};
  for (auto at = text.find('@'); at != std::string_view::npos;
       at = text.find('@', at + 1)) {
    // An e-mail address mentions nobody.
    if (at > 0 && is_name_character(text[at - 1]))
      continue;
    auto end = at + 1;
    while (end < text.size() && is_name_character(text[end]))
      ++end;
    auto name = text.substr(at + 1, end - at - 1);
    // The end of a sentence does not belong to a name.
    while (!name.empty() && (name.back() == '.' || name.back() == '-'))
      name.remove_suffix(1);
    if (is_username(name) && names.size() < max_mentions)
      names.emplace(name);
  }
  return names;
}

void set_text(view& state, wire::Comment& to, std::string text) {
  to.clear_mentions();
  for (const auto& name : names_in(text))
    if (user_sees(state, name, to.task()))
      to.add_mentions(name);
  to.set_text(std::move(text));
}

wire::Result changed(wire::Comment row) {
  auto result = wire::Result{};
  *result.mutable_comment() = std::move(row);
  return result;
}

wire::Refusal no_such_comment(std::uint64_t id) {
  return refusal(errc::not_found, "/id",
                 "comment " + std::to_string(id) + " does not exist");
}

/// Null if there is no such comment for the actor.
const wire::Comment* find_comment(finder& state, const actor& who,
                                  std::uint64_t id) {
  const auto* place = state.find<wire::CommentPlace>(id);
  const auto* task
    = place == nullptr ? nullptr : state.find<wire::Task>(place->task());
  if (task == nullptr
      || role_on(state, who, *task) == wire::PROJECT_ROLE_UNSPECIFIED)
    return nullptr;
  return state.find<wire::Comment>(place->task(), id);
}

/// What any change of a comment asks for first. `may` says who may do it.
template <class Action>
maybe_refusal check_change(const command_context& c, const wire::Comment& row,
                           const Action& x, bool managers_too) {
  const auto* task = c.state.find<wire::Task>(row.task());
  auto role = role_on(c.state, c.who, *task);
  auto is_author
    = row.author() == c.who.username && role >= wire::PROJECT_ROLE_MEMBER;
  if (!is_author && !(managers_too && role == wire::PROJECT_ROLE_MANAGER))
    return refusal(errc::not_allowed, "", "only its author may do that");
  if (x.has_expected_rev())
    if (auto why = check_rev("comment " + std::to_string(x.id()), row.rev(),
                             x.expected_rev()))
      return why;
  return check_open(c.state, task->project());
}

} // namespace

wire::Result add_comment(const command_context& c, wire::AddComment& x) {
  const auto& [state, who, at] = c;
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_MEMBER))
    return refused(std::move(*why));
  auto against = objections{at};
  against.add(check_live(task, "/task", x.task()));
  against.add(check_comment(x.text()));
  against.add(check_open(state, task->project()));
  if (auto why = against.first())
    return refused(std::move(*why));
  auto row = wire::Comment{};
  row.set_task(x.task());
  row.set_id(state.take_id<wire::Comment>());
  row.set_rev(at.index.value);
  row.set_author(who.username);
  set_text(state, row, std::move(*x.mutable_text()));
  row.set_created_at_us(at.time_us);
  row.set_updated_at_us(at.time_us);
  auto place = wire::CommentPlace{};
  place.set_id(row.id());
  place.set_task(row.task());
  state.add(std::move(place));
  state.add(row);
  return changed(std::move(row));
}

wire::Result update_comment(const command_context& c, wire::UpdateComment& x) {
  const auto* found = find_comment(c.state, c.who, x.id());
  if (found == nullptr)
    return refused(no_such_comment(x.id()));
  auto against = objections{c.at};
  against.add(check_change(c, *found, x, false));
  auto row = *found;
  against.add(
    check_live(c.state.find<wire::Task>(row.task()), "/task", row.task()));
  auto says_other = x.has_text() && x.text() != row.text();
  if (says_other)
    against.add(check_comment(x.text()));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (!says_other)
    return changed(std::move(row));
  set_text(c.state, row, std::move(*x.mutable_text()));
  row.set_rev(c.at.index.value);
  row.set_updated_at_us(c.at.time_us);
  c.state.put(row);
  return changed(std::move(row));
}

wire::Result delete_comment(const command_context& c,
                            const wire::DeleteComment& x) {
  const auto* found = find_comment(c.state, c.who, x.id());
  if (found == nullptr)
    return refused(no_such_comment(x.id()));
  if (auto why = check_change(c, *found, x, true))
    return refused(std::move(*why));
  auto row = *found;
  c.state.erase<wire::Comment>(row.task(), row.id());
  c.state.erase<wire::CommentPlace>(row.id());
  return changed(std::move(row));
}

wire::Answer get_comment(reader& state, const actor& who,
                         const wire::GetComment& x) {
  const auto* row = find_comment(state, who, x.id());
  if (row == nullptr)
    return refused_answer(no_such_comment(x.id()));
  auto answer = wire::Answer{};
  *answer.mutable_comment() = *row;
  return answer;
}

wire::Answer list_comments(reader& state, const actor& who,
                           const wire::ListComments& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  if (auto why = check_access(state, who, state.find<wire::Task>(x.task()),
                              "/task", x.task(), wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  const auto& type = row_type_of<wire::Comment>();
  auto after
    = x.after() == 0 ? std::string{} : key_from(type, x.task(), x.after());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_comments();
  page.set_more(state.fill_page(key_from(type, x.task()), after, x.limit(),
                                *page.mutable_comments()));
  return answer;
}

} // namespace taskraft::tasks
