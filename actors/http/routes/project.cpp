// Projects and their members.

#include "actors/http/route.hpp"

#include <utility>

namespace taskraft::http {

namespace {

const auto new_project = body_schema{"NewProject",
                                     {{"key", field_type::text, true},
                                      {"name", field_type::text, true},
                                      {"description"},
                                      {"color"}}};
const auto project_patch = body_schema{"ProjectPatch",
                                       {{"name", field_type::text, true},
                                        {"description"},
                                        {"color"},
                                        {"archived", field_type::boolean}}};
const auto new_member = body_schema{
  "NewMember", {{"role", field_type::word, true, tasks::project_role_words}}};

constexpr auto default_color = "#4c6ef5";

outcome<wire::Query> ask_projects(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_projects();
  if (auto why
      = fill_searched(x, list, "archived", &wire::ListProjects::set_archived))
    return *std::move(why);
  return query;
}

outcome<response> tell_projects(const call& x, const wire::Answer& answer) {
  const auto& page = answer.projects();
  auto items = objects_of(page.projects());
  auto next = page.more() && page.projects_size() > 0
                ? page.projects().rbegin()->key()
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Query> ask_project(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_project()->set_key(x.arguments.at(0));
  return query;
}

outcome<response> tell_project(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.project()));
}

outcome<wire::Command> make_project(const call& x) {
  auto command = wire::Command{};
  auto& project = *command.mutable_create_project();
  project.set_key(x.text("key"));
  project.set_name(x.text("name"));
  project.set_description(x.text("description"));
  project.set_color(color_in(x));
  return command;
}

outcome<response> tell_made_project(const call& /*x*/, const written& done) {
  const auto& project = done.result->project();
  return created_response(json::to_json(project),
                          "/projects/" + percent_encoded(project.key()));
}

outcome<wire::Command> change_project(const call& x) {
  auto command = wire::Command{};
  auto& project = *command.mutable_update_project();
  project.set_key(x.arguments.at(0));
  if (x.when.expected_rev)
    project.set_expected_rev(*x.when.expected_rev);
  if (x.has("name"))
    project.set_name(x.text("name"));
  if (x.has("description"))
    project.set_description(x.text("description"));
  if (x.has("color"))
    project.set_color(x.field("color") == nullptr ? default_color
                                                  : color_in(x));
  if (x.has("archived"))
    project.set_archived(x.field("archived") != nullptr
                         && x.field("archived")->get<bool>());
  return command;
}

outcome<response> tell_changed_project(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->project()));
}

// -- members ------------------------------------------------------------------

outcome<wire::Query> ask_members(const call& x) {
  if (auto why = check_page(x))
    return *std::move(why);
  auto query = wire::Query{};
  query.mutable_list_members()->set_project(x.arguments.at(0));
  return query;
}

outcome<response> tell_members(const call& x, const wire::Answer& answer) {
  return part_response(x, objects_of(answer.roles().roles()), "username");
}

outcome<response> tell_member(const call& x, const wire::Answer& answer) {
  for (const auto& each : answer.roles().roles())
    if (each.username() == x.arguments.at(1))
      return object_response(json::to_json(each));
  return problem_of(errc::not_found, "there is no such member");
}

outcome<wire::Command> set_member(const call& x) {
  auto command = wire::Command{};
  auto& member = *command.mutable_set_member();
  member.set_project(x.arguments.at(0));
  member.set_username(x.arguments.at(1));
  auto role = tasks::number_of(tasks::project_role_words, x.text("role"));
  member.set_role(static_cast<wire::ProjectRole>(*role));
  return command;
}

outcome<response> tell_set_member(const call& x, const written& done) {
  return role_response(x, done);
}

outcome<wire::Command> remove_member(const call& x) {
  auto command = wire::Command{};
  auto& member = *command.mutable_remove_member();
  member.set_project(x.arguments.at(0));
  member.set_username(x.arguments.at(1));
  return command;
}

outcome<response> tell_no_member(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

void add_member_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/projects/{key}/members",
                .steps = reading{ask_members, tell_members},
                .about = "Lists the members of a project",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "RoleList"});
  to.push_back({.method = get,
                .path = "/projects/{key}/members/{username}",
                .steps = reading{ask_members, tell_member},
                .about = "Shows a member of a project",
                .answers = "NamedRole"});
  to.push_back({.method = put,
                .path = "/projects/{key}/members/{username}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{set_member, tell_set_member, ask_members},
                .about = "Adds a member, or gives one another role",
                .body = &new_member,
                .takes = body_kind::json,
                .answers = "NamedRole",
                .may_create = true});
  to.push_back({.method = verb::remove,
                .path = "/projects/{key}/members/{username}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{remove_member, tell_no_member},
                .about = "Takes a member away",
                .status = 204});
}

} // namespace

void add_project_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/projects",
                .steps = reading{ask_projects, tell_projects},
                .about = "Lists the projects that one sees",
                .parameters = {{"text", "what their keys or names hold"},
                               {"archived", "true or false"},
                               {"limit"},
                               {"cursor"}},
                .answers = "ProjectList"});
  to.push_back({.method = post,
                .path = "/projects",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{make_project, tell_made_project},
                .about = "Makes a project, whose first manager one is",
                .body = &new_project,
                .takes = body_kind::json,
                .answers = "Project",
                .status = 201});
  to.push_back({.method = get,
                .path = "/projects/{key}",
                .steps = reading{ask_project, tell_project},
                .about = "Shows a project",
                .answers = "Project"});
  to.push_back({.method = patch,
                .path = "/projects/{key}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{change_project, tell_changed_project},
                .about = "Changes a project",
                .body = &project_patch,
                .takes = body_kind::json,
                .answers = "Project"});
  add_member_routes(to);
}

} // namespace taskraft::http
