// The SELECT that lists tasks, in either dialect.

#pragma once

#include "persistence/schema.hpp"
#include "persistence/task_store.hpp"

#include <string>

namespace taskraft::persistence {

/// Its parameters are those that `bind_filter` binds.
std::string list_statement(const task_filter& x, dialect to);

/// `Use` is the prepared statement of a dialect.
template <class Use>
void bind_filter(Use& to, const task_filter& x) {
  using wish_type = tasks::wire::ListTasks;
  const auto& wish = x.wish;
  for (auto status : wish.statuses())
    to.signed_number(status);
  for (auto priority : wish.priorities())
    to.signed_number(priority);
  if (wish.has_due_before_date())
    to.day(wish.due_before_date());
  if (wish.has_due_before_instant_us())
    to.instant(wish.due_before_instant_us());
  if (wish.has_due_from_date())
    to.day(wish.due_from_date());
  if (wish.has_due_from_instant_us())
    to.instant(wish.due_from_instant_us());
  for (const auto& word : x.words)
    to.text(word).text(word);
  if (x.after) {
    if (wish.sort() == wish_type::SORT_TITLE)
      to.text(x.after->text);
    else if (wish.sort() == wish_type::SORT_ID)
      to.number(x.after->id);
    else if (wish.sort() == wish_type::SORT_CREATED
             || wish.sort() == wish_type::SORT_UPDATED)
      to.instant(x.after->number);
    else
      to.signed_number(x.after->number);
    to.number(x.after->id);
  }
  to.number(wish.limit());
}

} // namespace taskraft::persistence
