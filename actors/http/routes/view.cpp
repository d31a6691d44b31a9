// Saved views.

#include "actors/http/route.hpp"
#include "actors/http/routes/task_list.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace taskraft::http {

namespace {

constexpr auto layout_words
  = std::to_array<tasks::word>({{1, "list"}, {2, "board"}, {3, "calendar"}});

const auto new_view
  = body_schema{"NewView",
                {{"name", field_type::text, true},
                 {"project"},
                 {"shared", field_type::boolean},
                 {"layout", field_type::word, false, layout_words},
                 {"query"}}};
const auto view_patch = body_schema{"ViewPatch", new_view.fields};

problem no_query(const std::string& why) {
  return problem_at(422,
                    {field_error::place::body, "/query", "invalid_value", why});
}

/// What a view asks, which must be a question: 422 for what no list would take.
/// Whether all names in it are there is for the state to say.
outcome<wire::Query> ask_as_the_view(const call& x) {
  if (x.text("query").empty())
    return wire::Query{};
  auto parameters = parameters_of(x.text("query"));
  if (!parameters)
    return no_query("is no query of a URL");
  const auto known = list_parameters();
  for (const auto& [name, value] : *parameters)
    if (std::ranges::find(known, name, &route_parameter::name) == known.end()
        || name == "cursor" || name == "limit")
      return no_query("has no filter " + name);
  auto list = call{};
  list.http = x.http;
  list.now_us = x.now_us;
  list.parameters = std::move(*parameters);
  list.parameters.emplace_back("limit", "1");
  auto query = list_query(list);
  if (const auto* why = problem_in(query))
    return no_query(why->detail);
  return query;
}

std::optional<problem> check_query(const call& x) {
  if (x.before == nullptr || !x.before->has_refusal())
    return std::nullopt;
  auto why = problem_of(x.before->refusal());
  return why.status == 400 ? no_query(why.detail) : why;
}

outcome<wire::Command> make_view(const call& x) {
  if (auto why = check_query(x))
    return *why;
  auto command = wire::Command{};
  auto& view = *command.mutable_create_view();
  view.set_name(x.text("name"));
  view.set_project(x.text("project"));
  view.set_shared(x.field("shared") != nullptr
                  && x.field("shared")->get<bool>());
  view.set_layout(x.text("layout"));
  view.set_query(x.text("query"));
  return command;
}

outcome<wire::Command> change_view(const call& x) {
  if (auto why = check_query(x))
    return *why;
  auto command = wire::Command{};
  auto& view = *command.mutable_update_view();
  view.set_id(x.number());
  if (x.when.expected_rev)
    view.set_expected_rev(*x.when.expected_rev);
  if (x.has("name"))
    view.set_name(x.text("name"));
  if (x.has("project"))
    view.set_project(x.text("project"));
  if (x.has("shared"))
    view.set_shared(x.field("shared") != nullptr
                    && x.field("shared")->get<bool>());
  if (x.has("layout"))
    view.set_layout(x.field("layout") == nullptr ? "list" : x.text("layout"));
  if (x.has("query"))
    view.set_query(x.text("query"));
  return command;
}

outcome<wire::Command> delete_view(const call& x) {
  auto command = wire::Command{};
  command.mutable_delete_view()->set_id(x.number());
  if (x.when.expected_rev)
    command.mutable_delete_view()->set_expected_rev(*x.when.expected_rev);
  return command;
}

outcome<response> tell_made_view(const call& /*x*/, const written& done) {
  const auto& view = done.result->view();
  return created_response(json::to_json(view),
                          "/views/" + std::to_string(view.id()));
}

outcome<response> tell_changed_view(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->view()));
}

outcome<response> tell_no_view(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

outcome<wire::Query> ask_view(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_view()->set_id(x.number());
  return query;
}

outcome<response> tell_view(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.view()));
}

outcome<wire::Query> ask_views(const call& x) {
  auto query = wire::Query{};
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  query.mutable_list_views()->set_limit(std::get<0>(page).limit);
  query.mutable_list_views()->set_after(number_after(std::get<0>(page)));
  return query;
}

outcome<response> tell_views(const call& x, const wire::Answer& answer) {
  const auto& page = answer.views();
  auto items = objects_of(page.views());
  auto next = page.more() && page.views_size() > 0
                ? std::to_string(page.views().rbegin()->id())
                : std::string{};
  return list_response(x, std::move(items), next);
}

} // namespace

void add_view_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/views",
                .steps = reading{ask_views, tell_views},
                .about = "Lists one's own views and the shared ones",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "ViewList"});
  to.push_back({.method = post,
                .path = "/views",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = make_view,
                                 .tell = tell_made_view,
                                 .ask_before = ask_as_the_view},
                .about = "Saves a view",
                .body = &new_view,
                .takes = body_kind::json,
                .answers = "View",
                .status = 201});
  to.push_back({.method = get,
                .path = "/views/{id}",
                .steps = reading{ask_view, tell_view},
                .about = "Shows a view",
                .answers = "View"});
  to.push_back({.method = patch,
                .path = "/views/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = change_view,
                                 .tell = tell_changed_view,
                                 .ask_before = ask_as_the_view},
                .about = "Changes a view",
                .body = &view_patch,
                .takes = body_kind::json,
                .answers = "View"});
  to.push_back({.method = verb::remove,
                .path = "/views/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{delete_view, tell_no_view},
                .about = "Deletes a view",
                .status = 204});
}

} // namespace taskraft::http
