#include "persistence/board/queries/query_answers.hpp"

#include "persistence/board/queries/report_frame.hpp"
#include "persistence/board/queries/task_cards.hpp"
#include "persistence/board/queries/task_due.hpp"
#include "persistence/board/queries/task_search.hpp"
#include "protocol/tasks/rules/aggregates.hpp"

#include <utility>

namespace taskraft::persistence {

namespace wire = tasks::wire;

namespace {

result<wire::Answer> with_cards(const query_context& c,
                                result<wire::Answer> answer) {
  if (answer)
    if (auto made = make_cards_in(c, *answer); !made)
      return made.error();
  return answer;
}

} // namespace

result<std::optional<wire::Answer>> answer_with(const query_context& c,
                                                const wire::Query& query) {
  using maybe_answer = result<std::optional<wire::Answer>>;
  auto given = [](result<wire::Answer> x) -> maybe_answer {
    if (!x)
      return x.error();
    return std::optional{std::move(*x)};
  };
  if (!c.who.refusal && query.has_list_tasks())
    return given(list_tasks(c, query.list_tasks()));
  if (!c.who.refusal && query.has_count_tasks())
    return given(count_tasks(c, query.count_tasks()));
  if (!c.who.refusal && query.has_get_report())
    return given(get_report(c, query.get_report()));
  if (!c.who.refusal && query.has_list_due())
    return given(list_due(c, query));
  if (!c.who.refusal && query.has_search())
    return given(with_cards(c, search(c, query.search())));
  if (!c.who.refusal && query.has_list_cards())
    return given(list_cards(c, query.list_cards()));
  if (!c.who.refusal && query.has_show_board())
    return given(show_board(c, query.show_board()));
  auto answer = tasks::answer(c.view, query, c.who);
  if (answer && answer->has_health())
    answer->mutable_health()->set_now_us(static_cast<std::uint64_t>(c.now_us));
  if (answer && answer->has_relations())
    return given(with_cards(c, *std::move(answer)));
  return answer;
}

} // namespace taskraft::persistence
