#include "bin/client/commands/people/login_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/people/password.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/line/login_file.hpp"
#include "bin/client/text/account_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// Keeps what the node has made, for later runs.
void keep(const context& x, const std::string& cluster_id,
          const kept_login& login) {
  auto path = login_path(x.world.variable, cluster_id);
  if (!path || !write_login(*path, login))
    throw cli_error{exit_code::failure,
                    path.value_or("the login") + ": cannot be written"};
  tell(x, "Logged in as " + login.username + ".");
}

/// Prints what `taskraft whoami --json` will. Only the node that has made the
/// login knows on its connection who asks.
void print_new_login(const context& x, std::optional<std::size_t> endpoint) {
  auto query = wire::Query{};
  query.mutable_get_self();
  auto answer = ask(x, {.kind = question_kind::query,
                        .bytes = query.SerializeAsString(),
                        .endpoint = endpoint});
  auto content = wire::Answer{};
  if (!content.ParseFromString(answer.bytes) || !content.has_self())
    throw cli_error{exit_code::failure,
                    "the login is kept, but the node did not say whose it is"};
  put_out(x.world, print(self_to_json(content.self()), x.world.style));
}

void log_in_with(const context& x, const std::string& username,
                 const std::string& password) {
  auto answer = ask(x, {.kind = question_kind::log_in,
                        .username = username,
                        .password = password});
  keep(x, answer.cluster, {username, answer.secret});
  if (x.settings.json)
    print_new_login(x, answer.endpoint);
}

std::uint64_t session_id_from(const std::string& text) {
  return task_id_from(text);
}

wire::SessionList sessions_of_kind(const context& x, wire::SessionKind kind) {
  auto query = wire::Query{};
  query.mutable_list_sessions()->set_kind(kind);
  return look_up(x, query).sessions();
}

template <class Convert>
json array_of(const wire::SessionList& list, Convert convert) {
  auto array = json::array();
  for (const auto& each : list.sessions())
    array.push_back(convert(each));
  return array;
}

wire::Self self_of(const context& x) {
  auto query = wire::Query{};
  query.mutable_get_self();
  return look_up(x, query).self();
}

} // namespace

void log_in(const context& x) {
  auto username
    = x.what.arguments.empty() ? std::string{"admin"} : x.what.arguments.at(0);
  // The gateway knows the user by the certificate.
  auto needs_password
    = x.settings.certificate_file.empty() || x.what.has("password-file");
  log_in_with(x, username,
              needs_password ? password_for(x, "Password of " + username + ": ")
                             : std::string{});
}

/// The login that is kept must not be forgotten while its session goes on:
/// neither an API token nor the operator's can end it.
void refuse_other_credentials(const context& x) {
  if (!x.settings.operator_file.empty())
    throw cli_error{exit_code::not_allowed,
                    "the operator's token ends no login: leave out --operator"};
  if (x.world.variable("TASKRAFT_TOKEN").value_or("").starts_with("trt_"))
    throw cli_error{exit_code::not_allowed,
                    "an API token ends no login: unset TASKRAFT_TOKEN, or use "
                    "`taskraft token revoke`"};
}

void log_out(const context& x) {
  refuse_other_credentials(x);
  auto command = wire::Command{};
  command.mutable_end_session();
  auto answer = ask(
    x, {.kind = question_kind::command, .bytes = command.SerializeAsString()});
  if (auto path = login_path(x.world.variable, answer.cluster))
    remove_login(*path);
  tell(x, "Logged out.");
}

void show_self(const context& x) {
  auto self = self_of(x);
  if (x.settings.json)
    return put_out(x.world, print(self_to_json(self), x.world.style));
  put_out(x.world, escaped(self.user().username()) + "\n");
}

void set_up(const context& x) {
  auto token = password_for(x, "Set-up token: ", "token-file");
  auto command = wire::Command{};
  command.mutable_set_password();
  auto how = question{};
  how.setup_secret = token;
  how.password = new_password_for(x);
  auto made = apply_with_secret(x, command, how);
  log_in_with(x, made.result.user().username(), how.password);
}

void create_token(const context& x) {
  auto command = wire::Command{};
  auto& token = *command.mutable_create_token();
  token.set_name(checked(x.what.arguments.at(0), "name"));
  auto scope = x.what.value("scope").value_or("read");
  auto known = tasks::number_of(tasks::scope_words, scope);
  if (!known)
    throw cli_error{exit_code::invalid_value,
                    "--scope: is none of " + tasks::listed(tasks::scope_words)};
  token.set_scope(static_cast<wire::Scope>(*known));
  if (auto expires = x.what.value("expires"))
    token.set_expires_at_us(moment_from(*expires));
  auto made = apply_with_secret(x, command, {});
  if (x.settings.json) {
    auto object = token_to_json(made.result.session());
    object["secret"] = text_or_null(made.secret);
    return put_out(x.world, print(object, x.world.style));
  }
  if (made.secret.empty())
    throw cli_error{exit_code::failure,
                    "the answer with the secret of token "
                      + std::to_string(made.result.session().id())
                      + " was lost: revoke it and make another one"};
  tell(x, "This is the only time that the token is shown:");
  put_out(x.world, made.secret + "\n");
}

void list_tokens(const context& x) {
  auto list = sessions_of_kind(x, wire::SESSION_KIND_TOKEN);
  if (x.settings.json)
    return put_out(x.world,
                   print(array_of(list, token_to_json), x.world.style));
  put_out(x.world, token_rows(list, x.world.style));
}

void list_sessions(const context& x) {
  auto list = sessions_of_kind(x, wire::SESSION_KIND_LOGIN);
  auto own = self_of(x).session();
  if (x.settings.json)
    return put_out(x.world, print(array_of(list,
                                           [own](const wire::Session& each) {
                                             return session_to_json(each, own);
                                           }),
                                  x.world.style));
  put_out(x.world, session_rows(list, own, x.world.style));
}

void end(const context& x, wire::SessionKind kind) {
  auto command = wire::Command{};
  auto id = session_id_from(x.what.arguments.at(0));
  // To the rules 0 is the session that the command comes with.
  if (id == 0)
    throw cli_error{exit_code::not_found, "there is no such session"};
  command.mutable_end_session()->set_id(id);
  command.mutable_end_session()->set_kind(kind);
  apply(x, command);
  tell(x, "Ended.");
}

void end_session(const context& x) {
  end(x, wire::SESSION_KIND_LOGIN);
}

void revoke_token(const context& x) {
  try {
    end(x, wire::SESSION_KIND_TOKEN);
  } catch (const cli_error& why) {
    // To the rules a token is a session, too.
    if (why.code() != exit_code::not_found)
      throw;
    throw cli_error{why.code(), "there is no such token"};
  }
}

} // namespace taskraft::client
