// Who a client is.

#include "actors/gateway/account_steps.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/tasks/access.hpp"

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;
using protocol::consistency;

constexpr auto wrong_credentials = "the username or the password is wrong";
constexpr auto no_admin_yet = "the first administrator is not made yet";

// -- sessions and tokens ------------------------------------------------------

std::string session_query(const std::string& secret) {
  auto query = wire::Query{};
  query.mutable_find_session()->set_digest(protocol::sha256_bytes(secret));
  return query.SerializeAsString();
}

/// A session that is used lives on; said at most once a day.
void renew(gateway_pointer self, const wire::Session& session) {
  constexpr auto day_us = 24ULL * 3600 * 1'000'000;
  auto& state = self->state;
  if (session.last_used_on() >= state.options.now_us() / day_us)
    return;
  auto command = wire::Command{};
  command.mutable_renew_session()->set_id(session.id());
  command.mutable_renew_session()->set_lifetime_us(
    state.options.auth.session_lifetime_us);
  propose_and_forget(self, command);
}

/// The client keeps its place from now on.
void note_login(gateway_pointer self, const client_record& x) {
  if (const auto& note = self->state.options.note_login)
    note(x.handle.node(), true);
}

void act_with(gateway_pointer self, client_number client,
              const wire::Session& session) {
  auto& clients = self->state.clients;
  if (auto found = clients.find(client); found != clients.end()) {
    found->second.principal = {.kind = protocol::principal_kind::session,
                               .via = found->second.via,
                               .made_by_node = false,
                               .id = session.id()};
    note_login(self, found->second);
  }
  renew(self, session);
}

/// What this node does not know may be known to the majority.
void find_session(gateway_pointer self, std::uint64_t context,
                  const std::string& secret, consistency level) {
  ask_state(self, context, session_query(secret), own_principal(self->state),
            level, [self, context, secret, level](const step_answer& x) {
              auto answer = content<wire::Answer>(self, context, x);
              if (!answer)
                return;
              if (answer->has_refusal() && level == consistency::stale)
                return find_session(self, context, secret,
                                    consistency::linearizable);
              if (answer->has_refusal())
                return refuse_account(self, context, answer->refusal());
              auto operation = self->state.operations.take(context);
              act_with(self, operation.client, answer->session());
              tell(self, operation.client,
                   protocol::authenticated{operation.id, errc::none, {}});
            });
}

} // namespace

void begin_authentication(gateway_pointer self,
                          const protocol::authenticate& x) {
  auto client = current_client(self);
  if (!client)
    return;
  auto fail = [self, client = *client, id = x.id](errc code,
                                                  const std::string& reason) {
    tell(self, client, protocol::authenticated{id, code, reason});
  };
  if (auto context = begin_account(self, *client, x.id, fail))
    find_session(self, *context, x.secret, consistency::stale);
}

void act_for(gateway_pointer self, const protocol::act_for_session& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client || !state.clients.at(*client).is_inner)
    return;
  auto& record = state.clients.at(*client);
  record.principal = {.kind = protocol::principal_kind::handover,
                      .via = record.via,
                      .made_by_node = false,
                      .id = x.session};
}

void check_operator(gateway_pointer self, const protocol::prove_operator& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client)
    return;
  auto& record = state.clients.at(*client);
  const auto& token = state.options.auth.operator_token;
  auto is_right = !token.empty()
                  && protocol::equal_secrets(
                    x.proof, protocol::hmac_sha256(token, record.nonce));
  if (is_right)
    record.principal = {.kind = protocol::principal_kind::operator_token,
                        .via = protocol::door::command_line,
                        .made_by_node = false,
                        .id = state.options.self.value};
  if (is_right) {
    note_login(self, record);
    note_use(self, *client, "operator.logged_in");
  } else
    count_failure(self, "operator", record.address, "invalid_credentials");
  tell(self, *client,
       protocol::authenticated{
         x.id, is_right ? errc::none : errc::invalid_credentials,
         is_right ? "" : "that is not the operator token of this node"});
}

// -- logging in ---------------------------------------------------------------

