// The SELECT that lists tasks, in either dialect.

#pragma once

#include "persistence/store/schema.hpp"
#include "persistence/store/task_store.hpp"

#include <string>

namespace taskraft::persistence {

/// Its parameters are those that `bind_filter` binds.
std::string list_statement(const task_filter& x, dialect to);

/// `Use` is the prepared statement of a dialect.
template <class Use>
void bind_filter(Use& to, const task_filter& x) {
  using list_type = tasks::wire::ListTasks;
  const auto& request = x.request;
  for (auto status : request.statuses())
    to.signed_number(status);
  for (auto priority : request.priorities())
    to.signed_number(priority);
  if (request.has_due_before_date())
    to.day(request.due_before_date());
  if (request.has_due_before_instant_us())
    to.instant(request.due_before_instant_us());
  if (request.has_due_from_date())
    to.day(request.due_from_date());
  if (request.has_due_from_instant_us())
    to.instant(request.due_from_instant_us());
  for (const auto& word : x.words)
    to.text(word).text(word);
  if (x.after) {
    if (request.sort() == list_type::SORT_TITLE)
      to.text(x.after->text);
    else if (request.sort() == list_type::SORT_ID)
      to.number(x.after->id);
    else if (request.sort() == list_type::SORT_CREATED
             || request.sort() == list_type::SORT_UPDATED)
      to.instant(x.after->number);
    else
      to.signed_number(x.after->number);
    to.number(x.after->id);
  }
  to.number(request.limit());
}

} // namespace taskraft::persistence
