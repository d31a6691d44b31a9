#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace taskraft::tasks {

namespace {

constexpr auto layouts
  = std::to_array<std::string_view>({"list", "board", "calendar"});

maybe_refusal no_such_view(std::uint64_t id) {
  return refusal(errc::not_found, "/id",
                 "view " + std::to_string(id) + " does not exist");
}

/// What the actor may do with the view; unspecified: it does not exist for
/// them.
wire::ProjectRole role_on_view(finder& state, const actor& who,
                               const wire::View& row) {
  if (row.owner() == who.username || who.is_admin)
    return wire::PROJECT_ROLE_MANAGER;
  if (!row.shared())
    return wire::PROJECT_ROLE_UNSPECIFIED;
  if (row.project().empty())
    return wire::PROJECT_ROLE_VIEWER;
  return role_in(state, who, row.project());
}

maybe_refusal check_view_change(const command_context& c, const wire::View* row,
                                std::uint64_t id) {
  auto role = row == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED
                             : role_on_view(c.state, c.who, *row);
  if (role == wire::PROJECT_ROLE_UNSPECIFIED)
    return no_such_view(id);
  if (role < wire::PROJECT_ROLE_MANAGER)
    return refusal(errc::not_allowed, "",
                   "only its owner or a manager of its project may do that");
  return std::nullopt;
}

maybe_refusal check_view_fields(const command_context& c,
                                const wire::View& row) {
  auto against = objections{c.at};
  against.add(check_line("/name", row.name(), max_name_characters));
  if (is_blank(row.name()))
    against.add(refusal(errc::invalid_value, "/name", "must not be empty"));
  if (std::ranges::find(layouts, row.layout()) == layouts.end())
    against.add(refusal(errc::invalid_value, "/layout",
                        "is none of list, board, calendar"));
  against.add(check_text("/query", row.query(), max_view_query_bytes));
  if (!row.project().empty()
      && (c.state.find<wire::Project>(row.project()) == nullptr
          || role_in(c.state, c.who, row.project())
               == wire::PROJECT_ROLE_UNSPECIFIED))
    against.add(refusal(errc::unknown_reference, "/project",
                        "there is no project " + row.project()));
  return against.first();
}

void place_view(view& state, const wire::View& row, bool is_there) {
  if (!row.shared())
    return;
  if (!is_there) {
    state.erase<wire::ViewOfProject>(row.project(), row.id());
    return;
  }
  auto place = wire::ViewOfProject{};
  place.set_project(row.project());
  place.set_view(row.id());
  state.put(std::move(place));
}

wire::Result view_result(wire::View row) {
  auto x = wire::Result{};
  *x.mutable_view() = std::move(row);
  return x;
}

wire::View updated(wire::View row, const wire::UpdateView& x) {
  if (x.has_name())
    row.set_name(count_characters(x.name()) ? trimmed(x.name()) : x.name());
  if (x.has_project())
    row.set_project(x.project());
  if (x.has_shared())
    row.set_shared(x.shared());
  if (x.has_layout())
    row.set_layout(x.layout());
  if (x.has_query())
    row.set_query(x.query());
  return row;
}

void add_shared(finder& state, const std::string& project,
                std::set<std::uint64_t>& to) {
  for (const auto* each : state.find_all<wire::ViewOfProject>(project))
    to.insert(each->view());
}

} // namespace

wire::Result create_view(const command_context& c, const wire::CreateView& x) {
  auto row = wire::View{};
  row.set_name(count_characters(x.name()) ? trimmed(x.name()) : x.name());
  row.set_owner(c.who.username);
  row.set_project(x.project());
  row.set_shared(x.shared());
  row.set_layout(x.layout().empty() ? "list" : x.layout());
  row.set_query(x.query());
  if (auto why = check_view_fields(c, row))
    return refused(std::move(*why));
  auto most = value_of(c.state, settings::views_per_user);
  if (c.state.find_all<wire::ViewOfUser>(c.who.username).size() >= most)
    return refused(
      refusal(errc::too_many, "",
              "there are " + std::to_string(most) + " views already"));
  row.set_id(c.state.take_id<wire::View>());
  row.set_rev(c.at.index.value);
  auto of_user = wire::ViewOfUser{};
  of_user.set_username(row.owner());
  of_user.set_view(row.id());
  c.state.put(std::move(of_user));
  place_view(c.state, row, true);
  c.state.put(row);
  return view_result(std::move(row));
}

wire::Result update_view(const command_context& c, const wire::UpdateView& x) {
  const auto* found = c.state.find<wire::View>(x.id());
  if (auto why = check_view_change(c, found, x.id()))
    return refused(std::move(*why));
  auto before = *found;
  if (x.has_expected_rev())
    if (auto why = check_rev("the view", before.rev(), x.expected_rev()))
      return refused(std::move(*why));
  auto after = updated(before, x);
  if (auto why = check_view_fields(c, after))
    return refused(std::move(*why));
  if (after.SerializeAsString() == before.SerializeAsString())
    return view_result(std::move(before));
  after.set_rev(c.at.index.value);
  place_view(c.state, before, false);
  place_view(c.state, after, true);
  c.state.put(after);
  return view_result(std::move(after));
}

wire::Result delete_view(const command_context& c, const wire::DeleteView& x) {
  const auto* found = c.state.find<wire::View>(x.id());
  if (auto why = check_view_change(c, found, x.id()))
    return refused(std::move(*why));
  if (x.has_expected_rev())
    if (auto why = check_rev("the view", found->rev(), x.expected_rev()))
      return refused(std::move(*why));
  auto row = *found;
  place_view(c.state, row, false);
  c.state.erase<wire::ViewOfUser>(row.owner(), row.id());
  c.state.erase<wire::View>(std::uint64_t{row.id()});
  return view_result(std::move(row));
}

bool sees_view(finder& state, const actor& who, std::uint64_t id) {
  const auto* row = state.find<wire::View>(id);
  return row != nullptr
         && role_on_view(state, who, *row) != wire::PROJECT_ROLE_UNSPECIFIED;
}

wire::Answer get_view(reader& state, const actor& who, const wire::GetView& x) {
  const auto* found = state.find<wire::View>(x.id());
  if (found == nullptr
      || role_on_view(state, who, *found) == wire::PROJECT_ROLE_UNSPECIFIED)
    return refused_answer(*no_such_view(x.id()));
  auto answer = wire::Answer{};
  *answer.mutable_view() = *found;
  return answer;
}

wire::Answer list_views(reader& state, const actor& who,
                        const wire::ListViews& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto ids = std::set<std::uint64_t>{};
  for (const auto* each : state.find_all<wire::ViewOfUser>(who.username))
    ids.insert(each->view());
  add_shared(state, {}, ids);
  for (const auto* each : state.find_all<wire::MemberOf>(who.username))
    add_shared(state, each->project(), ids);
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_views();
  auto most = static_cast<int>(x.limit() == 0 ? default_page_rows : x.limit());
  for (auto at = ids.upper_bound(x.after()); at != ids.end(); ++at) {
    const auto* row = state.find<wire::View>(*at);
    if (row == nullptr)
      continue;
    if (page.views_size() == most) {
      page.set_more(true);
      break;
    }
    *page.add_views() = *row;
  }
  return answer;
}

} // namespace taskraft::tasks
