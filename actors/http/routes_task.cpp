// Tasks.

#include "actors/http/route.hpp"
#include "actors/http/task_list.hpp"
#include "protocol/json/read_instants.hpp"

#include <array>

namespace taskraft::http {

namespace {

const auto new_task
  = body_schema{"NewTask",
                {
                  {"title", field_type::text, true},
                  {"description"},
                  {"status", field_type::word, false, tasks::status_words},
                  {"priority", field_type::word, false, tasks::priority_words},
                  {"due", field_type::due},
                  {"project"},
                  {"assignees", field_type::texts},
                  {"labels", field_type::texts},
                  {"parent", field_type::number},
                }};

const auto task_patch = body_schema{"TaskPatch", new_task.fields};

template <class Word>
Word word_in(const call& x, std::string_view field,
             std::span<const tasks::word> words, Word otherwise) {
  auto number = tasks::number_of(words, x.text(field));
  return number ? static_cast<Word>(*number) : otherwise;
}

template <class List>
void add_texts(List& to, const call& x, std::string_view field) {
  if (const auto* found = x.field(field))
    for (const auto& each : *found)
      *to.Add() = each.get<std::string>();
}

outcome<wire::Command> create(const call& x) {
  auto command = wire::Command{};
  auto& task = *command.mutable_create_task();
  task.set_title(x.text("title"));
  task.set_description(x.text("description"));
  task.set_status(
    word_in(x, "status", tasks::status_words, wire::STATUS_UNSPECIFIED));
  task.set_priority(
    word_in(x, "priority", tasks::priority_words, wire::PRIORITY_UNSPECIFIED));
  if (x.field("due") != nullptr)
    *task.mutable_due() = *json::due_from(x.text("due"));
  task.set_project(x.text("project"));
  if (const auto* parent = x.field("parent"))
    task.set_parent(parent->get<std::uint64_t>());
  add_texts(*task.mutable_assignees(), x, "assignees");
  add_texts(*task.mutable_labels(), x, "labels");
  return command;
}

outcome<wire::Command> update(const call& x) {
  auto command = wire::Command{};
  auto& task = *command.mutable_update_task();
  task.set_id(x.number());
  if (x.when.expected_rev)
    task.set_expected_rev(*x.when.expected_rev);
  // Null is a task's default.
  if (x.has("title"))
    task.set_title(x.text("title"));
  if (x.has("description"))
    task.set_description(x.text("description"));
  if (x.has("status"))
    task.set_status(
      word_in(x, "status", tasks::status_words, wire::STATUS_TODO));
  if (x.has("priority"))
    task.set_priority(
      word_in(x, "priority", tasks::priority_words, wire::PRIORITY_NONE));
  if (x.has("due"))
    *task.mutable_due() = x.field("due") == nullptr
                            ? wire::Due{}
                            : *json::due_from(x.text("due"));
  if (x.has("project"))
    task.set_project(x.text("project"));
  if (x.has("parent"))
    task.set_parent(x.field("parent") == nullptr
                      ? 0
                      : x.field("parent")->get<std::uint64_t>());
  if (x.has("assignees"))
    add_texts(*task.mutable_assignees()->mutable_names(), x, "assignees");
  if (x.has("labels"))
    add_texts(*task.mutable_labels()->mutable_names(), x, "labels");
  return command;
}

bool loses_text(const call& x) {
  return x.has("description") || x.has("assignees") || x.has("labels");
}

outcome<wire::Command> to_trash(const call& x) {
  auto command = wire::Command{};
  auto& task = *command.mutable_delete_task();
  task.set_id(x.number());
  if (x.when.expected_rev)
    task.set_expected_rev(*x.when.expected_rev);
  return command;
}

outcome<wire::Command> restore(const call& x) {
  auto command = wire::Command{};
  command.mutable_restore_task()->set_id(x.number());
  return command;
}

outcome<wire::Query> show(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_task()->set_id(x.number());
  return query;
}

outcome<response> tell_task(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.task()));
}

outcome<response> tell_changed(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->task()));
}

outcome<response> tell_created(const call& /*x*/, const written& done) {
  const auto& task = done.result->task();
  return created_response(json::to_json(task),
                          "/tasks/" + std::to_string(task.id()));
}

outcome<response> tell_removed(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

outcome<response> tell_list(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  for (const auto& task : answer.tasks().tasks())
    items.push_back(json::to_json(task));
  return list_response(x, std::move(items), answer.tasks().next_cursor());
}

outcome<response> tell_count(const call& /*x*/, const wire::Answer& answer) {
  auto body = json::object::object();
  body["count"] = answer.count().count();
  return object_response(body);
}

} // namespace

void add_task_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/tasks",
                .steps = reading{list_query, tell_list},
                .about = "Lists tasks",
                .parameters = list_parameters(),
                .answers = "TaskList"});
  to.push_back({.method = get,
                .path = "/tasks/count",
                .steps = reading{count_query, tell_count},
                .about = "Counts tasks",
                .parameters = filter_parameters(),
                .answers = "Count"});
  to.push_back({.method = post,
                .path = "/tasks",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{create, tell_created},
                .about = "Makes a task",
                .body = &new_task,
                .takes = body_kind::json,
                .answers = "Task",
                .status = 201});
  to.push_back({.method = get,
                .path = "/tasks/{id}",
                .steps = reading{show, tell_task},
                .about = "Shows a task, one in the trash too",
                .answers = "Task"});
  to.push_back(
    {.method = patch,
     .path = "/tasks/{id}",
     .scope = wire::SCOPE_WRITE,
     .steps
     = writing{.ask = update, .tell = tell_changed, .overwrites = loses_text},
     .about = "Changes a task",
     .body = &task_patch,
     .takes = body_kind::json,
     .answers = "Task"});
  to.push_back({.method = verb::remove,
                .path = "/tasks/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{to_trash, tell_removed},
                .about = "Moves a task to the trash, and its subtasks",
                .status = 204});
  to.push_back({.method = post,
                .path = "/tasks/{id}/restore",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{restore, tell_changed},
                .about = "Takes a task out of the trash",
                .answers = "Task"});
}

} // namespace taskraft::http
