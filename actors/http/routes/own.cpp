// What users have of their own: their account, logins and tokens.

#include "actors/http/route.hpp"
#include "protocol/json/accounts.hpp"
#include "protocol/json/read_instants.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::http {

namespace {

const auto new_token
  = body_schema{"NewToken",
                {{"name", field_type::text, true},
                 {"scopes", field_type::words, true, tasks::scope_words},
                 {"expires_at", field_type::moment}}};
const auto me_patch = body_schema{"MePatch",
                                  {{"display_name"},
                                   {"email"},
                                   {"time_zone"},
                                   {"preferences", field_type::any_object}}};

// -- oneself ------------------------------------------------------------------

outcome<wire::Query> ask_self(const call& /*x*/) {
  auto query = wire::Query{};
  query.mutable_get_self();
  return query;
}

outcome<response> tell_self(const call& /*x*/, const wire::Answer& answer) {
  return untagged_response(json::self_to_json(answer.self()));
}

/// A merge patch of an object within another: what it does not name stays.
std::string merged_preferences(const call& x) {
  const auto* patch = x.field("preferences");
  if (patch == nullptr)
    return "{}";
  auto kept
    = json::object::parse(x.before->self().preferences(), nullptr, false);
  if (!kept.is_object())
    kept = json::object::object();
  kept.merge_patch(*patch);
  return kept.dump();
}

outcome<wire::Command> change_self(const call& x) {
  if (auto why = check_time_zone(x))
    return *std::move(why);
  if (x.before->has_refusal())
    return problem_of(x.before->refusal());
  auto command = wire::Command{};
  auto& user = *command.mutable_update_user();
  user.set_username(x.username);
  if (x.when.expected_rev)
    user.set_expected_rev(*x.when.expected_rev);
  if (x.has("display_name"))
    user.set_display_name(x.text("display_name"));
  if (x.has("email"))
    user.set_email(x.text("email"));
  if (x.has("time_zone"))
    user.set_time_zone(x.field("time_zone") == nullptr ? "UTC"
                                                       : x.text("time_zone"));
  if (x.has("preferences"))
    user.set_preferences(merged_preferences(x));
  return command;
}

outcome<response> tell_changed_self(const call& /*x*/, const written& done) {
  return untagged_response(json::self_to_json(done.after->self()));
}

// -- sessions and tokens ------------------------------------------------------

outcome<wire::Query> list_of_kind(const call& x, wire::SessionKind kind) {
  if (auto why = check_page(x))
    return *std::move(why);
  auto query = wire::Query{};
  query.mutable_list_sessions()->set_kind(kind);
  return query;
}

outcome<wire::Query> ask_sessions(const call& x) {
  return list_of_kind(x, wire::SESSION_KIND_LOGIN);
}

outcome<wire::Query> ask_tokens(const call& x) {
  return list_of_kind(x, wire::SESSION_KIND_TOKEN);
}

outcome<response> tell_sessions(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  for (const auto& each : answer.sessions().sessions())
    items.push_back(json::session_to_json(each, x.session));
  return part_response(x, items, "id");
}

outcome<response> tell_tokens(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  for (const auto& each : answer.sessions().sessions())
    items.push_back(json::token_to_json(each));
  return part_response(x, items, "id");
}

constexpr auto no_session = "there is no such session";
constexpr auto no_token = "there is no such token";

/// The one whose id the path names.
template <class ToJson>
outcome<response> tell_one(const call& x, const wire::Answer& answer,
                           const char* missing, ToJson to_json) {
  for (const auto& each : answer.sessions().sessions())
    if (each.id() == x.number())
      return object_response(to_json(each));
  return problem_of(errc::not_found, missing);
}

outcome<response> tell_session(const call& x, const wire::Answer& answer) {
  return tell_one(x, answer, no_session, [&](const auto& each) {
    return json::session_to_json(each, x.session);
  });
}

outcome<response> tell_token(const call& x, const wire::Answer& answer) {
  return tell_one(x, answer, no_token,
                  [](const auto& each) { return json::token_to_json(each); });
}

outcome<wire::Command> ending(const call& x, wire::SessionKind kind) {
  auto command = wire::Command{};
  command.mutable_end_session()->set_id(x.number());
  command.mutable_end_session()->set_kind(kind);
  return command;
}

outcome<wire::Command> end_session(const call& x) {
  return ending(x, wire::SESSION_KIND_LOGIN);
}

outcome<wire::Command> revoke_token(const call& x) {
  return ending(x, wire::SESSION_KIND_TOKEN);
}

outcome<response> tell_ended(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

outcome<wire::Command> make_token(const call& x) {
  auto command = wire::Command{};
  auto& token = *command.mutable_create_token();
  token.set_name(x.text("name"));
  // Each allows what the one before it allows.
  for (const auto& each : *x.field("scopes")) {
    auto scope = tasks::number_of(tasks::scope_words, each.get<std::string>());
    token.set_scope(
      static_cast<wire::Scope>(std::max<int>(token.scope(), *scope)));
  }
  if (x.field("expires_at") != nullptr)
    // A moment before 1970 has passed like any other; zero stands for never.
    token.set_expires_at_us(static_cast<std::uint64_t>(std::max<std::int64_t>(
      1, json::due_from(x.text("expires_at"))->instant_us())));
  return command;
}

secrets no_secrets(const call& /*x*/) {
  return {};
}

outcome<response> tell_made_token(const call& /*x*/, const written& done) {
  auto token = json::token_to_json(done.result->session());
  token["secret"]
    = done.secret.empty() ? json::object{} : json::object(done.secret);
  return created_response(
    token, "/tokens/" + std::to_string(done.result->session().id()));
}

void add_token_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/tokens",
                .steps = reading{ask_tokens, tell_tokens},
                .about = "Lists one's API tokens",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "TokenList"});
  to.push_back({.method = post,
                .path = "/tokens",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = make_token,
                                 .tell = tell_made_token,
                                 .reveal = no_secrets},
                .about = "Makes an API token, whose secret is told once",
                .body = &new_token,
                .takes = body_kind::json,
                .answers = "MadeToken",
                .status = 201});
  to.push_back({.method = get,
                .path = "/tokens/{id}",
                .steps = reading{ask_tokens, tell_token},
                .about = "Shows an API token",
                .answers = "Token"});
  to.push_back(
    {.method = verb::remove,
     .path = "/tokens/{id}",
     .scope = wire::SCOPE_WRITE,
     .steps
     = writing{.ask = revoke_token, .tell = tell_ended, .missing = no_token},
     .about = "Ends an API token",
     .status = 204});
}

} // namespace

void add_own_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/me",
                .steps = reading{ask_self, tell_self},
                .about = "Shows who asks",
                .answers = "Me"});
  to.push_back({.method = patch,
                .path = "/me",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = change_self,
                                 .tell = tell_changed_self,
                                 .ask_after = ask_self,
                                 .ask_before = ask_self},
                .about = "Changes who asks",
                .body = &me_patch,
                .takes = body_kind::json,
                .answers = "Me"});
  to.push_back({.method = get,
                .path = "/sessions",
                .steps = reading{ask_sessions, tell_sessions},
                .about = "Lists one's logins",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "SessionList"});
  to.push_back({.method = get,
                .path = "/sessions/{id}",
                .steps = reading{ask_sessions, tell_session},
                .about = "Shows a login",
                .answers = "Session"});
  to.push_back({.method = verb::remove,
                .path = "/sessions/{id}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{end_session, tell_ended},
                .about = "Ends a login",
                .status = 204});
  add_token_routes(to);
}

} // namespace taskraft::http
