#include "bin/client/text/project_text.hpp"

#include "bin/client/text/time_text.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::string role_text(wire::ProjectRole role) {
  return std::string{tasks::word_of(tasks::project_role_words, role)};
}

} // namespace

std::string project_rows(std::span<const wire::Project> projects,
                         const output_style& style) {
  auto rows = table{{"KEY", "NAME", "YOUR ROLE", "STATE"}, 1};
  for (const auto& x : projects)
    rows.add({{x.key(), tint::bold},
              {x.name()},
              {role_text(x.my_role())},
              {x.archived() ? "archived" : "", tint::dim}});
  return rows.render(style);
}

std::string project_page(const wire::Project& x, const output_style& style) {
  auto page = field_page{style};
  page.add("key", x.key(), tint::bold);
  page.add("name", x.name());
  if (!x.description().empty())
    page.add("description", x.description());
  page.add("color", x.color());
  if (x.archived())
    page.add("state", "archived", tint::dim);
  // Administrators need none.
  if (x.my_role() != wire::PROJECT_ROLE_UNSPECIFIED)
    page.add("your role", role_text(x.my_role()));
  page.add("rev", std::to_string(x.rev()));
  page.add("created", time_text(x.created_at_us(), style));
  return page.take();
}

std::string role_rows(const wire::RoleList& x, const output_style& style) {
  auto rows = table{{"USERNAME", "NAME", "ROLE"}, 1};
  for (const auto& each : x.roles())
    rows.add(
      {{each.username()}, {each.display_name()}, {role_text(each.role())}});
  return rows.render(style);
}

json roles_to_json(const wire::RoleList& x) {
  auto array = json::array();
  for (const auto& each : x.roles())
    array.push_back(to_json(each));
  return array;
}

json role_to_json(const wire::RoleList& x, std::string_view username) {
  for (const auto& each : x.roles())
    if (each.username() == username)
      return to_json(each);
  return nullptr;
}

std::string label_rows(std::span<const wire::Label> labels,
                       const output_style& style) {
  auto rows = table{{"NAME", "COLOR", "DESCRIPTION"}, 2};
  for (const auto& x : labels)
    rows.add({{x.name()}, {x.color()}, {x.description()}});
  return rows.render(style);
}

} // namespace taskraft::client
