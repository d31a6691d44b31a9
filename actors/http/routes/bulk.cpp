// Many tasks in one request.

#include "actors/http/route.hpp"
#include "actors/http/routes/task_bodies.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace taskraft::http {

namespace {

const auto batch_body
  = body_schema{"TaskBatch", {{"items", field_type::objects, true}}};
const auto bulk_body = body_schema{"BulkChange",
                                   {{"ids", field_type::numbers, true},
                                    {"revs", field_type::any_object},
                                    {"patch", field_type::any_object},
                                    {"add", field_type::any_object},
                                    {"remove", field_type::any_object},
                                    {"delete", field_type::boolean},
                                    {"atomic", field_type::boolean}}};
const auto links_body = body_schema{
  "TaskLinks",
  {{"labels", field_type::texts}, {"assignees", field_type::texts}}};

problem at_pointer(const std::string& pointer, std::string code,
                   std::string message) {
  return problem_at(422, {field_error::place::body, pointer, std::move(code),
                          std::move(message)});
}

/// The same errors, of a field within another one.
std::vector<field_error> within(const std::string& pointer,
                                std::vector<field_error> errors) {
  for (auto& each : errors)
    each.name = pointer + each.name;
  return errors;
}

/// The problem as an element of a list has it.
json::object problem_object(const call& x, const wire::Refusal& why) {
  return json::object::parse(to_response(problem_of(why), x.request_id).body);
}

// -- batch --------------------------------------------------------------------

outcome<wire::Command> make_batch(const call& x) {
  const auto& items = *x.field("items");
  if (items.size() > tasks::max_page_rows)
    return at_pointer("/items", "invalid_value", "are more than 200");
  auto errors = std::vector<field_error>{};
  auto command = wire::Command{};
  auto& tasks = *command.mutable_create_tasks();
  for (auto i = std::size_t{0}; i < items.size(); ++i) {
    auto wrong = within("/items/" + std::to_string(i),
                        check_body(items[i], new_task_body(), false));
    if (!wrong.empty()) {
      errors.insert(errors.end(), wrong.begin(), wrong.end());
      continue;
    }
    auto item = call{};
    item.body = items[i];
    fill_new_task(*tasks.add_items(), item);
  }
  if (!errors.empty())
    return problem_of(std::move(errors));
  return command;
}

outcome<response> tell_batch(const call& x, const written& done) {
  auto items = json::object::array();
  for (const auto& each : done.result->created_tasks().items()) {
    auto item = json::object::object();
    if (each.has_task()) {
      item["status"] = 201;
      item["task"] = json::to_json(each.task());
    } else {
      item["problem"] = problem_object(x, each.refusal());
      item["status"] = item["problem"]["status"];
    }
    items.push_back(std::move(item));
  }
  auto body = json::object::object();
  body["items"] = std::move(items);
  return untagged_response(body);
}

// -- bulk ---------------------------------------------------------------------

void fill_links(wire::TaskLinks& to, const json::object& from) {
  if (auto labels = from.find("labels"); labels != from.end())
    for (const auto& each : *labels)
      to.add_labels(each.get<std::string>());
  if (auto names = from.find("assignees"); names != from.end())
    for (const auto& each : *names)
      to.add_assignees(each.get<std::string>());
}

/// The revisions that are expected, by the id as text.
std::optional<problem> fill_targets(wire::BulkTasks& to, const call& x) {
  auto seen = std::set<std::uint64_t>{};
  for (const auto& each : *x.field("ids")) {
    auto id = each.get<std::uint64_t>();
    if (!seen.insert(id).second)
      return at_pointer("/ids", "invalid_value", "holds a task twice");
    to.add_targets()->set_id(id);
  }
  const auto* revs = x.field("revs");
  if (revs == nullptr)
    return std::nullopt;
  for (const auto& item : revs->items()) {
    const auto& name = item.key();
    const auto& value = item.value();
    auto found
      = std::ranges::find_if(*to.mutable_targets(), [&](const auto& y) {
          return std::to_string(y.id()) == name;
        });
    if (found == to.mutable_targets()->end() || !value.is_number_unsigned())
      return at_pointer("/revs/" + name, "invalid_value",
                        "must be the revision of one of the ids");
    found->set_expected_rev(value.get<std::uint64_t>());
  }
  return std::nullopt;
}

bool flag_in(const call& x, std::string_view name) {
  const auto* found = x.field(name);
  return found != nullptr && found->get<bool>();
}

std::optional<problem> check_bulk(const call& x) {
  if (x.field("ids")->size() > tasks::max_page_rows)
    return at_pointer("/ids", "invalid_value", "are more than 200");
  auto errors = std::vector<field_error>{};
  auto look = [&](std::string_view name, const body_schema& schema) {
    if (const auto* found = x.field(name))
      for (auto& each :
           within('/' + std::string{name}, check_body(*found, schema, true)))
        errors.push_back(std::move(each));
  };
  look("patch", bulk_patch_body());
  look("add", links_body);
  look("remove", links_body);
  if (!errors.empty())
    return problem_of(std::move(errors));
  if (flag_in(x, "delete")
      && (x.has("patch") || x.has("add") || x.has("remove")))
    return at_pointer("/delete", "invalid_value",
                      "must not come with other changes");
  return std::nullopt;
}

/// A patch that replaces what others have written names every revision.
bool is_blind(const call& x) {
  const auto* patch = x.field("patch");
  if (patch == nullptr
      || !(patch->contains("description") || patch->contains("assignees")
           || patch->contains("labels")))
    return false;
  const auto* revs = x.field("revs");
  return revs == nullptr || revs->size() < x.field("ids")->size();
}

outcome<wire::Command> make_bulk(const call& x) {
  if (auto why = check_bulk(x))
    return *why;
  auto command = wire::Command{};
  auto& bulk = *command.mutable_bulk_tasks();
  if (auto why = fill_targets(bulk, x))
    return *why;
  if (is_blind(x))
    return problem_at(428, {field_error::place::body, "/revs",
                            "precondition_required",
                            "must name the revision of each task that you have "
                            "read"});
  if (const auto* patch = x.field("patch")) {
    auto item = call{};
    item.body = *patch;
    fill_task_patch(*bulk.mutable_patch(), item);
  }
  if (const auto* links = x.field("add"))
    fill_links(*bulk.mutable_add(), *links);
  if (const auto* links = x.field("remove"))
    fill_links(*bulk.mutable_remove(), *links);
  bulk.set_trash(flag_in(x, "delete"));
  bulk.set_atomic(flag_in(x, "atomic"));
  return command;
}

/// Where all or nothing is wanted: the task whose place in `ids` the refusal
/// names.
std::string stale_task(const call& x, const problem& why) {
  constexpr auto prefix = std::string_view{"/ids/"};
  auto place = why.errors.empty() ? std::string_view{} : why.errors[0].name;
  if (!place.starts_with(prefix))
    return {};
  auto at = number_in(place.substr(prefix.size()));
  const auto& ids = *x.field("ids");
  return at && *at < ids.size() ? "/tasks/" + ids[*at].dump() : std::string{};
}

outcome<response> tell_bulk(const call& x, const written& done) {
  auto items = json::object::array();
  auto is_trash = flag_in(x, "delete");
  for (const auto& each : done.result->bulk().items()) {
    auto item = json::object::object();
    item["id"] = each.id();
    if (each.has_refusal()) {
      auto why = problem_object(x, each.refusal());
      // Of many tasks each has its revision in the body.
      for (auto& error : why["errors"])
        if (error.contains("header")) {
          error.erase("header");
          error["pointer"] = "/revs/" + std::to_string(each.id());
        }
      item["status"] = why["status"];
      item["problem"] = std::move(why);
    } else {
      item["status"] = is_trash ? 204 : 200;
      item["rev"] = each.rev();
    }
    items.push_back(std::move(item));
  }
  auto body = json::object::object();
  body["items"] = std::move(items);
  return untagged_response(body);
}

} // namespace

void add_bulk_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = post,
                .path = "/tasks/batch",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{make_batch, tell_batch},
                .about = "Makes up to 200 tasks",
                .body = &batch_body,
                .takes = body_kind::json,
                .answers = "BatchDone"});
  to.push_back(
    {.method = post,
     .path = "/tasks/bulk",
     .scope = wire::SCOPE_WRITE,
     .steps
     = writing{.ask = make_bulk, .tell = tell_bulk, .stale_one = stale_task},
     .about = "Changes up to 200 tasks alike",
     .body = &bulk_body,
     .takes = body_kind::json,
     .answers = "BulkDone"});
}

} // namespace taskraft::http
