// Tasks.

#include "actors/http/route.hpp"
#include "actors/http/routes/task_bodies.hpp"
#include "actors/http/routes/task_list.hpp"

namespace taskraft::http {

namespace {

outcome<wire::Command> create(const call& x) {
  auto command = wire::Command{};
  fill_new_task(*command.mutable_create_task(), x);
  return command;
}

outcome<wire::Command> update(const call& x) {
  auto command = wire::Command{};
  auto& task = *command.mutable_update_task();
  task.set_id(x.number());
  if (x.when.expected_rev)
    task.set_expected_rev(*x.when.expected_rev);
  fill_task_patch(task, x);
  return command;
}

bool loses_text(const call& x) {
  return x.has("description") || x.has("assignees") || x.has("labels");
}

outcome<wire::Command> to_trash(const call& x) {
  auto command = wire::Command{};
  auto permanent = flag_of(x, "permanent");
  if (const auto* why = problem_in(permanent))
    return *why;
  if (std::get<0>(permanent).value_or(false)) {
    auto& purge = *command.mutable_purge_task();
    purge.set_id(x.number());
    if (x.when.expected_rev)
      purge.set_expected_rev(*x.when.expected_rev);
    return command;
  }
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
  return task_response(answer.task());
}

outcome<response> tell_changed(const call& /*x*/, const written& done) {
  return task_response(done.result->task());
}

outcome<response> tell_created(const call& /*x*/, const written& done) {
  const auto& task = done.result->task();
  auto answer = task_response(task, 201);
  answer.headers.emplace_back("Location",
                              "/tasks/" + std::to_string(task.id()));
  return answer;
}

outcome<response> tell_removed(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

outcome<response> tell_list(const call& x, const wire::Answer& answer) {
  const auto& page = answer.tasks();
  if (x.parameter("shape") != nullptr)
    return bound_list_response(json::cards_to_json(page.tasks()),
                               page.next_cursor());
  auto items = objects_of(page.tasks());
  return bound_list_response(std::move(items), page.next_cursor());
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
                .answers = "TaskList",
                .or_answers = "CardList"});
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
                .body = &new_task_body(),
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
     .body = &task_patch_body(),
     .takes = body_kind::json,
     .answers = "Task"});
  to.push_back({.method = verb::remove,
                .path = "/tasks/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{to_trash, tell_removed},
                .about = "Moves a task to the trash, and its subtasks",
                .parameters = {{"permanent", "true: there is no way back"}},
                .status = 204});
  to.push_back({.method = post,
                .path = "/tasks/{id}/restore",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{restore, tell_changed},
                .about = "Takes a task out of the trash",
                .answers = "Task"});
}

} // namespace taskraft::http
