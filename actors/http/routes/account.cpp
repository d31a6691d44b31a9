// Logging in.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/handover.hpp"
#include "actors/http/routes/openapi.hpp"
#include "protocol/json/accounts.hpp"
#include "protocol/json/instants.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::http {

namespace {

const auto login = body_schema{"Login",
                               {{"username", field_type::text, true},
                                {"password", field_type::text, true},
                                {"cookie", field_type::boolean}}};
const auto setup = body_schema{"Setup",
                               {{"setup_token", field_type::text, true},
                                {"password", field_type::text, true}}};

void run_openapi(const std::shared_ptr<exchange>& x) {
  const auto& options = x->at().options;
  x->answer(object_response(
    openapi_of(all_routes(), options.version, options.names.base_path)));
}

// -- login --------------------------------------------------------------------

std::string cookie_for(const exchange& x, const std::string& secret) {
  auto is_secure = x.from().scheme == "https";
  return (is_secure ? "__Host-taskraft=" : "taskraft=") + secret
         + "; HttpOnly; SameSite=Strict; Path=/"
         + (secret.empty() ? "; Max-Age=0" : "; Max-Age=31622400")
         + (is_secure ? "; Secure" : "");
}

/// A login on its way.
struct new_login {
  std::shared_ptr<identity> who = std::make_shared<identity>();
  credential with;
  raft::log_index index;
  json::object user;
};

void tell_login(const std::shared_ptr<exchange>& x, const new_login& made,
                const wire::Answer& sessions) {
  auto body = json::object::object();
  body["user"] = made.user;
  body["session"] = made.who->session;
  body["token"]
    = made.with.is_cookie ? json::object{} : json::object(made.with.secret);
  body["expires_at"] = nullptr;
  for (const auto& each : sessions.sessions().sessions())
    if (each.id() == made.who->session)
      body["expires_at"]
        = json::session_to_json(each, made.who->session)["expires_at"];
  auto answer = object_response(body);
  if (made.with.is_cookie)
    answer.headers.emplace_back("Set-Cookie", cookie_for(*x, made.with.secret));
  x->at().users.add(made.with, made.who, x->at().options.uptime_us());
  x->stands_at(made.index);
  x->answer(std::move(answer));
}

/// What the login's answer shows is read with the new login itself.
void read_login(const std::shared_ptr<exchange>& x, const new_login& made) {
  auto ask = [x, made](const wire::Query& query, auto then) {
    made.who->client->query(protocol::consistency::session, made.index, query,
                            [x, then](const query_outcome& found) {
                              if (found.status != protocol::answer_status::done)
                                return x->fail(problem_of(found.status));
                              if (found.answer.has_refusal())
                                return x->fail(
                                  problem_of(found.answer.refusal()));
                              then(found.answer);
                            });
  };
  auto self = wire::Query{};
  self.mutable_get_self();
  ask(self, [x, made, ask](const wire::Answer& answer) {
    auto full = made;
    full.who->username = answer.self().user().username();
    full.who->session = answer.self().session();
    full.who->scope = answer.self().scope();
    full.user = json::to_json(answer.self().user());
    auto list = wire::Query{};
    list.mutable_list_sessions()->set_kind(wire::SESSION_KIND_LOGIN);
    ask(list, [x, full](const wire::Answer& sessions) {
      tell_login(x, full, sessions);
    });
  });
}

/// What is shown of the login later: one line, whatever the client sends. The
/// rules would refuse the login for another one.
std::string user_agent_of(const request& x) {
  auto text = std::string{x.header("user-agent").value_or("")};
  if (!tasks::count_characters(text) || tasks::holds_control(text))
    std::ranges::replace_if(
      text, [](char each) { return each < ' ' || each > '~'; }, '?');
  return tasks::first_characters(text, tasks::max_user_agent_characters);
}

void run_login(const std::shared_ptr<exchange>& x) {
  const auto& asked = x->asked();
  const auto* cookie = asked.field("cookie");
  auto made = new_login{};
  made.with.is_cookie = cookie != nullptr && cookie->get<bool>();
  made.who->client = gateway_client::open(
    x->at().place,
    {made.with.is_cookie ? protocol::door::page : protocol::door::rest,
     x->from().address});
  auto request = protocol::log_in{};
  request.username = asked.text("username");
  request.password = asked.text("password");
  request.user_agent = user_agent_of(*asked.http);
  auto& client = *made.who->client;
  client.operation(std::move(request), [x, made](const operation_answer& y) {
    const auto* answer = std::get_if<protocol::logged_in>(&y);
    if (answer == nullptr)
      return x->fail(problem_of(errc::outcome_unknown, "no answer"));
    if (answer->code != errc::none)
      return x->fail(problem_of(answer->code, answer->reason));
    auto next = made;
    next.with.secret = answer->secret;
    next.index = answer->index;
    read_login(x, next);
  });
}

void run_logout(const std::shared_ptr<exchange>& x) {
  auto command = wire::Command{};
  command.mutable_end_session();
  auto id = x->at().fresh_request_id();
  x->client().command(id, x->at().place.position.evaluated, command,
                      [x](const command_outcome& found) {
                        if (found.status != protocol::answer_status::done)
                          return x->fail(problem_of(found.status));
                        if (found.result.has_refusal())
                          return x->fail(problem_of(found.result.refusal()));
                        auto answer = empty_response();
                        x->stands_at(found.index);
                        if (x->with()) {
                          x->at().users.forget(*x->with());
                          if (x->with()->is_cookie)
                            answer.headers.emplace_back("Set-Cookie",
                                                        cookie_for(*x, ""));
                        }
                        x->answer(std::move(answer));
                      });
}

// -- handover -----------------------------------------------------------------

void tell_handover(const std::shared_ptr<exchange>& x) {
  auto& at = x->at();
  auto made = handover{.node = at.options.node,
                       .session = x->who()->session,
                       .expires_us = x->asked().now_us + handover_lifetime_us};
  auto body = json::object::object();
  body["token"]
    = sign_handover(made, at.options.signing_key, at.place.cluster_id);
  body["expires_at"]
    = json::to_rfc3339(static_cast<std::int64_t>(made.expires_us));
  x->answer(object_response(body));
}

/// The login lives. Without a majority this node alone says so: the other node
/// looks, too.
void check_login(const std::shared_ptr<exchange>& x,
                 protocol::consistency level) {
  using enum protocol::consistency;
  auto query = wire::Query{};
  query.mutable_get_self();
  x->client().query(level, {}, query, [x, level](const query_outcome& found) {
    if (found.status != protocol::answer_status::done)
      return level == linearizable ? check_login(x, stale)
                                   : x->fail(problem_of(found.status));
    if (found.answer.has_refusal())
      return x->fail(problem_of(found.answer.refusal()));
    tell_handover(x);
  });
}

void run_handover(const std::shared_ptr<exchange>& x) {
  const auto& with = x->with();
  auto has_logged_in
    = with && x->who()->session != 0 && !with->secret.starts_with("trt_");
  if (!has_logged_in)
    return x->fail(problem_of(errc::not_allowed,
                              "only a login is handed over to other nodes"));
  check_login(x, protocol::consistency::linearizable);
}

void run_setup(const std::shared_ptr<exchange>& x) {
  auto command = wire::Command{};
  command.mutable_set_password();
  auto beside = protocol::submit_account_command{};
  beside.password = x->asked().text("password");
  beside.setup_secret = x->asked().text("setup_token");
  auto id = x->at().fresh_request_id();
  // The address counts where passwords are tried.
  auto client = gateway_client::open(x->at().place,
                                     {protocol::door::rest, x->from().address});
  auto& opened = *client;
  opened.account_command(id, x->at().place.position.evaluated, command,
                         std::move(beside),
                         [x, client](const command_outcome& found) {
                           if (found.status != protocol::answer_status::done)
                             return x->fail(problem_of(found.status));
                           if (found.result.has_refusal())
                             return x->fail(problem_of(found.result.refusal()));
                           x->stands_at(found.index);
                           x->answer(empty_response());
                         });
}

void run_info(const std::shared_ptr<exchange>& x) {
  const auto& options = x->at().options;
  auto body = json::object::object();
  body["name"] = options.cluster_name;
  body["version"] = options.version;
  body["auth"] = options.auth_required ? "required" : "open";
  x->answer(object_response(body));
}

} // namespace

