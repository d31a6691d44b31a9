#include "protocol/tasks/page_weight.hpp"
#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/people/account_rules.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

bool is_upper(char x) {
  return x >= 'A' && x <= 'Z';
}

maybe_refusal check_key(std::string_view key) {
  auto is_key = key.size() >= 2 && key.size() <= 10 && is_upper(key.front())
                && std::ranges::all_of(key, [](char x) {
                     return is_upper(x) || (x >= '0' && x <= '9');
                   });
  if (is_key)
    return std::nullopt;
  return refusal(errc::invalid_value, "/key",
                 "must be 2 to 10 capital letters and digits, a letter first");
}

maybe_refusal check_name(const std::string& name) {
  if (auto why = check_line("/name", name, max_name_characters))
    return why;
  if (is_blank(name))
    return refusal(errc::invalid_value, "/name", "must not be empty");
  return std::nullopt;
}

maybe_refusal check_description(const std::string& description) {
  return check_text("/description", description, max_description_bytes);
}

wire::Result changed(const command_context& c, wire::Project project) {
  auto x = wire::Result{};
  *x.mutable_project() = seen_by(c.state, c.who, std::move(project));
  return x;
}

/// Refuses a project that does not exist for the actor, or in which they may
/// not do what `needed` may.
maybe_refusal check_project(finder& state, const actor& who,
                            const std::string& key, wire::ProjectRole needed) {
  auto role = state.find<wire::Project>(key) == nullptr
                ? wire::PROJECT_ROLE_UNSPECIFIED
                : role_in(state, who, key);
  if (role == wire::PROJECT_ROLE_UNSPECIFIED)
    return refusal(errc::not_found, "/key",
                   "project " + key + " does not exist");
  if (role < needed)
    return refusal(errc::not_allowed, "", "only its managers may do that");
  return std::nullopt;
}

maybe_refusal check_not_archived(const wire::Project& project) {
  if (!project.archived())
    return std::nullopt;
  return refusal(errc::archived, "/key",
                 "project " + project.key() + " is archived");
}

/// Somebody must be able to let others in.
maybe_refusal check_managers(view& state, const std::string& project,
                             const std::string& leaving) {
  for (const auto* each : state.find_all<wire::Member>(project))
    if (each->role() == wire::PROJECT_ROLE_MANAGER
        && each->username() != leaving)
      return std::nullopt;
  return refusal(errc::last_manager, "/username",
                 leaving + " is the only manager of " + project);
}

void put_member(view& state, const std::string& project,
                const std::string& username, wire::ProjectRole role) {
  auto row = wire::Member{};
  row.set_project(project);
  row.set_username(username);
  row.set_role(role);
  state.put(std::move(row));
  auto of_user = wire::MemberOf{};
  of_user.set_username(username);
  of_user.set_project(project);
  state.put(std::move(of_user));
}

/// A change of its members is a change of the project.
wire::Result touched(const command_context& c, const std::string& key) {
  auto row = *c.state.find<wire::Project>(key);
  row.set_rev(c.at.index.value);
  row.set_updated_at_us(c.at.time_us);
  c.state.put(row);
  return changed(c, std::move(row));
}

wire::Project updated(wire::Project row, const wire::UpdateProject& x) {
  if (x.has_name())
    row.set_name(trimmed(x.name()));
  if (x.has_description())
    row.set_description(x.description());
  if (x.has_color())
    row.set_color(x.color());
  if (x.has_archived())
    row.set_archived(x.archived());
  return row;
}

maybe_refusal check_fields(const stamp& at, const wire::CreateProject& x) {
  auto against = objections{at};
  against.add(check_key(x.key()));
  against.add(check_name(x.name()));
  against.add(check_description(x.description()));
  if (!x.color().empty())
    against.add(check_color(x.color()));
  return against.first();
}

maybe_refusal check_fields(const stamp& at, const wire::UpdateProject& x) {
  auto against = objections{at};
  if (x.has_name())
    against.add(check_name(x.name()));
  against.add(check_description(x.description()));
  if (x.has_color())
    against.add(check_color(x.color()));
  return against.first();
}

bool is_wanted(const wire::Project& row, const wire::ListProjects& x) {
  auto text = fold(x.text());
  return (!x.has_archived() || row.archived() == x.archived())
         && (fold(row.key()).find(text) != std::string::npos
             || fold(row.name()).find(text) != std::string::npos);
}

/// Those of which the actor is a member, after the one where the page begins.
void add_own_projects(reader& state, const actor& who,
                      const wire::ListProjects& x, wire::ProjectPage& to) {
  auto most = static_cast<int>(x.limit() == 0 ? default_page_rows : x.limit());
  auto bytes = std::size_t{0};
  for (const auto* each : state.find_all<wire::MemberOf>(who.username)) {
    const auto* row = each->project() > x.after()
                        ? state.find<wire::Project>(each->project())
                        : nullptr;
    if (row == nullptr || !is_wanted(*row, x))
      continue;
    bytes += page_weight(*row);
    if (to.projects_size() == most
        || (to.projects_size() > 0 && bytes > state.page_bytes())) {
      to.set_more(true);
      return;
    }
    *to.add_projects() = *row;
  }
}

} // namespace

wire::Project seen_by(finder& state, const actor& who, wire::Project row) {
  const auto* own = state.find<wire::Member>(row.key(), who.username);
  row.set_my_role(own == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED
                                 : own->role());
  return row;
}

