// What hangs on a task: assignees, labels, shares, watchers, history.

#include "actors/http/route.hpp"
#include "protocol/json/changes.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <google/protobuf/repeated_field.h>
#include <string>
#include <utility>

namespace taskraft::http {

namespace {

using names = google::protobuf::RepeatedPtrField<std::string>;

const auto new_share
  = body_schema{"NewShare",
                {{"role", field_type::word, false,
                  std::span{tasks::project_role_words}.first(2)}}};

// -- assignees and labels -----------------------------------------------------

/// The task, if the change is for one revision of it.
outcome<wire::Query> ask_revised_task(const call& x) {
  auto query = wire::Query{};
  if (x.when.names_tag())
    query.mutable_get_task()->set_id(x.number());
  return query;
}

/// Null unless the change is for one revision of the task, which is there.
const wire::Task* revised_task(const call& x) {
  return x.before != nullptr && x.before->has_task() ? &x.before->task()
                                                     : nullptr;
}

/// The change of the list as a whole: that names a revision.
wire::UpdateTask& update_of(const call& x, wire::Command& to) {
  auto& update = *to.mutable_update_task();
  update.set_id(x.number());
  update.set_expected_rev(*x.when.expected_rev);
  return update;
}

template <class Same>
void change_list(const names& before, const std::string& name, bool remove,
                 Same is_same, names& to) {
  for (const auto& each : before)
    if (!remove || !is_same(each))
      *to.Add() = each;
  if (!remove && std::ranges::none_of(before, is_same))
    *to.Add() = name;
}

outcome<wire::Command> assignment(const call& x, bool remove) {
  auto command = wire::Command{};
  const auto& name = x.arguments.at(1) == "me" ? x.username : x.arguments.at(1);
  if (const auto* task = revised_task(x)) {
    change_list(
      task->assignees(), name, remove,
      [&](const std::string& each) { return each == name; },
      *update_of(x, command).mutable_assignees()->mutable_names());
    return command;
  }
  auto& link = *command.mutable_assign_task();
  link.set_task(x.number());
  link.set_username(name);
  link.set_remove(remove);
  return command;
}

outcome<wire::Command> assign(const call& x) {
  return assignment(x, false);
}

outcome<wire::Command> unassign(const call& x) {
  return assignment(x, true);
}

outcome<wire::Command> labelling(const call& x, bool remove) {
  auto command = wire::Command{};
  const auto& name = x.arguments.at(1);
  if (const auto* task = revised_task(x)) {
    change_list(
      task->labels(), name, remove,
      [wanted = tasks::fold(name)](const std::string& each) {
        return tasks::fold(each) == wanted;
      },
      *update_of(x, command).mutable_labels()->mutable_names());
    return command;
  }
  auto& link = *command.mutable_label_task();
  link.set_task(x.number());
  link.set_name(name);
  link.set_remove(remove);
  return command;
}

outcome<wire::Command> put_label(const call& x) {
  return labelling(x, false);
}

outcome<wire::Command> take_label(const call& x) {
  return labelling(x, true);
}

outcome<response> tell_linked(const call& /*x*/, const written& done) {
  return task_response(done.result->task());
}

// -- shares -------------------------------------------------------------------

outcome<wire::Command> sharing(const call& x, bool remove) {
  auto command = wire::Command{};
  if (x.when.never_matches || (remove && x.when.names_tag())) {
    refuse_any_revision(*command.mutable_update_task(), x.number());
    return command;
  }
  auto& share = *command.mutable_share_task();
  share.set_task(x.number());
  share.set_username(x.arguments.at(1));
  share.set_remove(remove);
  if (auto role = tasks::number_of(tasks::project_role_words, x.text("role")))
    share.set_role(static_cast<wire::ProjectRole>(*role));
  return command;
}

outcome<wire::Command> share_with(const call& x) {
  return sharing(x, false);
}

outcome<wire::Command> end_share(const call& x) {
  return sharing(x, true);
}

outcome<wire::Query> ask_shares(const call& x) {
  if (auto why = check_page(x))
    return *std::move(why);
  auto query = wire::Query{};
  query.mutable_list_shares()->set_task(x.number());
  return query;
}

outcome<response> tell_shares(const call& x, const wire::Answer& answer) {
  return part_response(x, objects_of(answer.roles().roles()), "username");
}

outcome<response> tell_share(const call& x, const written& done) {
  return role_response(x, done);
}

outcome<response> tell_nothing(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

// -- watching -----------------------------------------------------------------

outcome<wire::Command> watching(const call& x, bool remove) {
  auto command = wire::Command{};
  command.mutable_watch_task()->set_task(x.number());
  command.mutable_watch_task()->set_remove(remove);
  return command;
}

outcome<wire::Command> begin_watch(const call& x) {
  return watching(x, false);
}

outcome<wire::Command> end_watch(const call& x) {
  return watching(x, true);
}

outcome<response> tell_watching(const call& /*x*/, const written& done) {
  auto body = json::object::object();
  body["watching"] = done.result->watching().watching();
  return object_response(body);
}

outcome<wire::Query> ask_watchers(const call& x) {
  if (auto why = check_page(x))
    return *std::move(why);
  auto query = wire::Query{};
  query.mutable_list_watchers()->set_task(x.number());
  return query;
}

outcome<response> tell_watchers(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  for (const auto& each : answer.watchers().usernames()) {
    auto item = json::object::object();
    item["username"] = each;
    items.push_back(std::move(item));
  }
  return part_response(x, items, "username");
}

// -- history ------------------------------------------------------------------

outcome<wire::Query> ask_history(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_history();
  list.set_task(x.number());
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  list.set_limit(std::get<0>(page).limit);
  list.set_before(number_after(std::get<0>(page)));
  return query;
}

outcome<response> tell_history(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  const auto& page = answer.changes();
  for (const auto& each : page.changes())
    items.push_back(json::history_to_json(each));
  auto next = page.more() && page.changes_size() > 0
                ? std::to_string(page.changes().rbegin()->index())
                : std::string{};
  return list_response(x, std::move(items), next);
}

void add_watch_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = put,
                .path = "/tasks/{id}/watch",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{begin_watch, tell_watching},
                .about = "Watches a task",
                .answers = "Watching"});
  to.push_back({.method = verb::remove,
                .path = "/tasks/{id}/watch",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{end_watch, tell_nothing},
                .about = "Watches a task no more",
                .status = 204});
  to.push_back({.method = get,
                .path = "/tasks/{id}/watchers",
                .steps = reading{ask_watchers, tell_watchers},
                .about = "Lists who watches a task",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "WatcherList"});
  to.push_back({.method = get,
                .path = "/tasks/{id}/history",
                .steps = reading{ask_history, tell_history},
                .about = "Lists what was changed, the newest first",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "HistoryList"});
}

} // namespace

