#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/people/account_rules.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

constexpr auto most_named_sessions = 200;

/// What may be shown of a session.
wire::Session without_secret(wire::Session x) {
  x.clear_digest();
  return x;
}

wire::Result changed(const wire::Session& session) {
  auto x = wire::Result{};
  *x.mutable_session() = without_secret(session);
  return x;
}

std::vector<const wire::Session*> sessions_of(finder& state,
                                              const std::string& username,
                                              wire::SessionKind kind) {
  auto found = std::vector<const wire::Session*>{};
  for (const auto* each : state.find_all<wire::SessionOfUser>(username))
    if (const auto* session = state.find<wire::Session>(each->session());
        session != nullptr && session->kind() == kind)
      found.push_back(session);
  return found;
}

void end(view& state, const wire::Session& x) {
  state.erase<wire::SessionSecret>(x.digest());
  state.erase<wire::SessionOfUser>(x.username(), x.id());
  state.erase<wire::Session>(std::uint64_t{x.id()});
}

std::uint32_t day_of(std::uint64_t time_us) {
  return static_cast<std::uint32_t>(time_us
                                    / static_cast<std::uint64_t>(day_us));
}

wire::Session add(const command_context& c, wire::Session x) {
  x.set_id(c.state.take_id<wire::Session>());
  x.set_created_at_us(c.at.time_us);
  x.set_last_used_on(day_of(c.at.time_us));
  auto secret = wire::SessionSecret{};
  secret.set_digest(x.digest());
  secret.set_session(x.id());
  c.state.put(std::move(secret));
  auto place = wire::SessionOfUser{};
  place.set_username(x.username());
  place.set_session(x.id());
  c.state.put(std::move(place));
  c.state.put(x);
  return x;
}

/// A digest is 32 bytes that no other session has.
maybe_refusal check_digest(view& state, const std::string& digest) {
  if (digest.size() == 32 && state.find<wire::SessionSecret>(digest) == nullptr)
    return std::nullopt;
  return refusal(errc::malformed, "/digest", "is none of a new secret");
}

maybe_refusal check_token(const command_context& c,
                          const wire::CreateToken& x) {
  auto against = objections{c.at};
  against.add(check_line("/name", x.name(), max_name_characters));
  if (x.name().empty())
    against.add(refusal(errc::required, "/name", "must not be empty"));
  if (x.scope() < wire::SCOPE_READ || x.scope() > wire::SCOPE_ADMIN)
    against.add(
      refusal(errc::invalid_value, "/scopes", "is none of read, write, admin"));
  if (x.scope() == wire::SCOPE_ADMIN && !c.who.is_admin)
    against.add(refusal(errc::not_allowed, "/scopes",
                        "only administrators have tokens for that"));
  if (x.expires_at_us() != 0 && x.expires_at_us() <= c.at.time_us)
    against.add(
      refusal(errc::invalid_value, "/expires_at", "must lie in the future"));
  against.add(check_digest(c.state, x.digest()));
  return against.first();
}

} // namespace

void end_sessions_of(view& state, const std::string& username,
                     std::uint64_t spared, bool tokens_too) {
  auto ending = sessions_of(state, username, wire::SESSION_KIND_LOGIN);
  if (tokens_too)
    std::ranges::copy(sessions_of(state, username, wire::SESSION_KIND_TOKEN),
                      std::back_inserter(ending));
  // Ending one changes the rows that the others are found by.
  auto copies = std::vector<wire::Session>{};
  for (const auto* each : ending)
    if (each->id() != spared)
      copies.push_back(*each);
  for (const auto& each : copies)
    end(state, each);
}

wire::Result create_session(const command_context& c,
                            const wire::CreateSession& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  if (auto why = check_digest(c.state, x.digest()))
    return refused(std::move(*why));
  if (auto why
      = check_line("/user_agent", x.user_agent(), max_user_agent_characters))
    return refused(std::move(*why));
  const auto* user = c.state.find<wire::User>(x.username());
  const auto* credential = c.state.find<wire::Credential>(x.username());
  if (user == nullptr || credential == nullptr || user->disabled()
      || credential->rev() != x.checked_rev())
    return refused(refusal(errc::invalid_credentials, "",
                           "the username or the password is wrong"));
  auto others = sessions_of(c.state, x.username(), wire::SESSION_KIND_LOGIN);
  auto most = value_of(c.state, settings::sessions_per_user);
  // There are several too many where fewer are allowed than were.
  auto oldest = std::vector<wire::Session>{};
  for (auto i = std::size_t{0}; i + most <= others.size(); ++i)
    oldest.push_back(*others[i]);
  for (const auto& each : oldest)
    end(c.state, each);
  auto row = wire::Session{};
  row.set_username(x.username());
  row.set_kind(wire::SESSION_KIND_LOGIN);
  row.set_scope(wire::SCOPE_ADMIN);
  row.set_digest(x.digest());
  row.set_user_agent(x.user_agent());
  row.set_address(x.address());
  row.set_expires_at_us(c.at.time_us + x.lifetime_us());
  return changed(add(c, std::move(row)));
}

