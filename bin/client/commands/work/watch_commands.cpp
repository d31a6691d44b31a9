#include "bin/client/commands/work/watch_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/change_text.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/json/event_objects.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// How often is asked for what is new.
constexpr auto watch_interval = std::chrono::milliseconds{250};

/// The log index up to which the cluster has applied everything.
std::uint64_t newest_index(const context& x) {
  auto query = wire::Query{};
  query.mutable_get_self();
  return ask(x,
             {.kind = question_kind::query, .bytes = query.SerializeAsString()})
    .seen.value;
}

/// A node that cannot answer is asked again: an index means the same on every
/// node, so nothing is lost and nothing comes twice.
seen_answer answer_in_time(const context& x, const wire::Query& query) {
  while (true) {
    try {
      return look_up_seen(x, query);
    } catch (const cli_error& why) {
      if (why.code() != exit_code::unavailable)
        throw;
      x.world.err << "taskraft: " << on_one_line(why.what())
                  << "; asking again\n";
      std::this_thread::sleep_for(watch_interval);
    }
  }
}

/// Nothing if the subject is gone, or out of sight by now.
std::optional<seen_answer> answer_if_there(const context& x,
                                           const wire::Query& query) {
  try {
    return answer_in_time(x, query);
  } catch (const cli_error& why) {
    if (why.code() != exit_code::not_found
        && why.code() != exit_code::not_allowed)
      throw;
    return std::nullopt;
  }
}

/// What the changes are about, as it is now: what REST's events show.
taskraft::json::found_objects found_for(const context& x,
                                        const wire::ChangePage& page) {
  namespace events = taskraft::json;
  auto found = events::found_objects{};
  auto wanted = std::map<std::string, events::event_object>{};
  auto tasks = std::set<std::uint64_t>{};
  for (const auto& change : page.changes())
    if (auto id = events::task_of(change))
      tasks.insert(id);
    else if (auto object = events::object_of(change))
      wanted.emplace(object->key, std::move(*object));
  for (const auto& [key, object] : wanted)
    if (auto answer = answer_if_there(x, object.query))
      found[key] = {events::object_in(answer->content, object), answer->index};
  for (auto next = tasks.begin(); next != tasks.end();) {
    auto ids = std::vector<std::uint64_t>{};
    while (next != tasks.end() && ids.size() < page_rows)
      ids.push_back(*next++);
    auto query = wire::Query{};
    query.mutable_list_cards()->mutable_ids()->Add(ids.begin(), ids.end());
    auto answer = answer_in_time(x, query);
    events::add_tasks(found, ids, answer.content.tasks(), answer.index);
  }
  return found;
}

void print_changes(const context& x, const wire::ChangePage& page) {
  if (!x.settings.json) {
    for (const auto& change : page.changes())
      put_out(x.world, event_line(change, x.world.style));
    return;
  }
  auto found = found_for(x, page);
  // An event a line, on a terminal too.
  auto style = x.world.style;
  style.terminal = false;
  for (const auto& change : page.changes())
    put_out(x.world, print(taskraft::json::event_of(change, found), style));
}

} // namespace

void watch_changes(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_changes();
  list.set_limit(page_rows);
  if (auto project = x.what.value("project"))
    list.set_project(checked(*project, "project"));
  list.set_after(x.what.value("after") ? task_id_from(*x.what.value("after"))
                                       : newest_index(x));
  while (true) {
    auto page = answer_in_time(x, query).content.changes();
    print_changes(x, page);
    list.set_after(page.seen_index());
    if (!page.more())
      std::this_thread::sleep_for(watch_interval);
  }
}

} // namespace taskraft::client
