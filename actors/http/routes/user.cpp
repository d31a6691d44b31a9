// Users.

#include "actors/http/route.hpp"

#include <utility>

namespace taskraft::http {

namespace {

const auto new_user
  = body_schema{"NewUser",
                {{"username", field_type::text, true},
                 {"display_name"},
                 {"email"},
                 {"role", field_type::word, false, tasks::role_words},
                 {"time_zone"},
                 {"password"}}};
const auto user_patch
  = body_schema{"UserPatch",
                {{"display_name"},
                 {"email"},
                 {"role", field_type::word, false, tasks::role_words},
                 {"disabled", field_type::boolean},
                 {"time_zone"}}};
const auto new_password = body_schema{
  "NewPassword",
  {{"current_password"}, {"new_password", field_type::text, true}}};

/// "me" is who asks: no user is called that.
std::string user_in(const call& x) {
  return x.arguments.at(0) == "me" ? x.username : x.arguments.at(0);
}

outcome<wire::Query> ask_users(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_users();
  if (auto why
      = fill_searched(x, list, "disabled", &wire::ListUsers::set_disabled))
    return *std::move(why);
  return query;
}

outcome<response> tell_users(const call& x, const wire::Answer& answer) {
  const auto& page = answer.users();
  auto items = objects_of(page.users());
  auto next = page.more() && page.users_size() > 0
                ? page.users().rbegin()->username()
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Query> ask_user(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_user()->set_username(user_in(x));
  return query;
}

outcome<response> tell_user(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.user()));
}

outcome<wire::Command> make_user(const call& x) {
  if (auto why = check_time_zone(x))
    return *std::move(why);
  auto command = wire::Command{};
  auto& user = *command.mutable_create_user();
  user.set_username(x.text("username"));
  user.set_display_name(x.text("display_name"));
  user.set_email(x.text("email"));
  user.set_time_zone(x.text("time_zone"));
  if (auto role = tasks::number_of(tasks::role_words, x.text("role")))
    user.set_role(static_cast<wire::SiteRole>(*role));
  return command;
}

secrets password_of_user(const call& x) {
  return {.password = x.text("password")};
}

outcome<response> tell_made_user(const call& x, const written& done) {
  auto user = json::to_json(done.result->user());
  user["setup_token"] = done.secret.empty() || x.field("password") != nullptr
                          ? json::object{}
                          : json::object(done.secret);
  return created_response(
    user, "/users/" + percent_encoded(done.result->user().username()));
}

/// Rules let users change themselves; this path is administrators'.
outcome<wire::Query> ask_who_changes(const call& x) {
  auto query = wire::Query{};
  if (user_in(x) == x.username)
    query.mutable_get_self();
  return query;
}

outcome<wire::Command> change_user(const call& x) {
  auto is_member = x.before && x.before->has_self()
                   && x.before->self().user().role() != wire::SITE_ROLE_ADMIN;
  if (auto why = check_time_zone(x); why && !is_member)
    return *std::move(why);
  auto command = wire::Command{};
  auto& user = *command.mutable_update_user();
  user.set_username(user_in(x));
  if (x.when.expected_rev)
    user.set_expected_rev(*x.when.expected_rev);
  if (x.has("display_name"))
    user.set_display_name(x.text("display_name"));
  if (x.has("email"))
    user.set_email(x.text("email"));
  if (x.has("role"))
    user.set_role(static_cast<wire::SiteRole>(
      tasks::number_of(tasks::role_words, x.text("role"))
        .value_or(wire::SITE_ROLE_MEMBER)));
  if (x.has("disabled"))
    user.set_disabled(x.field("disabled") != nullptr
                      && x.field("disabled")->get<bool>());
  if (x.has("time_zone") && !is_member)
    user.set_time_zone(x.field("time_zone") == nullptr ? "UTC"
                                                       : x.text("time_zone"));
  // What only administrators may is for the rules to refuse: so the audit hears
  // of it, and a key has its answer. Nobody gains anything: who is an
  // administrator by then has that role already.
  if (is_member)
    user.set_role(wire::SITE_ROLE_ADMIN);
  return command;
}

outcome<response> tell_changed_user(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->user()));
}

outcome<wire::Command> set_password(const call& x) {
  auto command = wire::Command{};
  command.mutable_set_password()->set_username(user_in(x));
  return command;
}

secrets passwords(const call& x) {
  return {.password = x.text("new_password"),
          .current_password = x.text("current_password")};
}

outcome<response> tell_no_password(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

} // namespace

void add_user_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/users",
                .steps = reading{ask_users, tell_users},
                .about = "Lists users",
                .parameters = {{"text", "what their names hold"},
                               {"disabled", "true or false"},
                               {"limit"},
                               {"cursor"}},
                .answers = "UserList"});
  to.push_back({.method = post,
                .path = "/users",
                .scope = wire::SCOPE_ADMIN,
                .steps = writing{.ask = make_user,
                                 .tell = tell_made_user,
                                 .reveal = password_of_user},
                .about = "Makes a user, with a password or a set-up link",
                .body = &new_user,
                .takes = body_kind::json,
                .answers = "MadeUser",
                .status = 201});
  to.push_back({.method = get,
                .path = "/users/{username}",
                .steps = reading{ask_user, tell_user},
                .about = "Shows a user",
                .answers = "User"});
  to.push_back({.method = patch,
                .path = "/users/{username}",
                .scope = wire::SCOPE_ADMIN,
                .steps = writing{.ask = change_user,
                                 .tell = tell_changed_user,
                                 .ask_before = ask_who_changes},
                .about = "Changes a user",
                .body = &user_patch,
                .takes = body_kind::json,
                .answers = "User"});
  to.push_back({.method = put,
                .path = "/users/{username}/password",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = set_password,
                                 .tell = tell_no_password,
                                 .reveal = passwords},
                .about = "Sets a password, and ends the user's other logins",
                .body = &new_password,
                .takes = body_kind::json,
                .status = 204});
}

} // namespace taskraft::http
