#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/people/account_rules.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

maybe_refusal check_secret(const command_context& c,
                           const std::string& username) {
  if (auto why = check_made_by_node(c.who))
    return why;
  if (!may_manage(c.who, username))
    return refusal(errc::not_allowed, "", "only administrators may do that");
  return check_logged_in(c.who);
}

bool is_open_link(const wire::Credential& x, const std::string& digest,
                  std::uint64_t now_us) {
  return !digest.empty() && x.setup_digest() == digest
         && x.setup_expires_at_us() > now_us;
}

} // namespace

maybe_refusal no_such_user(const std::string& pointer,
                           const std::string& username) {
  return refusal(errc::not_found, pointer,
                 "user " + username + " does not exist");
}

void add_role(finder& state, wire::RoleList& to, const std::string& username,
              wire::ProjectRole role) {
  auto& added = *to.add_roles();
  added.set_username(username);
  added.set_role(role);
  if (const auto* user = state.find<wire::User>(username))
    added.set_display_name(user->display_name());
}

void put_secret(view& state, const std::string& username,
                const wire::NewSecret& secret, const stamp& at) {
  auto row = wire::Credential{};
  row.set_username(username);
  row.set_rev(at.index.value);
  row.set_hash(secret.password_hash());
  row.set_setup_digest(secret.setup_digest());
  if (!secret.setup_digest().empty())
    row.set_setup_expires_at_us(at.time_us + secret.setup_lifetime_us());
  state.put(std::move(row));
}

wire::Result set_password(const command_context& c,
                          const wire::SetPassword& x) {
  if (auto why = check_secret(c, x.username()))
    return refused(std::move(*why));
  const auto* user = c.state.find<wire::User>(x.username());
  const auto* found = c.state.find<wire::Credential>(x.username());
  if (user == nullptr || found == nullptr)
    return refused(*no_such_user("/username", x.username()));
  auto by_link = !x.setup_digest().empty();
  if (by_link
      && (user->disabled()
          || !is_open_link(*found, x.setup_digest(), c.at.time_us)))
    return refused(refusal(errc::invalid_credentials, "",
                           "the set-up link has ended or was used"));
  // A user who proved the old password must not replace a newer one.
  if (x.checked_rev() != 0 && found->rev() != x.checked_rev())
    return refused(refusal(errc::invalid_credentials, "",
                           "the password has been changed meanwhile"));
  auto secret = wire::NewSecret{};
  secret.set_password_hash(x.password_hash());
  put_secret(c.state, x.username(), secret, c.at);
  auto spared = c.who.session == nullptr ? 0 : c.who.session->id();
  end_sessions_of(c.state, x.username(), spared, false);
  auto result = wire::Result{};
  *result.mutable_user() = *user;
  return result;
}

wire::Result make_setup_link(const command_context& c,
                             const wire::MakeSetupLink& x) {
  if (auto why = check_made_by_node(c.who))
    return refused(std::move(*why));
  if (auto why = check_admin(c.who))
    return refused(std::move(*why));
  if (auto why = check_logged_in(c.who))
    return refused(std::move(*why));
  const auto* user = c.state.find<wire::User>(x.username());
  const auto* found = c.state.find<wire::Credential>(x.username());
  if (user == nullptr || found == nullptr)
    return refused(*no_such_user("/username", x.username()));
  if (!found->hash().empty())
    return refused(
      refusal(errc::conflict, "/username", "the user has a password"));
  auto secret = x.secret();
  secret.clear_password_hash();
  put_secret(c.state, x.username(), secret, c.at);
  auto result = wire::Result{};
  *result.mutable_user() = *user;
  return result;
}

wire::Answer get_credential(reader& state, const actor& who,
                            const wire::GetCredential& x) {
  if (!who.is_node())
    return refused_answer(
      refusal(errc::not_allowed, "", "only nodes may ask for that"));
  auto answer = wire::Answer{};
  auto& found = *answer.mutable_credential();
  const auto* user = state.find<wire::User>(x.username());
  const auto* credential = state.find<wire::Credential>(x.username());
  if (user == nullptr || credential == nullptr)
    return refused_answer(*no_such_user("/username", x.username()));
  found.set_username(user->username());
  found.set_rev(credential->rev());
  found.set_hash(credential->hash());
  found.set_disabled(user->disabled());
  return answer;
}

} // namespace taskraft::tasks
