// The tables: each is described here and nowhere else.

#include "persistence/store/schema.hpp"
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

column sized(std::string_view name, column_type type, std::uint32_t length) {
  return {.name = name, .type = type, .length = length};
}

column nullable(std::string_view name, column_type type,
                std::string_view field = {}) {
  return {.name = name, .type = type, .nullable = true, .field = field};
}

column reference(std::string_view name, std::string_view to) {
  return {.name = name, .references = to};
}

column derived(std::string_view name, column_type type,
               cell (*how)(const tasks::row_message&)) {
  return {.name = name, .type = type, .derived = how};
}

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

/// Folding may make a letter longer.
constexpr std::uint32_t max_folded_label = 512;

column nullable_name(std::string_view column_name, std::uint32_t length) {
  auto x = sized(column_name, name, length);
  x.nullable = true;
  return x;
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

column nullable_reference(std::string_view column_name, std::string_view to) {
  auto x = reference(column_name, to);
  x.nullable = true;
  return x;
}

/// The user, if they are watching.
cell watcher_of(const tasks::row_message& x) {
  const auto& watch = static_cast<const wire::Watch&>(x);
  return watch.watching() ? cell::of(watch.username()) : cell{};
}

column watcher() {
  auto x = derived("watcher", name, watcher_of);
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

cell folded_description(const tasks::row_message& x) {
  return cell::of(tasks::fold(static_cast<const wire::Task&>(x).description()));
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
                      nullable_owner(),
                      derived("folded_title", bytes, folded_title),
                      derived("folded_description", bytes, folded_description)},
          .indexes = {{"status"},
                      {"priority"},
                      {"due_order_us"},
                      {"project"},
                      {"parent"},
                      {"owner"}}};
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
                 sized("label", name, max_folded_label),
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
     .columns = {sized("folded", name, max_folded_label),
                 sized("name", text, tasks::max_label_characters),
                 {"rev"},
                 sized("color", name, 7),
                 {"description", text},
                 {"uses"}}}};
}

std::vector<table> of_projects() {
  return {{.name = "projects",
           .row = &tasks::row_type_of<wire::Project>(),
           .columns = {sized("key", name, 10),
                       {"rev"},
                       sized("name", text, tasks::max_name_characters),
                       {"description", text},
                       sized("color", column_type::name, 7),
                       {"archived"},
                       {"created_at", instant},
                       {"updated_at", instant}}},
          {.name = "members",
           .row = &tasks::row_type_of<wire::Member>(),
           .columns = {sized("project", name, 10),
                       sized("username", name, tasks::max_actor_bytes),
                       reference("role", "project_role")}},
          {.name = "members_of_users",
           .row = &tasks::row_type_of<wire::MemberOf>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       sized("project", name, 10)}}};
}

std::vector<table> of_users() {
  return {{.name = "users",
           .row = &tasks::row_type_of<wire::User>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       {"rev"},
                       sized("display_name", text, tasks::max_name_characters),
                       sized("email", text, tasks::max_email_characters),
                       reference("role", "user_role"),
                       {"disabled"},
                       sized("time_zone", name, tasks::max_time_zone_bytes),
                       {"created_at", instant},
                       {"updated_at", instant}}},
          {.name = "credentials",
           .row = &tasks::row_type_of<wire::Credential>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       {"rev"},
                       sized("hash", name, 256),
                       sized("setup_digest", bytes, 32),
                       nullable("setup_expires_at", instant)}},
          {.name = "administrators",
           .row = &tasks::row_type_of<wire::Administrator>(),
           .columns = {sized("username", name, tasks::max_actor_bytes)}},
          {.name = "emails",
           .row = &tasks::row_type_of<wire::Email>(),
           .columns = {sized("folded", name, 2048),
                       sized("username", name, tasks::max_actor_bytes)}}};
}

std::vector<table> of_sessions() {
  return {
    {.name = "sessions",
     .row = &tasks::row_type_of<wire::Session>(),
     .columns = {{"id"},
                 sized("username", name, tasks::max_actor_bytes),
                 reference("kind", "session_kind"),
                 reference("scope", "session_scope"),
                 sized("digest", bytes, 32),
                 sized("name", text, tasks::max_name_characters),
                 sized("prefix", column_type::name, 16),
                 sized("user_agent", text, tasks::max_user_agent_characters),
                 sized("address", column_type::name, 64),
                 {"created_at", instant},
                 nullable("expires_at", instant),
                 {"last_used_on", day}}},
    {.name = "session_secrets",
     .row = &tasks::row_type_of<wire::SessionSecret>(),
     .columns = {sized("digest", bytes, 32), {"session"}}},
    {.name = "sessions_of_users",
     .row = &tasks::row_type_of<wire::SessionOfUser>(),
     .columns
     = {sized("username", name, tasks::max_actor_bytes), {"session"}}}};
}

std::vector<table> of_the_board() {
  return {
    lookup("task_status", tasks::status_words),
    lookup("task_priority", tasks::priority_words),
    of_tasks(),
    // Rows in the order of their arrival with an index on the key: random
    // keys in an index-organised table took twice as long (measured, SQLite).
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
                 {"mentions", text}}},
    {.name = "comment_places",
     .row = &tasks::row_type_of<wire::CommentPlace>(),
     .columns = {{"id"}, {"task"}}},
    meta(),
  };
}

/// Histories, events and the audit; who is told of what.
std::vector<table> of_changes() {
  return {
    {.name = "changes",
     .row = &tasks::row_type_of<wire::Change>(),
     .columns = {{.name = "log_index", .field = "index"},
                 {"position"},
                 {"term"},
                 {"at", instant},
                 sized("actor", name, tasks::max_actor_bytes),
                 reference("via", "door"),
                 sized("action", name, 64),
                 sized("subject", name, max_folded_label),
                 nullable("task", number),
                 nullable_name("project", 10),
                 {"readers", text},
                 {"fields", bytes},
                 nullable_reference("status_before", "task_status"),
                 nullable_reference("status_after", "task_status"),
                 sized("outcome", name, 32),
                 sized("address", name, 64)},
     .indexes = {{"task", "outcome", "log_index", "position"},
                 {"actor", "log_index", "position"},
                 {"action", "log_index", "position"},
                 {"project", "log_index", "position"}}},
    {.name = "watches",
     .row = &tasks::row_type_of<wire::Watch>(),
     .columns = {{"task"},
                 sized("username", name, tasks::max_actor_bytes),
                 {"watching"},
                 {"chosen"},
                 watcher()},
     .indexes = {{"watcher"}}},
    {.name = "notifications",
     .row = &tasks::row_type_of<wire::Notification>(),
     .columns = {sized("username", name, tasks::max_actor_bytes),
                 {"id"},
                 reference("kind", "notification_kind"),
                 {"at", instant},
                 sized("actor", name, tasks::max_actor_bytes),
                 {"task"},
                 nullable("comment", number),
                 {"excerpt", text},
                 {"read"},
                 {"count"}}},
    {.name = "unread_counts",
     .row = &tasks::row_type_of<wire::UnreadCount>(),
     .columns = {sized("username", name, tasks::max_actor_bytes), {"unread"}}}};
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
  for (auto each :
       {of_users, of_sessions, of_projects, of_task_links, of_changes})
    std::ranges::move(each(), std::back_inserter(all));
  return all;
}

const schema& own_schema() {
  static const auto x = schema{1, own_tables()};
  return x;
}

} // namespace taskraft::persistence
