#include "bin/client/commands/people/user_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/people/password.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/account_text.hpp"
#include "protocol/tasks/words.hpp"

#include <iterator>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

wire::SiteRole role_from(const std::string& word) {
  auto known = tasks::number_of(tasks::role_words, word);
  if (!known)
    throw cli_error{exit_code::invalid_value,
                    "--role: is none of " + tasks::listed(tasks::role_words)};
  return static_cast<wire::SiteRole>(*known);
}

void print_user(const context& x, const wire::User& user) {
  put_out(x.world, x.settings.json ? print(to_json(user), x.world.style)
                                   : user_page(user, x.world.style));
}

wire::User user_named(const context& x, const std::string& username) {
  auto query = wire::Query{};
  query.mutable_get_user()->set_username(username);
  return look_up(x, query).user();
}

/// Prints the secret of a set-up link, or says how to get another one.
void print_link(const context& x, const account_answer& made) {
  const auto& username = made.result.user().username();
  if (x.settings.json) {
    auto object = to_json(made.result.user());
    object["setup_token"] = text_or_null(made.secret);
    return put_out(x.world, print(object, x.world.style));
  }
  if (made.secret.empty())
    throw cli_error{exit_code::failure,
                    "the answer with the set-up token was lost: run `taskraft "
                    "user passwd --link "
                      + username + "` for another one"};
  tell(x, "The user sets a password within 24 hours, with `taskraft setup` and "
          "this token:");
  put_out(x.world, made.secret + "\n");
}

} // namespace

void create_user(const context& x) {
  auto command = wire::Command{};
  auto& user = *command.mutable_create_user();
  user.set_username(x.what.arguments.at(0));
  if (auto name = x.what.value("display-name"))
    user.set_display_name(checked(*name, "display name"));
  if (auto email = x.what.value("email"))
    user.set_email(checked(*email, "e-mail"));
  if (auto zone = x.what.value("time-zone"))
    user.set_time_zone(*zone);
  if (auto role = x.what.value("role"))
    user.set_role(role_from(*role));
  auto how = question{};
  if (x.what.has("password-file"))
    how.password = password_for(x, {});
  if (x.what.has("password-file") && how.password.empty())
    throw cli_error{exit_code::invalid_value, "the password is empty"};
  auto made = apply_with_secret(x, command, how);
  if (how.password.empty() || x.settings.json)
    return print_link(x, made);
  put_out(x.world, escaped(made.result.user().username()) + "\n");
}

void list_users(const context& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_users();
  auto users = std::vector<wire::User>{};
  list.set_limit(page_rows);
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_users();
    std::ranges::move(*page.mutable_users(), std::back_inserter(users));
    if (!page.more() || users.empty())
      break;
    list.set_after(users.back().username());
  }
  if (x.settings.json)
    return put_out(x.world, print(to_json(users), x.world.style));
  put_out(x.world, user_rows(users, x.world.style));
}

void show_user(const context& x) {
  print_user(x, user_named(x, x.what.arguments.at(0)));
}

void change_user(const context& x) {
  auto command = wire::Command{};
  auto& user = *command.mutable_update_user();
  user.set_username(x.what.arguments.at(0));
  if (x.what.what->words == "user edit")
    demand_change(x.what);
  else
    user.set_disabled(x.what.what->words == "user disable");
  if (auto name = x.what.value("display-name"))
    user.set_display_name(checked(*name, "display name"));
  if (auto email = x.what.value("email"))
    user.set_email(*email == "none" ? "" : checked(*email, "e-mail"));
  if (auto zone = x.what.value("time-zone"))
    user.set_time_zone(*zone);
  if (auto role = x.what.value("role"))
    user.set_role(role_from(*role));
  print_user(x, apply(x, command).user());
}

namespace {

void renew_link(const context& x) {
  auto command = wire::Command{};
  command.mutable_make_setup_link()->set_username(
    x.what.arguments.empty() ? "admin" : x.what.arguments.at(0));
  print_link(x, apply_with_secret(x, command, {}));
}

} // namespace

void change_password(const context& x) {
  if (x.what.has("link"))
    return renew_link(x);
  auto command = wire::Command{};
  auto& change = *command.mutable_set_password();
  if (!x.what.arguments.empty())
    change.set_username(x.what.arguments.at(0));
  auto query = wire::Query{};
  query.mutable_get_self();
  auto self = look_up(x, query).self();
  auto own
    = change.username().empty() || change.username() == self.user().username();
  auto how = question{};
  if (own && self.session() != 0)
    how.current_password
      = password_for(x, "Current password: ", "current-password-file");
  if (own)
    change.set_username(self.user().username());
  how.password = new_password_for(x);
  apply_with_secret(x, command, how);
  tell(x, "The password is changed; other logins have ended.");
}

} // namespace taskraft::client
