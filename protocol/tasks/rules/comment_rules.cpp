#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

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

} // namespace

wire::Result add_comment(const command_context& c, wire::AddComment& x) {
  const auto& [state, who, at] = c;
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_MEMBER))
    return refused(std::move(*why));
  if (auto why = check_live(task, "/task", x.task()))
    return refused(std::move(*why));
  if (auto why = check_comment(x.text()))
    return refused(std::move(*why));
  if (auto why = check_open(state, task->project()))
    return refused(std::move(*why));
  auto row = wire::Comment{};
  row.set_task(x.task());
  row.set_id(state.take_id<wire::Comment>());
  row.set_rev(at.index.value);
  row.set_author(who.username);
  row.set_text(std::move(*x.mutable_text()));
  row.set_created_at_us(at.time_us);
  row.set_updated_at_us(at.time_us);
  state.put(row);
  auto result = wire::Result{};
  *result.mutable_comment() = std::move(row);
  return result;
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