wire::Result create_token(const command_context& c,
                          const wire::CreateToken& x) {
  if (auto why = check_made_by_node(c.who))
    return refused(std::move(*why));
  if (auto why = check_logged_in(c.who))
    return refused(std::move(*why));
  if (c.who.session == nullptr)
    return refused(refusal(errc::not_allowed, "",
                           "a token belongs to a user who has logged in"));
  if (auto why = check_token(c, x))
    return refused(std::move(*why));
  auto others = sessions_of(c.state, c.who.username, wire::SESSION_KIND_TOKEN);
  if (auto most = value_of(c.state, settings::tokens_per_user);
      others.size() >= most)
    return refused(
      refusal(errc::too_many, "",
              "there are " + std::to_string(most) + " tokens already"));
  auto row = wire::Session{};
  row.set_username(c.who.username);
  row.set_kind(wire::SESSION_KIND_TOKEN);
  row.set_scope(x.scope());
  row.set_digest(x.digest());
  row.set_name(x.name());
  row.set_prefix(x.prefix());
  row.set_expires_at_us(x.expires_at_us());
  return changed(add(c, std::move(row)));
}

wire::Result end_session(const command_context& c, const wire::EndSession& x) {
  if (auto why = check_logged_in(c.who))
    return refused(std::move(*why));
  auto id = x.id();
  if (id == 0 && c.who.session != nullptr)
    id = c.who.session->id();
  const auto* found = c.state.find<wire::Session>(id);
  auto is_other_kind = found != nullptr
                       && x.kind() != wire::SESSION_KIND_UNSPECIFIED
                       && x.kind() != found->kind();
  // Somebody else's does not exist.
  if (found == nullptr || is_other_kind
      || !may_manage(c.who, found->username()))
    return refused(refusal(errc::not_found, "/id", "there is no such session"));
  auto row = *found;
  if (c.who.is_node()
      && (row.expires_at_us() == 0 || row.expires_at_us() > c.at.time_us))
    return refused(
      refusal(errc::conflict, "/id", "the session has not expired"));
  end(c.state, row);
  return changed(row);
}

wire::Result renew_session(const command_context& c,
                           const wire::RenewSession& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  const auto* found = c.state.find<wire::Session>(x.id());
  if (found == nullptr)
    return refused(refusal(errc::not_found, "/id", "there is no such session"));
  auto row = *found;
  row.set_last_used_on(std::max(row.last_used_on(), day_of(c.at.time_us)));
  if (row.kind() == wire::SESSION_KIND_LOGIN
      && row.expires_at_us() > c.at.time_us)
    row.set_expires_at_us(
      std::max(row.expires_at_us(), c.at.time_us + x.lifetime_us()));
  c.state.put(row);
  return changed(row);
}

wire::Answer list_sessions(reader& state, const actor& who,
                           const wire::ListSessions& x) {
  auto username = x.username().empty() ? who.username : x.username();
  if (!may_manage(who, username))
    return refused_answer(
      refusal(errc::not_allowed, "", "only administrators may do that"));
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_sessions();
  for (const auto* each : sessions_of(state, username, x.kind()))
    *list.add_sessions() = without_secret(*each);
  return answer;
}

wire::Answer name_sessions(reader& state, const actor& who,
                           const wire::NameSessions& x) {
  if (auto why = check_admin(who))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_session_names();
  for (auto i = 0; i < std::min(x.sessions_size(), most_named_sessions); ++i) {
    const auto* found = state.find<wire::Session>(x.sessions(i));
    if (found == nullptr)
      continue;
    auto& name = *list.add_names();
    name.set_session(found->id());
    name.set_username(found->username());
  }
  return answer;
}

wire::Answer find_session(reader& state, const actor& who,
                          const wire::FindSession& x) {
  if (!who.is_node())
    return refused_answer(
      refusal(errc::not_allowed, "", "only nodes may ask for that"));
  const auto* secret = state.find<wire::SessionSecret>(x.digest());
  const auto* session = secret == nullptr
                          ? nullptr
                          : state.find<wire::Session>(secret->session());
  if (session == nullptr)
    return refused_answer(
      refusal(errc::session_expired, "", "the login has ended; log in again"));
  auto answer = wire::Answer{};
  *answer.mutable_session() = without_secret(*session);
  return answer;
}

} // namespace taskraft::tasks
