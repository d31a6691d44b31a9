#include "protocol/json/event_objects.hpp"

#include "protocol/json/changes.hpp"
#include "protocol/json/objects.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace taskraft::json {

namespace {

namespace wire = tasks::wire;

/// "task" of "task.updated"
std::string kind_of(const wire::Change& x) {
  return x.action().substr(0, x.action().find('.'));
}

std::uint64_t id_in(const wire::Change& x) {
  return std::strtoull(x.subject().c_str(), nullptr, 10);
}

/// Nothing if the subject is gone, or no query reads it.
std::optional<wire::Query> query_for(const wire::Change& x) {
  auto query = wire::Query{};
  auto kind = kind_of(x);
  auto is_gone
    = x.action().ends_with(".purged") || x.action().ends_with(".deleted");
  if (is_gone)
    return std::nullopt;
  if (kind == "comment")
    query.mutable_get_comment()->set_id(id_in(x));
  else if (kind == "attachment")
    query.mutable_get_attachment()->set_id(id_in(x));
  else if (kind == "project")
    query.mutable_get_project()->set_key(x.subject());
  else if (kind == "member")
    query.mutable_list_members()->set_project(x.project());
  else if (kind == "view")
    query.mutable_get_view()->set_id(id_in(x));
  else if (kind == "label")
    query.mutable_get_label()->set_name(x.subject());
  else
    return std::nullopt;
  return query;
}

std::string task_key(std::uint64_t id) {
  return "task " + std::to_string(id);
}

std::string object_key(const wire::Change& x) {
  auto kind = kind_of(x);
  if (kind == "task")
    return task_key(x.task());
  return kind + ' ' + x.project() + ' ' + x.subject();
}

object member_in(const wire::RoleList& list, const std::string& name) {
  for (const auto& each : list.roles())
    if (each.username() == name)
      return to_json(each);
  return nullptr;
}

/// How many notifications are left unread.
object unread_after(const wire::Change& x) {
  auto changed = wire::FieldChanges{};
  // The rules have written it.
  changed.ParseFromString(x.fields());
  return changed.fields().empty() ? object{}
                                  : object(changed.fields(0).after().number());
}

} // namespace

bool is_told(const wire::Change& x) {
  static constexpr auto kinds = std::to_array<std::string_view>(
    {"task", "comment", "attachment", "relation", "project", "member", "label",
     "view", "access", "notification"});
  return std::ranges::find(kinds, kind_of(x)) != kinds.end();
}

std::optional<event_object> object_of(const wire::Change& x) {
  auto query = query_for(x);
  if (!query)
    return std::nullopt;
  return event_object{object_key(x), std::move(*query), x.subject()};
}

std::uint64_t task_of(const wire::Change& x) {
  return kind_of(x) == "task" && !x.action().ends_with(".purged") ? x.task()
                                                                  : 0;
}

void add_tasks(found_objects& to, const std::vector<std::uint64_t>& ids,
               const wire::TaskPage& list, std::uint64_t as_of) {
  for (auto id : ids)
    to[task_key(id)] = {nullptr, as_of};
  for (const auto& each : list.tasks())
    to[task_key(each.id())].object = card_to_json(each);
}

object object_in(const wire::Answer& x, const event_object& what) {
  switch (x.content_case()) {
    case wire::Answer::kComment:
      return to_json(x.comment());
    case wire::Answer::kAttachment:
      return to_json(x.attachment());
    case wire::Answer::kProject:
      return to_json(x.project());
    case wire::Answer::kRoles:
      return member_in(x.roles(), what.subject);
    case wire::Answer::kView:
      return to_json(x.view());
    case wire::Answer::kLabel:
      return to_json(x.label());
    default:
      return nullptr;
  }
}

object event_of(const wire::Change& x, const found_objects& found) {
  auto event = event_to_json(x);
  auto kind = kind_of(x);
  if (kind == "access")
    return event;
  if (kind == "notification") {
    event.erase("changes");
    event["unread"] = unread_after(x);
    return event;
  }
  if (kind != "task") {
    event["subject"] = x.subject();
    if (x.task() != 0)
      event["task_id"] = x.task();
  }
  if (!is_told(x))
    return event;
  if (kind == "relation") {
    event["relation"] = {{"task", x.task()}, {"blocks", id_in(x)}};
    return event;
  }
  auto known = found.find(object_key(x));
  auto is_known = known != found.end();
  event[kind] = is_known ? known->second.object : object{};
  event["as_of"] = is_known ? known->second.as_of : x.index();
  return event;
}

} // namespace taskraft::json