namespace {

/// A password, and where it came from; empty: this machine.
struct login_attempt {
  protocol::log_in asked;
  std::string address;
  /// The client has shown the user's certificate, which stands for a password.
  bool is_certified = false;
};

bool is_certified(gateway_pointer self, const protocol::log_in& x) {
  const auto& user_of = self->state.options.certified_user;
  return user_of && x.password.empty() && !x.username.empty()
         && user_of(self->current_sender()->node()) == x.username;
}

void make_session(gateway_pointer self, std::uint64_t context,
                  const login_attempt& x, const wire::CredentialFound& found) {
  auto& state = self->state;
  auto secret = new_secret(state, "trs_");
  auto command = wire::Command{};
  auto& session = *command.mutable_create_session();
  session.set_username(found.username());
  session.set_checked_rev(found.rev());
  session.set_digest(protocol::sha256_bytes(secret));
  session.set_lifetime_us(state.options.auth.session_lifetime_us);
  session.set_user_agent(x.asked.user_agent);
  session.set_address(x.address);
  propose_own(self, context, command.SerializeAsString(),
              [self, context, secret](const step_answer& answer) {
                auto result = content<wire::Result>(self, context, answer);
                if (!result)
                  return;
                if (result->has_refusal())
                  return refuse_account(self, context, result->refusal());
                auto operation = self->state.operations.take(context);
                act_with(self, operation.client, result->session());
                tell(self, operation.client,
                     protocol::logged_in{
                       operation.id, errc::none, {}, secret, answer.index});
              });
}

void check_login(gateway_pointer self, std::uint64_t context,
                 const login_attempt& x, const wire::CredentialFound& found) {
  if (x.is_certified && !found.disabled())
    return make_session(self, context, x, found);
  auto hash = found.disabled() ? std::string{} : found.hash();
  check(self, context, {x.asked.username, x.address, x.asked.password, hash},
        [self, context, x, found](const step_answer& checked) {
          if (checked.bytes == matched)
            return make_session(self, context, x, found);
          fail_account(self, context, errc::invalid_credentials,
                       wrong_credentials);
        });
}

} // namespace

void begin_login(gateway_pointer self, const protocol::log_in& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client || is_under_way(self, *client, x.id))
    return;
  auto fail = [self, client = *client, id = x.id](errc code,
                                                  const std::string& reason) {
    tell(self, client, protocol::logged_in{id, code, reason, {}, {}});
  };
  if (!state.options.auth.required)
    return fail(errc::conflict, "this cluster knows no logins: its settings "
                                "say auth.mode = \"open\"");
  if (x.password.size() > most_password_bytes)
    return fail(errc::invalid_credentials, wrong_credentials);
  auto address = state.clients.at(*client).address;
  if (!state.logins.may_try(x.username, address, state.now)) {
    count_failure(self, x.username, address, "rate_limited");
    return fail(errc::rate_limited, too_many_wrong_passwords);
  }
  auto context = begin_account(self, *client, x.id, fail);
  if (!context)
    return;
  ask_state(
    self, *context, credential_query(x.username), own_principal(state),
    consistency::linearizable,
    [self, at = *context, x = login_attempt{x, address, is_certified(self, x)}](
      const step_answer& answer) {
      auto found = content<wire::Answer>(self, at, answer);
      if (!found)
        return;
      // Users never go, so the first one is not made yet.
      if (found->has_refusal() && x.asked.username == tasks::first_admin)
        return fail_account(self, at, errc::unavailable, no_admin_yet);
      // An unknown user takes the time of any other.
      check_login(self, at, x, found->credential());
    });
}

// -- operations ---------------------------------------------------------------

namespace {

/// Why the user may not ask for an operation; nothing if they may.
std::optional<wire::Refusal> objection(const wire::Answer& found, allowed who) {
  if (found.has_refusal())
    return found.refusal();
  const auto& self = found.self();
  if (who == allowed::users
      || (self.user().role() == wire::SITE_ROLE_ADMIN
          && self.scope() == wire::SCOPE_ADMIN))
    return std::nullopt;
  auto why = wire::Refusal{};
  why.set_code(static_cast<std::uint32_t>(errc::not_allowed));
  why.set_message("only administrators may do that");
  return why;
}

} // namespace

void authorize(gateway_pointer self, client_number client, std::uint64_t id,
               allowed who, const char* action, std::function<void()> then) {
  auto refuse = [self, client, id](errc code, const std::string& reason) {
    tell(self, client, protocol::operation_refused{id, code, reason});
  };
  auto principal = self->state.clients.at(client).principal;
  if (principal.kind == protocol::principal_kind::nobody)
    return refuse(errc::unauthenticated, "nobody has logged in");
  if (principal.kind != protocol::principal_kind::session
      && principal.kind != protocol::principal_kind::handover)
    return then();
  if (is_outdated(self->state))
    return refuse(
      errc::unavailable,
      "no leader was heard of for too long to know who may do that");
  auto context = begin_account(self, client, id, refuse);
  if (!context)
    return;
  auto query = wire::Query{};
  query.mutable_get_self();
  // Operations are for times without a quorum, too.
  ask_state(
    self, *context, query.SerializeAsString(), principal, consistency::stale,
    [self, client, at = *context, who, action,
     then](const step_answer& answer) {
      auto found = content<wire::Answer>(self, at, answer);
      if (!found)
        return;
      auto why = objection(*found, who);
      if (why && !found->has_refusal())
        count_refusal(self, client, found->self().user().username(), action);
      if (why)
        return refuse_account(self, at, *why);
      end_account(self, at);
      then();
    });
}

} // namespace taskraft::actors