wire::Result create_project(const command_context& c,
                            const wire::CreateProject& x) {
  if (auto why = check_fields(c.at, x))
    return refused(std::move(*why));
  if (c.state.find<wire::Project>(x.key()) != nullptr)
    return refused(
      refusal(errc::duplicate, "/key", "another project has this key"));
  auto row = wire::Project{};
  row.set_key(x.key());
  row.set_name(trimmed(x.name()));
  row.set_description(x.description());
  row.set_color(x.color().empty() ? default_color : x.color());
  row.set_rev(c.at.index.value);
  row.set_created_at_us(c.at.time_us);
  row.set_updated_at_us(c.at.time_us);
  c.state.put(row);
  put_member(c.state, row.key(), c.who.username, wire::PROJECT_ROLE_MANAGER);
  return changed(c, std::move(row));
}

wire::Result update_project(const command_context& c,
                            const wire::UpdateProject& x) {
  if (auto why
      = check_project(c.state, c.who, x.key(), wire::PROJECT_ROLE_MANAGER))
    return refused(std::move(*why));
  auto before = *c.state.find<wire::Project>(x.key());
  if (x.has_expected_rev())
    if (auto why
        = check_rev("project " + x.key(), before.rev(), x.expected_rev()))
      return refused(std::move(*why));
  if (auto why = check_fields(c.at, x))
    return refused(std::move(*why));
  auto after = updated(before, x);
  if (after.SerializeAsString() == before.SerializeAsString())
    return changed(c, std::move(before));
  // It may be opened again, together with other changes.
  if (after.archived())
    if (auto why = check_not_archived(before))
      return refused(std::move(*why));
  after.set_rev(c.at.index.value);
  after.set_updated_at_us(c.at.time_us);
  c.state.put(after);
  return changed(c, std::move(after));
}

wire::Result set_member(const command_context& c, const wire::SetMember& x) {
  if (auto why
      = check_project(c.state, c.who, x.project(), wire::PROJECT_ROLE_MANAGER))
    return refused(std::move(*why));
  auto against = objections{c.at};
  if (word_of(project_role_words, x.role()).empty())
    against.add(refusal(errc::invalid_value, "/role",
                        "is none of " + listed(project_role_words)));
  const auto* user = c.state.find<wire::User>(x.username());
  if (user == nullptr || user->disabled())
    against.add(refusal(errc::unknown_reference, "/username",
                        "there is no user " + x.username()));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (auto why = check_not_archived(*c.state.find<wire::Project>(x.project())))
    return refused(std::move(*why));
  const auto* before = c.state.find<wire::Member>(x.project(), x.username());
  if (before != nullptr && before->role() == x.role())
    return changed(c, *c.state.find<wire::Project>(x.project()));
  if (before != nullptr && before->role() == wire::PROJECT_ROLE_MANAGER)
    if (auto why = check_managers(c.state, x.project(), x.username()))
      return refused(std::move(*why));
  auto is_new = before == nullptr;
  put_member(c.state, x.project(), x.username(), x.role());
  auto result = touched(c, x.project());
  result.set_created(is_new);
  return result;
}

wire::Result remove_member(const command_context& c,
                           const wire::RemoveMember& x) {
  auto needed = x.username() == c.who.username ? wire::PROJECT_ROLE_VIEWER
                                               : wire::PROJECT_ROLE_MANAGER;
  if (auto why = check_project(c.state, c.who, x.project(), needed))
    return refused(std::move(*why));
  if (auto why = check_not_archived(*c.state.find<wire::Project>(x.project())))
    return refused(std::move(*why));
  const auto* before = c.state.find<wire::Member>(x.project(), x.username());
  if (before == nullptr)
    return changed(c, *c.state.find<wire::Project>(x.project()));
  if (before->role() == wire::PROJECT_ROLE_MANAGER)
    if (auto why = check_managers(c.state, x.project(), x.username()))
      return refused(std::move(*why));
  c.state.erase<wire::Member>(x.project(), x.username());
  c.state.erase<wire::MemberOf>(x.username(), x.project());
  return touched(c, x.project());
}

wire::Answer get_project(reader& state, const actor& who,
                         const wire::GetProject& x) {
  if (auto why = check_project(state, who, x.key(), wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  *answer.mutable_project()
    = seen_by(state, who, *state.find<wire::Project>(x.key()));
  return answer;
}

wire::Answer list_projects(reader& state, const actor& who,
                           const wire::ListProjects& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_projects();
  if (who.is_admin)
    page.set_more(state.fill_page<wire::Project>(
      "", x.after(), x.limit(), *page.mutable_projects(),
      [&](const wire::Project& row) { return is_wanted(row, x); }));
  else
    add_own_projects(state, who, x, page);
  auto& rows = *page.mutable_projects();
  for (auto& each : rows)
    each = seen_by(state, who, std::move(each));
  return answer;
}

wire::Answer list_members(reader& state, const actor& who,
                          const wire::ListMembers& x) {
  if (auto why
      = check_project(state, who, x.project(), wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  answer.mutable_roles();
  for (const auto* each : state.find_all<wire::Member>(x.project()))
    add_role(state, *answer.mutable_roles(), each->username(), each->role());
  return answer;
}

} // namespace taskraft::tasks
