#include "persistence/store/table_parts.hpp"
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

cell folded_name(const tasks::row_message& x) {
  return cell::of(tasks::fold(static_cast<const wire::Attachment&>(x).name()));
}

std::vector<table> of_attachments() {
  return {
    {.name = "attachments",
     .row = &tasks::row_type_of<wire::Attachment>(),
     .columns
     = {{"task"},
        {"id"},
        sized("name", text, tasks::max_file_name_characters),
        {"size"},
        sized("media_type", column_type::name, tasks::max_media_type_bytes),
        sized("sha256", bytes, 32),
        sized("creator", column_type::name, tasks::max_actor_bytes),
        {"created_at", instant},
        {"chunks"},
        derived("folded_name", bytes, folded_name)},
     .indexes = {{"created_at"}}},
    {.name = "attachment_places",
     .row = &tasks::row_type_of<wire::AttachmentPlace>(),
     .columns = {{"id"}, {"task"}}},
    {.name = "attachment_chunks",
     .row = &tasks::row_type_of<wire::AttachmentChunk>(),
     .columns = {{"attachment"}, {"number"}, {"content", bytes}},
     .rows_at_once = 4},
    {.name = "uploads",
     .row = &tasks::row_type_of<wire::Upload>(),
     .columns
     = {{"id"},
        {"task"},
        sized("name", text, tasks::max_file_name_characters),
        sized("media_type", column_type::name, tasks::max_media_type_bytes),
        sized("creator", column_type::name, tasks::max_actor_bytes),
        {"size"},
        {"chunks"},
        sized("hash_state", bytes, 40),
        {"updated_at", instant}}}};
}

column forwarder() {
  auto x = nullable("forwarder", number);
  x.since = 3;
  return x;
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
                 sized("subject", name, 512),
                 nullable("task", number),
                 nullable_name("project", 10),
                 {"readers", text},
                 {"fields", bytes},
                 nullable_reference("status_before", "task_status"),
                 nullable_reference("status_after", "task_status"),
                 sized("outcome", name, 32),
                 sized("address", name, 64),
                 nullable("count", number),
                 forwarder()},
     .indexes = {{"task", "outcome", "log_index", "position"},
                 {"actor", "log_index", "position"},
                 {"action", "log_index", "position"},
                 {"project", "log_index", "position"},
                 {"status_after", "at"}}},
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
                 {"read"},
                 {"count"}}},
    {.name = "unread_counts",
     .row = &tasks::row_type_of<wire::UnreadCount>(),
     .columns = {sized("username", name, tasks::max_actor_bytes), {"unread"}}}};
}

/// What nodes tell, erase, forget and count by and by.
std::vector<table> of_what_is_due() {
  return {
    {.name = "reminders",
     .row = &tasks::row_type_of<wire::Reminder>(),
     .columns = {{"task"},
                 {.name = "at", .field = "at_us"},
                 reference("kind", "notification_kind"),
                 {"told", text}}},
    {.name = "reminder_times",
     .row = &tasks::row_type_of<wire::ReminderTime>(),
     .columns = {{.name = "at", .field = "at_us"}, {"task"}}},
    {.name = "purged_tasks",
     .row = &tasks::row_type_of<wire::PurgedTask>(),
     .columns = {{"task"}, {"before_index"}, {"before_position"}}},
    {.name = "forgotten_changes",
     .row = &tasks::row_type_of<wire::ForgottenChanges>(),
     .columns
     = {{"id"}, {.name = "log_index", .field = "index"}, {"position"}}},
    {.name = "refused_minutes",
     .row = &tasks::row_type_of<wire::RefusedMinute>(),
     .columns = {sized("actor", name, tasks::max_actor_bytes),
                 sized("action", name, 64),
                 {"minute"},
                 {.name = "log_index", .field = "index"},
                 {"position"}}},
  };
}

} // namespace

std::vector<table> change_tables() {
  auto all = of_attachments();
  for (auto each : {of_changes, of_what_is_due})
    std::ranges::move(each(), std::back_inserter(all));
  return all;
}

} // namespace taskraft::persistence
