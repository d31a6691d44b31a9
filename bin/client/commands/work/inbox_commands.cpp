#include "bin/client/commands/work/inbox_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/change_text.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/json/changes.hpp"

#include <algorithm>
#include <iterator>
#include <ostream>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// Prints rows in the form that is asked for, or says that there are none.
template <class Row, class ToJson, class ToText>
void print_rows(const context& x, const std::vector<Row>& rows,
                const char* none, ToJson as_json, ToText as_text) {
  if (x.settings.json) {
    auto array = json::array();
    for (const auto& row : rows)
      array.push_back(as_json(row));
    put_out(x.world, print(array, x.world.style));
  } else if (rows.empty()) {
    tell(x, none);
  } else {
    put_out(x.world, as_text(rows, x.world.style));
  }
}

/// Asks for pages until there are enough rows. `next` moves the query to the
/// page after the last row.
template <class Take, class Next>
auto all_pages(const context& x, wire::Query query, Take take, Next next) {
  auto limit = row_limit(x.what);
  auto rows = take(look_up(x, query));
  auto more = rows.second;
  while (more && !rows.first.empty()
         && (!limit || rows.first.size() < *limit)) {
    next(query, rows.first.back(), next_page_rows(limit, rows.first.size()));
    auto page = take(look_up(x, query));
    std::ranges::move(page.first, std::back_inserter(rows.first));
    more = page.second;
  }
  return rows.first;
}

auto take_changes(wire::Answer answer) {
  auto& page = *answer.mutable_changes();
  return std::pair{
    std::vector<wire::Change>{page.changes().begin(), page.changes().end()},
    page.more()};
}

auto take_notifications(wire::Answer answer) {
  auto& page = *answer.mutable_notifications();
  return std::pair{std::vector<wire::Notification>{page.notifications().begin(),
                                                   page.notifications().end()},
                   page.more()};
}

} // namespace

void show_history(const context& x) {
  auto query = wire::Query{};
  query.mutable_list_history()->set_task(task_id_from(x.what.arguments.at(0)));
  query.mutable_list_history()->set_limit(first_page_rows(x.what));
  auto rows = all_pages(x, query, take_changes,
                        [](auto& next, const auto& last, std::uint32_t limit) {
                          next.mutable_list_history()->set_before(last.index());
                          next.mutable_list_history()->set_limit(limit);
                        });
  print_rows(x, rows, "No changes.", taskraft::json::history_to_json,
             history_rows);
}

void watch_task(const context& x) {
  auto command = wire::Command{};
  auto& watch = *command.mutable_watch_task();
  watch.set_task(task_id_from(x.what.arguments.at(0)));
  watch.set_remove(x.what.what->words == "task unwatch");
  auto watching = apply(x, command).watching().watching();
  if (x.settings.json)
    return put_out(x.world, print(json{{"watching", watching}}, x.world.style));
  tell(x, watching ? "You watch the task." : "You do not watch the task.");
}

void show_inbox(const context& x) {
  // Here --all says which rows, and so goes with a limit.
  auto rows_wanted = x.what;
  if (rows_wanted.has("limit"))
    rows_wanted.flags.erase("all");
  auto query = wire::Query{};
  query.mutable_list_notifications()->set_unread_only(!x.what.has("all"));
  query.mutable_list_notifications()->set_limit(first_page_rows(rows_wanted));
  auto rows = all_pages(
    {rows_wanted, x.settings, x.world, x.cluster}, query, take_notifications,
    [](auto& next, const auto& last, std::uint32_t limit) {
      next.mutable_list_notifications()->set_before(last.id());
      next.mutable_list_notifications()->set_limit(limit);
    });
  print_rows(x, rows, "Nothing new.", taskraft::json::notification_to_json,
             notification_rows);
}

void read_inbox(const context& x) {
  auto command = wire::Command{};
  auto& reading = *command.mutable_read_notifications();
  for (const auto& id : x.what.arguments)
    reading.add_ids(task_id_from(id));
  if (x.what.arguments.empty()) {
    auto query = wire::Query{};
    query.mutable_list_notifications()->set_limit(1);
    // Up to now: the newest may be of a task that is out of sight, which no
    // list shows.
    reading.set_up_to(look_up_seen(x, query).index);
  }
  auto unread = apply(x, command).unread().unread();
  if (x.settings.json)
    return put_out(x.world, print(json{{"unread", unread}}, x.world.style));
  tell(x, std::to_string(unread) + " not read yet.");
}

void show_audit(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_audit();
  if (auto name = x.what.value("actor"))
    list.set_actor(checked(*name, "actor"));
  if (auto what = x.what.value("action"))
    list.set_action(checked(*what, "action"));
  if (auto since = x.what.value("since")) {
    auto from = parse_since(*since, now_us());
    if (!from || *from < 0)
      throw cli_error{exit_code::invalid_value,
                      "--since takes days like 7d, a day or a moment, not "
                        + *since};
    list.set_from_us(static_cast<std::uint64_t>(*from));
  }
  list.set_limit(first_page_rows(x.what));
  auto rows = all_pages(
    x, query, take_changes,
    [](auto& next, const auto& last, std::uint32_t limit) {
      next.mutable_list_audit()->set_before_index(last.index());
      next.mutable_list_audit()->set_before_position(last.position());
      next.mutable_list_audit()->set_limit(limit);
    });
  print_rows(x, rows, "Nothing.", taskraft::json::audit_to_json, audit_rows);
}

} // namespace taskraft::client
