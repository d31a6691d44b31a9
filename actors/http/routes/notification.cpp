// Notifications, and the audit.

#include "actors/http/route.hpp"
#include "protocol/json/changes.hpp"
#include "protocol/json/read_instants.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

namespace taskraft::http {

namespace {

const auto read_marks = body_schema{"ReadMarks",
                                    {{"ids", field_type::numbers},
                                     {"up_to", field_type::number},
                                     {"read", field_type::boolean}}};

outcome<wire::Query> ask_notifications(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_notifications();
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  auto read = flag_of(x, "read");
  if (const auto* why = problem_in(read))
    return *why;
  if (std::get<0>(read).value_or(false))
    return bad_parameter("read", "must be false, or left out");
  list.set_unread_only(std::get<0>(read).has_value());
  list.set_limit(std::get<0>(page).limit);
  list.set_before(number_after(std::get<0>(page)));
  return query;
}

outcome<response> tell_notifications(const call& x,
                                     const wire::Answer& answer) {
  auto items = json::object::array();
  const auto& page = answer.notifications();
  for (const auto& each : page.notifications())
    items.push_back(json::notification_to_json(each));
  auto next = page.more() && page.notifications_size() > 0
                ? std::to_string(page.notifications().rbegin()->id())
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Command> mark_read(const call& x) {
  if (x.field("ids") == nullptr && x.field("up_to") == nullptr)
    return problem_at(422, {field_error::place::body, "/ids", "required",
                            "is missing, and so is up_to"});
  auto command = wire::Command{};
  auto& marks = *command.mutable_read_notifications();
  if (const auto* ids = x.field("ids"))
    for (const auto& each : *ids)
      marks.add_ids(each.get<std::uint64_t>());
  if (const auto* up_to = x.field("up_to"))
    marks.set_up_to(up_to->get<std::uint64_t>());
  if (const auto* read = x.field("read"))
    marks.set_undo(!read->get<bool>());
  return command;
}

outcome<wire::Query> ask_unread(const call& /*x*/) {
  auto query = wire::Query{};
  query.mutable_get_self();
  return query;
}

/// What the rules count holds notifications of tasks that one does not see any
/// more.
outcome<response> tell_unread(const call& /*x*/, const written& done) {
  auto counted = done.result->unread().unread();
  auto body = json::object::object();
  body["unread"] = std::min(counted, done.after->self().unread());
  return object_response(body);
}

outcome<wire::Query> ask_audit(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_audit();
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  const auto& after = std::get<0>(page).after;
  list.set_limit(std::get<0>(page).limit);
  // "index position"
  if (!after.empty()) {
    auto space = std::min(after.find(' '), after.size());
    list.set_before_index(
      std::strtoull(after.substr(0, space).c_str(), nullptr, 10));
    list.set_before_position(static_cast<std::uint32_t>(
      std::strtoul(after.substr(space).c_str(), nullptr, 10)));
  }
  if (const auto* actor = x.parameter("actor"))
    list.set_actor(*actor);
  if (const auto* action = x.parameter("action"))
    list.set_action(*action);
  if (const auto* from = x.parameter("from")) {
    auto due = json::due_from(*from);
    if (!due || due->instant_us() < 0)
      return bad_parameter("from", "must be a date or a moment");
    constexpr auto day_us = std::int64_t{86'400'000'000};
    list.set_from_us(static_cast<std::uint64_t>(
      due->has_date() ? due->date() * day_us : due->instant_us()));
  }
  return query;
}

outcome<response> tell_audit(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  const auto& page = answer.changes();
  for (const auto& each : page.changes())
    items.push_back(json::audit_to_json(each));
  auto next = std::string{};
  if (page.more() && page.changes_size() > 0) {
    const auto& last = *page.changes().rbegin();
    next = std::to_string(last.index()) + ' ' + std::to_string(last.position());
  }
  return list_response(x, std::move(items), next);
}

} // namespace

void add_notification_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back(
    {.method = get,
     .path = "/notifications",
     .steps = reading{ask_notifications, tell_notifications},
     .about = "Lists one's notifications, the newest first",
     .parameters
     = {{"read", "false: only those not read"}, {"limit"}, {"cursor"}},
     .answers = "NotificationList"});
  to.push_back({.method = post,
                .path = "/notifications/read",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{mark_read, tell_unread, ask_unread},
                .about = "Marks notifications as read, or as not read",
                .body = &read_marks,
                .takes = body_kind::json,
                .answers = "Unread"});
  to.push_back({.method = get,
                .path = "/audit",
                .scope = wire::SCOPE_ADMIN,
                .steps = reading{ask_audit, tell_audit},
                .about = "Lists who did what, the newest first",
                .parameters = {{"actor"},
                               {"action"},
                               {"from", "a date or a moment"},
                               {"limit"},
                               {"cursor"}},
                .answers = "AuditList"});
}

} // namespace taskraft::http