void add_account_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/info",
                .scope = wire::SCOPE_UNSPECIFIED,
                .steps = operation{run_info},
                .about = "Tells what this cluster is",
                .answers = "Info"});
  to.push_back({.method = get,
                .path = "/openapi.json",
                .scope = wire::SCOPE_UNSPECIFIED,
                .steps = operation{run_openapi},
                .about = "Describes this API",
                .answers = "OpenApi"});
  to.push_back({.method = post,
                .path = "/auth/login",
                .scope = wire::SCOPE_UNSPECIFIED,
                .steps = operation{run_login},
                .about = "Makes a login",
                .body = &login,
                .takes = body_kind::json,
                .answers = "LoggedIn"});
  to.push_back({.method = post,
                .path = "/auth/logout",
                .steps = operation{run_logout},
                .about = "Ends the login",
                .status = 204});
  to.push_back({.method = post,
                .path = "/auth/handover",
                .steps = operation{run_handover},
                .about = "Makes a token with which a page talks to the other "
                         "nodes for 15 minutes",
                .answers = "Handover"});
  to.push_back({.method = post,
                .path = "/auth/setup",
                .scope = wire::SCOPE_UNSPECIFIED,
                .steps = operation{run_setup},
                .about = "Chooses the password of a user with a set-up link",
                .body = &setup,
                .takes = body_kind::json,
                .status = 204});
}

} // namespace taskraft::http
