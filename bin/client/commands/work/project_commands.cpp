#include "bin/client/commands/work/project_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/project_text.hpp"
#include "bin/client/text/task_text.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

void print_project(const context& x, const wire::Project& project) {
  put_out(x.world, x.settings.json ? print(to_json(project), x.world.style)
                                   : project_page(project, x.world.style));
}

template <class Fields>
void fill_project(Fields& to, const invocation& x) {
  if (auto name = x.value("name"))
    to.set_name(checked(*name, "name"));
  if (auto description = x.value("description"))
    to.set_description(checked(*description, "description"));
  if (auto color = x.value("color"))
    to.set_color(color_from(*color));
}

} // namespace

void create_project(const context& x) {
  auto command = wire::Command{};
  auto& project = *command.mutable_create_project();
  project.set_key(x.what.arguments.at(0));
  fill_project(project, x.what);
  // A project is called by its key unless told otherwise.
  if (!x.what.value("name"))
    project.set_name(project.key());
  auto made = apply(x, command).project();
  if (x.settings.json)
    return print_project(x, made);
  put_out(x.world, escaped(made.key()) + "\n");
}

void list_projects(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_projects();
  list.set_limit(page_rows);
  auto projects = std::vector<wire::Project>{};
  auto archived = x.what.has("archived");
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_projects();
    if (page.projects().empty())
      break;
    list.set_after(page.projects(page.projects_size() - 1).key());
    std::ranges::copy_if(
      *page.mutable_projects(), std::back_inserter(projects),
      [&](const wire::Project& each) { return archived || !each.archived(); });
    if (!page.more())
      break;
  }
  if (x.settings.json)
    return put_out(x.world, print(to_json(projects), x.world.style));
  put_out(x.world, project_rows(projects, x.world.style));
}

void show_project(const context& x) {
  auto query = wire::Query{};
  query.mutable_get_project()->set_key(x.what.arguments.at(0));
  print_project(x, look_up(x, query).project());
}

void change_project(const context& x) {
  auto command = wire::Command{};
  auto& project = *command.mutable_update_project();
  project.set_key(x.what.arguments.at(0));
  fill_project(project, x.what);
  if (x.what.what->words == "project edit")
    demand_change(x.what);
  else
    project.set_archived(!x.what.has("undo"));
  print_project(x, apply(x, command).project());
}

namespace {

wire::Query members_query(const std::string& key) {
  auto query = wire::Query{};
  query.mutable_list_members()->set_project(key);
  return query;
}

} // namespace

void change_member(const context& x) {
  auto command = wire::Command{};
  const auto& key = x.what.arguments.at(0);
  const auto& user = x.what.arguments.at(1);
  if (x.what.what->words == "project member remove") {
    command.mutable_remove_member()->set_project(key);
    command.mutable_remove_member()->set_username(user);
  } else {
    auto& member = *command.mutable_set_member();
    member.set_project(key);
    member.set_username(user);
    member.set_role(project_role_from(x.what.value("role").value_or("member")));
  }
  auto project = apply(x, command).project();
  if (x.settings.json && command.has_remove_member())
    print_project(x, project);
  else if (x.settings.json)
    put_out(
      x.world,
      print(role_to_json(look_up_changed(x, members_query(key)).roles(), user),
            x.world.style));
  tell(x, "Done.");
}

void list_members(const context& x) {
  auto roles = look_up(x, members_query(x.what.arguments.at(0))).roles();
  put_out(x.world, x.settings.json ? print(roles_to_json(roles), x.world.style)
                                   : role_rows(roles, x.world.style));
}

} // namespace taskraft::client
