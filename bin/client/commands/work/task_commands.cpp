#include "bin/client/commands/work/task_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/commands/work/task_order.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/json/objects.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::string described(const wire::Task& task) {
  auto text = "#" + std::to_string(task.id()) + " " + printable(task.title());
  if (task.deleted_at_us() != 0)
    return text + " is in the trash";
  return text + " is " + std::string{to_word(task.status())};
}

/// Boards show cards.
json card_of(const context& x, const wire::Task& task) {
  auto query = wire::Query{};
  query.mutable_list_cards()->add_ids(task.id());
  auto answer = look_up_changed(x, query);
  // The move may have taken it out of the mover's sight.
  const auto& found = answer.tasks().tasks();
  return taskraft::json::card_to_json(found.empty() ? task : found[0]);
}

void confirm_purge(const context& x) {
  if (!x.world.style.terminal || x.what.has("yes") || !x.world.ask_line)
    return;
  auto id = std::to_string(task_id_from(x.what.arguments.at(0)));
  auto answer = x.world.ask_line("Remove task " + id
                                 + " for ever, with its subtasks? [y/N] ");
  if (answer && *answer != "y" && *answer != "yes")
    throw cli_error{exit_code::failure, "nothing was done"};
}

} // namespace

void create_task(const context& x) {
  auto result = apply(x, create_task_command(x.what));
  const auto& task = result.task();
  put_out(x.world, x.settings.json ? print(to_json(task), x.world.style)
                                   : std::to_string(task.id()) + "\n");
}

void change_task(const context& x) {
  auto words = x.what.what->words;
  auto command = change_task_command(x.what);
  if (words == "task purge")
    confirm_purge(x);
  auto result = apply(x, command);
  if (x.settings.json)
    put_out(x.world, print(words == "task move" ? card_of(x, result.task())
                                                : to_json(result.task()),
                           x.world.style));
  if (words == "task purge")
    tell(x, "#" + std::to_string(result.task().id()) + " is gone for ever");
  else
    tell(x, described(result.task()));
}

void show_task(const context& x) {
  auto answer = look_up(x, get_task_query(x.what.arguments.at(0)));
  put_out(x.world, x.settings.json
                     ? print(to_json(answer.task()), x.world.style)
                     : task_page(answer.task(), x.world.style));
}

void list_tasks(const context& x) {
  auto query = list_tasks_query(x.what);
  auto& list = *query.mutable_list_tasks();
  auto limit = row_limit(x.what);
  auto order = task_order{list.sort(), list.descending()};
  // In every order but that of the ids, a task that is changed meanwhile moves,
  // so that pages would miss it or show it twice.
  auto sorts_itself = !limit && order.field != wire::ListTasks::SORT_RANK;
  if (sorts_itself) {
    list.clear_sort();
    list.clear_descending();
  }
  auto tasks = std::vector<wire::Task>{};
  auto shown = std::set<std::uint64_t>{};
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_tasks();
    for (auto& task : *page.mutable_tasks())
      if (shown.insert(task.id()).second)
        tasks.push_back(std::move(task));
    if (page.next_cursor().empty() || (limit && tasks.size() >= *limit))
      break;
    list.set_cursor(page.next_cursor());
    if (limit)
      list.set_limit(
        static_cast<std::uint32_t>(std::min(*limit - tasks.size(), page_rows)));
  }
  if (sorts_itself)
    sort_tasks(tasks, order);
  if (x.settings.json) {
    auto array = json::array();
    for (const auto& task : tasks)
      array.push_back(to_json(task));
    put_out(x.world, print(array, x.world.style));
    return;
  }
  if (tasks.empty())
    tell(x, "No tasks.");
  else
    put_out(x.world, task_rows(tasks, x.world.style));
}

} // namespace taskraft::client
