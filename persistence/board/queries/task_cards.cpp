#include "persistence/board/queries/task_cards.hpp"

#include "persistence/board/queries/condition_maker.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/rules.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;
using test = condition::test;

template <class Row>
wanted_rows rows_of_type() {
  return {&tasks::row_type_of<Row>(), {}, {}};
}

/// Reads what cards are made of with a statement a table.
class card_maker {
public:
  explicit card_maker(const query_context& c) : c_(c) {
  }

  status make(const std::vector<wire::Task*>& tasks) {
    fetch(tasks);
    for (auto* each : tasks)
      if (auto made = make_one(*each); !made)
        return made;
    return c_.view.outcome;
  }

private:
  void fetch(const std::vector<wire::Task*>& tasks) {
    auto ranks = rows_of_type<wire::Rank>();
    auto blocked = rows_of_type<wire::Blocked>();
    auto watches = rows_of_type<wire::Watch>();
    auto subtasks = rows_of_type<wire::Subtask>();
    for (const auto* each : tasks) {
      auto id = each->id();
      ranks.keys.push_back(tasks::key_from(*ranks.type, id));
      blocked.keys.push_back(tasks::key_from(*blocked.type, id));
      watches.keys.push_back(
        tasks::key_from(*watches.type, id, c_.who.username));
      subtasks.prefixes.push_back(tasks::key_from(*subtasks.type, id));
    }
    for (const auto& wanted : {ranks, blocked, watches, subtasks})
      c_.view.fetch(wanted);
    fetch_subtasks(tasks);
  }

  void fetch_subtasks(const std::vector<wire::Task*>& tasks) {
    auto wanted = rows_of_type<wire::Task>();
    for (const auto* each : tasks)
      for (const auto* one : c_.view.find_all<wire::Subtask>(each->id()))
        wanted.keys.push_back(tasks::key_from(*wanted.type, one->task()));
    if (!wanted.keys.empty())
      c_.view.fetch(wanted);
  }

  status make_one(wire::Task& task) {
    task.clear_description();
    auto& card = *task.mutable_card();
    if (const auto* rank = c_.view.find<wire::Rank>(task.id()))
      card.set_rank(rank->rank());
    card.set_blocked(c_.view.find<wire::Blocked>(task.id()) != nullptr);
    const auto* watch = c_.view.find<wire::Watch>(task.id(), c_.who.username);
    card.set_watching(watch != nullptr && watch->watching());
    count_subtasks(task.id(), card);
    auto comments = count_in("comments", task.id());
    if (!comments)
      return comments.error();
    card.set_comments(*comments);
    auto attachments = count_in("attachments", task.id());
    if (!attachments)
      return attachments.error();
    card.set_attachments(*attachments);
    return done{};
  }

  void count_subtasks(std::uint64_t parent, wire::Card& to) {
    for (const auto* each : c_.view.find_all<wire::Subtask>(parent)) {
      const auto* task = c_.view.find<wire::Task>(each->task());
      if (task == nullptr || task->deleted_at_us() != 0
          || tasks::role_on(c_.view, c_.who, *task)
               == wire::PROJECT_ROLE_UNSPECIFIED)
        continue;
      to.set_subtasks(to.subtasks() + 1);
      if (task->status() == wire::STATUS_COMPLETED)
        to.set_completed_subtasks(to.completed_subtasks() + 1);
    }
  }

  result<std::uint32_t> count_in(std::string_view name, std::uint64_t task) {
    const auto& in = c_.rows.tables().table_named(name);
    auto of = condition_maker{c_.rows.tables(), in};
    auto list = listing{.of = &in};
    list.all = {{of.one_of("task", {static_cast<std::int64_t>(task)})}};
    auto count = c_.rows.count(list);
    if (!count)
      return count.error();
    return static_cast<std::uint32_t>(*count);
  }

  const query_context& c_;
};

template <class List>
void add_pointers(std::vector<wire::Task*>& to, List& from) {
  for (auto& each : from)
    to.push_back(&each);
}

/// A column of every board: the tasks of one status in their order.
struct column_order {
  wire::Status status;
  wire::ListTasks::Sort sort;
  bool descending = false;
};

constexpr auto column_orders = std::to_array<column_order>(
  {{wire::STATUS_TODO, wire::ListTasks::SORT_RANK},
   {wire::STATUS_IN_PROGRESS, wire::ListTasks::SORT_RANK},
   {wire::STATUS_COMPLETED, wire::ListTasks::SORT_COMPLETED, true},
   {wire::STATUS_CANCELLED, wire::ListTasks::SORT_UPDATED, true}});

