#include "protocol/tasks/access.hpp"

#include "protocol/tasks/rules/refusals.hpp"

#include <algorithm>
#include <string_view>

namespace taskraft::tasks {

namespace {

void take_session(finder& rows, actor& who, std::uint64_t now_us) {
  const auto* session = rows.find<wire::Session>(who.principal.id);
  const auto* user
    = session == nullptr ? nullptr : rows.find<wire::User>(session->username());
  auto has_ended
    = session == nullptr
      || (session->expires_at_us() != 0 && session->expires_at_us() <= now_us);
  if (has_ended || user == nullptr || user->disabled()) {
    who.refusal
      = refusal(errc::session_expired, "", "the login has ended; log in again");
    return;
  }
  who.session = session;
  who.username = user->username();
  who.is_admin = user->role() == wire::SITE_ROLE_ADMIN;
  who.scope = session->scope();
}

} // namespace

actor find_actor(finder& rows, const protocol::principal& who,
                 std::uint64_t now_us) {
  auto x = actor{};
  x.principal = who;
  switch (who.kind) {
    case protocol::principal_kind::open:
      x.username = first_admin;
      break;
    case protocol::principal_kind::session:
    case protocol::principal_kind::handover:
      take_session(rows, x, now_us);
      return x;
    case protocol::principal_kind::operator_token:
      x.username = "operator@node-" + std::to_string(who.id);
      break;
    case protocol::principal_kind::node:
      x.username = system_name;
      break;
    case protocol::principal_kind::nobody:
      x.refusal = refusal(errc::unauthenticated, "", "nobody has logged in");
      return x;
  }
  x.is_admin = true;
  x.scope = wire::SCOPE_ADMIN;
  return x;
}

bool is_username(std::string_view text) {
  return !text.empty() && text.size() <= 64
         && std::ranges::all_of(text, [](char x) {
              return (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9')
                     || x == '.' || x == '_' || x == '-';
            });
}

bool may_manage(const actor& who, std::string_view username) {
  return who.username == username
         || (who.is_admin && who.scope >= wire::SCOPE_ADMIN);
}

wire::ProjectRole role_in(finder& rows, const actor& who,
                          const std::string& project) {
  if (who.is_admin)
    return wire::PROJECT_ROLE_MANAGER;
  const auto* member = rows.find<wire::Member>(project, who.username);
  return member == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED : member->role();
}

wire::ProjectRole own_role_on(finder& rows, const actor& who,
                              const wire::Task& task) {
  if (who.is_admin || !task.project().empty())
    return role_in(rows, who, task.project());
  if (task.creator() == who.username)
    return wire::PROJECT_ROLE_MANAGER;
  return rows.find<wire::Assignment>(task.id(), who.username) == nullptr
           ? wire::PROJECT_ROLE_UNSPECIFIED
           : wire::PROJECT_ROLE_MEMBER;
}

wire::ProjectRole role_on(finder& rows, const actor& who,
                          const wire::Task& task) {
  auto role = own_role_on(rows, who, task);
  if (role >= wire::PROJECT_ROLE_MEMBER)
    return role;
  const auto* share = rows.find<wire::Share>(task.id(), who.username);
  return share == nullptr ? role : std::max(role, share->role());
}

bool user_sees(finder& rows, const std::string& username, std::uint64_t task) {
  const auto* row = rows.find<wire::Task>(task);
  const auto* user = rows.find<wire::User>(username);
  if (row == nullptr || user == nullptr || user->disabled())
    return false;
  auto who = actor{};
  who.username = username;
  who.is_admin = user->role() == wire::SITE_ROLE_ADMIN;
  return role_on(rows, who, *row) != wire::PROJECT_ROLE_UNSPECIFIED;
}

bool sees(finder& rows, const actor& who, const wire::Change& x) {
  // What users read is nobody else's business, but for the nodes that tell
  // them.
  if (x.action().starts_with("notification."))
    return x.subject() == who.username || who.is_node();
  if (who.is_admin)
    return true;
  auto is_read_by = [&](const std::string& name) {
    return name == who.username || name == every_reader;
  };
  if (std::ranges::any_of(x.readers(), is_read_by))
    return true;
  if (x.task() == 0 && x.project().empty())
    return x.action().starts_with("label.");
  return !x.project().empty()
         && role_in(rows, who, x.project()) != wire::PROJECT_ROLE_UNSPECIFIED;
}

std::optional<wire::Refusal> check_scope(const actor& who, wire::Scope needed) {
  if (who.scope >= needed)
    return std::nullopt;
  return refusal(errc::scope_missing, "",
                 std::string{"the token needs the scope "}
                   + (needed == wire::SCOPE_ADMIN ? "admin" : "write"));
}

std::optional<wire::Refusal> check_admin(const actor& who) {
  if (!who.is_admin)
    return refusal(errc::not_allowed, "", "only administrators may do that");
  return check_scope(who, wire::SCOPE_ADMIN);
}

std::optional<wire::Refusal> check_made_by_node(const actor& who) {
  if (who.principal.made_by_node || who.is_node())
    return std::nullopt;
  return refusal(errc::not_allowed, "", "only nodes may ask for that");
}

std::optional<wire::Refusal> check_logged_in(const actor& who) {
  if (who.has_logged_in())
    return std::nullopt;
  return refusal(errc::not_allowed, "", "tokens may not do that; log in");
}

} // namespace taskraft::tasks