void add_link_routes(std::vector<route>& to) {
  using enum verb;
  auto add = [&](verb method, std::string_view path, writing steps,
                 std::string_view about) {
    steps.ask_before = ask_revised_task;
    to.push_back({.method = method,
                  .path = path,
                  .scope = wire::SCOPE_WRITE,
                  .steps = steps,
                  .about = about,
                  .answers = "Task"});
  };
  add(put, "/tasks/{id}/assignees/{username}", {assign, tell_linked},
      "Assigns a user");
  add(verb::remove, "/tasks/{id}/assignees/{username}", {unassign, tell_linked},
      "Takes an assignee away");
  add(put, "/tasks/{id}/labels/{name}", {put_label, tell_linked},
      "Gives a task a label");
  add(verb::remove, "/tasks/{id}/labels/{name}", {take_label, tell_linked},
      "Takes a label away");
  to.push_back({.method = get,
                .path = "/tasks/{id}/shares",
                .steps = reading{ask_shares, tell_shares},
                .about = "Lists with whom a task is shared",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "RoleList"});
  to.push_back({.method = put,
                .path = "/tasks/{id}/shares/{username}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{share_with, tell_share, ask_shares},
                .about = "Shares a task with a user",
                .body = &new_share,
                .takes = body_kind::json,
                .answers = "NamedRole",
                .may_create = true});
  to.push_back({.method = verb::remove,
                .path = "/tasks/{id}/shares/{username}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{end_share, tell_nothing},
                .about = "Shares a task with a user no more",
                .status = 204});
  add_watch_routes(to);
}

} // namespace taskraft::http
