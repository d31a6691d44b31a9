// The tables: each is described here and nowhere else.

#include "persistence/store/table_parts.hpp"
#include "persistence/store/task_order.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::persistence {

namespace {

using enum column_type;
namespace wire = tasks::wire;

/// A column of a table whose rows commits and reads handle by the thousand
/// (measured).
template <class Row, const std::string& (Row::*Get)() const,
          std::string* (Row::*Change)()>
column direct(column x) {
  x.direct.get = [](const tasks::row_message& row) {
    return cell::of((static_cast<const Row&>(row).*Get)());
  };
  x.direct.bytes = [](tasks::row_message& row) -> std::string& {
    return *(static_cast<Row&>(row).*Change)();
  };
  return x;
}

template <class Row, std::uint64_t (Row::*Get)() const,
          void (Row::*Set)(std::uint64_t)>
column direct(column x) {
  x.direct.get = [](const tasks::row_message& row) {
    return cell::of(
      static_cast<std::int64_t>((static_cast<const Row&>(row).*Get)()));
  };
  x.direct.set_number = [](tasks::row_message& row, std::int64_t value) {
    (static_cast<Row&>(row).*Set)(static_cast<std::uint64_t>(value));
  };
  return x;
}

table lookup(std::string_view name, std::span<const tasks::word> words) {
  return {.name = name,
          .columns = {{"id"}, sized("name", column_type::name, 16)},
          .seed = words};
}

/// One row. A store that is found with `installing` set counts as empty. Not
/// replicated are that, `flushes`, which SQLite counts, and the owner, who is
/// only named where nodes could meet in one database.
table meta() {
  return {.name = "meta",
          .columns = {{"id"},
                      {"schema_version"},
                      {"applied_index"},
                      {"applied_term"},
                      sized("cluster_id", name, 64),
                      {"rules_level"},
                      {"clock_us"},
                      {"membership_index"},
                      {"membership", bytes},
                      {"installing"},
                      {"flushes"},
                      {"owner_node"},
                      sized("owner_disk", name, 64)}};
}

/// Whose own the task is; null for a task of a project.
cell owner_of(const tasks::row_message& x) {
  const auto& task = static_cast<const wire::Task&>(x);
  return task.project().empty() ? cell::of(task.creator()) : cell{};
}

column nullable_owner() {
  auto x = derived("owner", name, owner_of);
  x.length = tasks::max_actor_bytes;
  x.nullable = true;
  return x;
}

/// Where the task stands in the order of due times.
cell due_order(const tasks::row_message& x) {
  return cell::of(due_order_us(static_cast<const wire::Task&>(x)));
}

cell folded_title(const tasks::row_message& x) {
  return cell::of(tasks::fold(static_cast<const wire::Task&>(x).title()));
}

/// No index of MySQL holds all of the longest folded title.
constexpr std::uint32_t most_title_order_bytes = 2048;

/// How the folded title begins, as far as an index goes.
cell title_order_of(const tasks::row_message& x) {
  auto text = tasks::fold(static_cast<const wire::Task&>(x).title());
  if (text.size() > most_title_order_bytes)
    text.resize(most_title_order_bytes);
  return cell::of(std::move(text));
}

/// The folded title again, where databases can have an index of it.
column title_order() {
  auto x = derived("title_order", name, title_order_of);
  x.length = most_title_order_bytes;
  x.since = 4;
  return x;
}

cell folded_description(const tasks::row_message& x) {
  return cell::of(tasks::fold(static_cast<const wire::Task&>(x).description()));
}

cell folded_text(const tasks::row_message& x) {
  return cell::of(tasks::fold(static_cast<const wire::Comment&>(x).text()));
}

table of_tasks() {
  return {.name = "tasks",
          .row = &tasks::row_type_of<wire::Task>(),
          .columns = {{"id"},
                      {"rev"},
                      sized("title", text, tasks::max_title_characters),
                      {"description", text},
                      reference("status", "task_status"),
                      reference("priority", "task_priority"),
                      nullable("due_date", day, "due.date"),
                      nullable("due_instant", instant, "due.instant_us"),
                      derived("due_order_us", number, due_order),
                      sized("creator", name, tasks::max_actor_bytes),
                      {"created_at", instant},
                      {"updated_at", instant},
                      nullable("completed_at", instant),
                      nullable("deleted_at", instant),
                      nullable_name("project", 10),
                      nullable("parent", number),
                      nullable("deletion", number),
                      nullable_name("repeat", tasks::max_rule_bytes),
                      nullable_owner(),
                      derived("folded_title", bytes, folded_title),
                      derived("folded_description", bytes, folded_description),
                      title_order()},
          // Every order of a list of a project, and most of all tasks, is that
          // of an index.
          .indexes = {{"project"},
                      {"status"},
                      {"priority"},
                      {"due_order_us"},
                      {"updated_at"},
                      {"project", "due_order_us"},
                      {"project", "created_at"},
                      {"project", "updated_at"},
                      {"project", "completed_at"},
                      {"project", "status"},
                      {"project", "priority"},
                      {"parent"},
                      {"deleted_at"},
                      {"owner"},
                      {"title_order"},
                      {"project", "title_order"}}};
}

std::vector<table> of_task_links() {
  return {
    {.name = "assignments",
     .row = &tasks::row_type_of<wire::Assignment>(),
     .columns = {{"task"}, sized("username", name, tasks::max_actor_bytes)},
     .indexes = {{"username"}}},
    {.name = "task_labels",
     .row = &tasks::row_type_of<wire::TaskLabel>(),
     .columns = {{"task"},
                 folded("label", tasks::max_label_characters, 512),
                 sized("name", text, tasks::max_label_characters)},
     .indexes = {{"label"}}},
    {.name = "subtasks",
     .row = &tasks::row_type_of<wire::Subtask>(),
     .columns = {{"parent"}, {"task"}}},
    {.name = "shares",
     .row = &tasks::row_type_of<wire::Share>(),
     .columns = {{"task"},
                 sized("username", name, tasks::max_actor_bytes),
                 reference("role", "project_role")},
     .indexes = {{"username"}}},
    {.name = "labels",
     .row = &tasks::row_type_of<wire::Label>(),
     .columns = {folded("folded", tasks::max_label_characters, 512),
                 sized("name", text, tasks::max_label_characters),
                 {"rev"},
                 sized("color", name, 7),
                 {"description", text},
                 {"uses"}}}};
}

/// Ranks are far shorter; see the rules.
constexpr std::uint32_t most_rank_bytes = 128;

std::vector<table> of_task_order() {
  return {{.name = "ranks",
           .row = &tasks::row_type_of<wire::Rank>(),
           .columns = {{"task"},
                       sized("project", name, 10),
                       reference("status", "task_status"),
                       sized("rank", name, most_rank_bytes)},
           .indexes = {{"project", "status", "rank"}}},
          {.name = "rank_order",
           .row = &tasks::row_type_of<wire::RankOrder>(),
           .columns = {sized("project", name, 10),
                       sized("rank", name, most_rank_bytes),
                       {"task"}}},
          {.name = "rank_spreads",
           .row = &tasks::row_type_of<wire::RankSpread>(),
           .columns = {sized("project", name, 10), {"times"}}},
          {.name = "blocks",
           .row = &tasks::row_type_of<wire::Block>(),
           .columns = {{"task"}, {"other"}}},
          {.name = "blocked_by",
           .row = &tasks::row_type_of<wire::BlockedBy>(),
           .columns = {{"task"}, {"other"}}},
          {.name = "blocked",
           .row = &tasks::row_type_of<wire::Blocked>(),
           .columns = {{"task"}, {"blockers"}}}};
}

std::vector<table> of_the_board() {
  return {
    lookup("task_status", tasks::status_words),
    lookup("task_priority", tasks::priority_words),
    of_tasks(),
    // Not organised by the key: random ones took twice as long (SQLite).
    {.name = "kv",
     .row = &tasks::row_type_of<wire::KeyValue>(),
     .columns
     = {direct<wire::KeyValue, &wire::KeyValue::key,
               &wire::KeyValue::mutable_key>(
          sized("key", bytes, tasks::max_key_bytes)),
        direct<wire::KeyValue, &wire::KeyValue::value,
               &wire::KeyValue::mutable_value>({"value", bytes}),
        direct<wire::KeyValue, &wire::KeyValue::rev, &wire::KeyValue::set_rev>(
          {"rev"})},
     .rows_at_once = 64},
    // A row holds the request ids and results of a run of log entries.
    {.name = "request_ids",
     .row = &tasks::row_type_of<wire::RequestRun>(),
     .columns = {{"first_index"}, {"last_index"}, {"content", bytes}},
     .rows_at_once = 16},
    {.name = "leader",
     .row = &tasks::row_type_of<wire::Leadership>(),
     .columns = {{"term"}, {"node"}, {"since", instant}}},
    {.name = "nodes",
     .row = &tasks::row_type_of<wire::NodeProfile>(),
     .columns
     = {{"id"}, sized("http", text, 272), sized("public_key", bytes, 32)}},
    {.name = "counters",
     .row = &tasks::row_type_of<wire::Counter>(),
     .columns = {{.name = "table_number", .field = "table"}, {"next"}}},
    {.name = "comments",
     .row = &tasks::row_type_of<wire::Comment>(),
     .columns = {{"task"},
                 {"id"},
                 {"rev"},
                 sized("author", name, tasks::max_actor_bytes),
                 {"text", text},
                 {"created_at", instant},
                 {"updated_at", instant},
                 {"mentions", text},
                 derived("folded_text", bytes, folded_text)},
     .indexes = {{"created_at"}}},
    {.name = "comment_places",
     .row = &tasks::row_type_of<wire::CommentPlace>(),
     .columns = {{"id"}, {"task"}}},
    meta(),
  };
}

} // namespace

std::vector<table> own_tables() {
  auto all = of_the_board();
  for (auto more : {lookup("user_role", tasks::role_words),
                    lookup("session_kind", tasks::session_kind_words),
                    lookup("project_role", tasks::project_role_words),
                    lookup("session_scope", tasks::scope_words),
                    lookup("door", tasks::via_words),
                    lookup("notification_kind", tasks::notification_words)})
    all.push_back(std::move(more));
  for (auto each : {account_tables, change_tables, of_task_links, of_task_order,
                    view_tables})
    std::ranges::move(each(), std::back_inserter(all));
  return all;
}

const schema& own_schema() {
  static const auto x = schema{4, own_tables()};
  return x;
}

} // namespace taskraft::persistence