bool is_wanted(const wire::ListTasks& filter, wire::Status status) {
  return filter.statuses_size() == 0
         || std::ranges::find(filter.statuses(), status)
              != filter.statuses().end();
}

/// The list of a column, as a client asks for the rest of it.
wire::ListTasks list_of(const wire::ShowBoard& x, const column_order& order) {
  auto list = x.filter();
  list.clear_projects();
  list.add_projects(x.project());
  list.clear_statuses();
  list.add_statuses(order.status);
  list.set_sort(order.sort);
  list.set_descending(order.descending);
  list.set_cards(true);
  list.clear_cursor();
  return list;
}

/// Takes what an answer to a part of the question says; false: it is refused.
bool take_column(wire::Answer count, wire::Answer page, wire::Status status,
                 wire::Answer& to) {
  for (auto* each : {&count, &page})
    if (each->has_refusal()) {
      auto why = std::move(*each->mutable_refusal());
      *to.mutable_refusal() = std::move(why);
      return false;
    }
  auto& column = *to.mutable_board()->add_columns();
  column.set_status(status);
  column.set_total(count.count().count());
  *column.mutable_tasks() = std::move(*page.mutable_tasks()->mutable_tasks());
  column.set_next_cursor(page.tasks().next_cursor());
  return true;
}

} // namespace

status make_cards(const query_context& c,
                  const std::vector<wire::Task*>& tasks) {
  return card_maker{c}.make(tasks);
}

status make_cards_in(const query_context& c, wire::Answer& answer) {
  auto tasks = std::vector<wire::Task*>{};
  if (answer.has_relations()) {
    auto& found = *answer.mutable_relations();
    if (found.has_parent())
      tasks.push_back(found.mutable_parent());
    add_pointers(tasks, *found.mutable_subtasks());
    add_pointers(tasks, *found.mutable_blocks());
    add_pointers(tasks, *found.mutable_blocked_by());
  } else if (answer.has_found()) {
    for (auto& each : *answer.mutable_found()->mutable_hits())
      tasks.push_back(each.mutable_task());
  }
  return make_cards(c, tasks);
}

result<wire::Answer> list_cards(const query_context& c,
                                const wire::ListCards& x) {
  if (x.ids_size() > static_cast<int>(tasks::max_page_rows))
    return tasks::refused_answer(tasks::refusal(
      errc::invalid_value, "/ids", "are more than a page has rows"));
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_tasks();
  for (auto id : x.ids()) {
    const auto* row = c.view.find<wire::Task>(id);
    if (row != nullptr
        && tasks::role_on(c.view, c.who, *row)
             != wire::PROJECT_ROLE_UNSPECIFIED)
      *page.add_tasks() = tasks::seen_by(c.view, c.who, *row);
  }
  auto found = std::vector<wire::Task*>{};
  add_pointers(found, *page.mutable_tasks());
  if (auto made = make_cards(c, found); !made)
    return made.error();
  return answer;
}

result<wire::Answer> show_board(const query_context& c,
                                const wire::ShowBoard& x) {
  auto asked = wire::Query{};
  asked.mutable_get_project()->set_key(x.project());
  auto project = tasks::answer(c.view, asked, c.who);
  if (!project || project->has_refusal())
    return *std::move(project);
  auto answer = wire::Answer{};
  *answer.mutable_board()->mutable_project()
    = std::move(*project->mutable_project());
  for (const auto& order : column_orders) {
    if (!is_wanted(x.filter(), order.status)) {
      answer.mutable_board()->add_columns()->set_status(order.status);
      continue;
    }
    auto list = list_of(x, order);
    auto counted = wire::CountTasks{};
    *counted.mutable_filter() = list;
    auto count = count_tasks(c, counted);
    if (!count)
      return count.error();
    auto page = list_tasks(c, list);
    if (!page)
      return page.error();
    if (!take_column(std::move(*count), std::move(*page), order.status, answer))
      return answer;
  }
  return answer;
}

wire::ListTasks list_of_export(const wire::ExportTasks& x) {
  auto list = wire::ListTasks{};
  if (x.has_project())
    list.add_projects(x.project());
  list.set_limit(tasks::max_page_rows);
  return list;
}

} // namespace taskraft::persistence
