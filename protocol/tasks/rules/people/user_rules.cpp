#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/people/account_rules.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace taskraft::tasks {

namespace {

constexpr auto reserved_names
  = std::to_array<std::string_view>({"me", "none", "system", "operator"});

maybe_refusal check_username(const std::string& name) {
  if (!is_username(name))
    return refusal(errc::invalid_value, "/username",
                   "must be 1 to 64 of a-z, 0-9, dot, underscore and hyphen");
  if (std::ranges::find(reserved_names, name) != reserved_names.end())
    return refusal(errc::invalid_value, "/username", "is reserved");
  return std::nullopt;
}

maybe_refusal check_email(const std::string& email) {
  if (email.empty())
    return std::nullopt;
  auto at = email.find('@');
  auto is_address = at != std::string::npos && at != 0 && at + 1 != email.size()
                    && email.find('@', at + 1) == std::string::npos
                    && !holds_white_space(email);
  if (!is_address)
    return refusal(errc::invalid_value, "/email", "is no e-mail address");
  return check_line("/email", email, max_email_characters);
}

/// Which zones there are is for databases of time zones to say, and these
/// differ from node to node.
maybe_refusal check_time_zone(const std::string& zone) {
  auto is_name = std::ranges::all_of(zone, [](char x) {
    return (x >= 'A' && x <= 'Z') || (x >= 'a' && x <= 'z')
           || (x >= '0' && x <= '9') || x == '/' || x == '_' || x == '+'
           || x == '-';
  });
  if (is_name && zone.size() <= max_time_zone_bytes)
    return std::nullopt;
  return refusal(errc::invalid_value, "/time_zone", "is no time zone");
}

maybe_refusal check_role(wire::SiteRole role) {
  if (!word_of(role_words, role).empty())
    return std::nullopt;
  return refusal(errc::invalid_value, "/role",
                 "is none of " + listed(role_words));
}

template <class Fields>
void check_fields(const Fields& x, objections& against) {
  against.add(
    check_line("/display_name", x.display_name(), max_name_characters));
  against.add(check_email(x.email()));
  against.add(check_time_zone(x.time_zone()));
}

wire::Result changed(const wire::User& user) {
  auto x = wire::Result{};
  *x.mutable_user() = user;
  return x;
}

/// Gives the address to the user and takes the one before back.
maybe_refusal move_email(view& state, const wire::User* before,
                         const wire::User& after) {
  auto old = before == nullptr ? std::string{} : fold(before->email());
  auto wanted = fold(after.email());
  if (old == wanted)
    return std::nullopt;
  if (!wanted.empty() && state.find<wire::Email>(wanted) != nullptr)
    return refusal(errc::duplicate, "/email",
                   "another user has this e-mail address");
  if (!old.empty())
    state.erase<wire::Email>(old);
  if (wanted.empty())
    return std::nullopt;
  auto row = wire::Email{};
  row.set_folded(std::move(wanted));
  row.set_username(after.username());
  state.put(std::move(row));
  return std::nullopt;
}

void note_administrator(view& state, const wire::User& user) {
  if (user.role() != wire::SITE_ROLE_ADMIN || user.disabled()) {
    state.erase<wire::Administrator>(user.username());
    return;
  }
  auto row = wire::Administrator{};
  row.set_username(user.username());
  state.put(std::move(row));
}

void add_user(view& state, wire::User user, const wire::NewSecret& secret,
              const stamp& at) {
  user.set_rev(at.index.value);
  user.set_created_at_us(at.time_us);
  user.set_updated_at_us(at.time_us);
  // Counts all users that there ever were.
  state.take_id<wire::User>();
  note_administrator(state, user);
  put_secret(state, user.username(), secret, at);
  state.put(std::move(user));
}

/// What the user would be after the update.
wire::User updated(wire::User user, const wire::UpdateUser& x) {
  if (x.has_display_name())
    user.set_display_name(x.display_name());
  if (x.has_email())
    user.set_email(x.email());
  if (x.has_role())
    user.set_role(x.role());
  if (x.has_disabled())
    user.set_disabled(x.disabled());
  if (x.has_time_zone())
    user.set_time_zone(x.time_zone());
  return user;
}

maybe_refusal check_preferences(const actor& who, const wire::UpdateUser& x) {
  if (who.username != x.username())
    return refusal(errc::not_allowed, "/preferences", "are a user's own");
  return check_text("/preferences", x.preferences(), max_preferences_bytes);
}

void keep_preferences(view& state, const wire::UpdateUser& x) {
  if (!x.has_preferences())
    return;
  auto row = wire::Preferences{};
  row.set_username(x.username());
  row.set_content(x.preferences());
  state.put(std::move(row));
}

/// Whether the actor may make this of the user.
void check_update(const command_context& c, const wire::User& before,
                  const wire::User& after, objections& against) {
  auto changes_standing
    = before.role() != after.role() || before.disabled() != after.disabled();
  if (changes_standing || c.who.username != before.username())
    against.add(check_admin(c.who));
  if (before.email() != after.email())
    against.add(check_logged_in(c.who));
  auto is_admin = [](const wire::User& x) {
    return x.role() == wire::SITE_ROLE_ADMIN && !x.disabled();
  };
  if (is_admin(before) && !is_admin(after)
      && c.state.find_all<wire::Administrator>().size() == 1)
    against.add(refusal(errc::last_admin, "",
                        "no administrator would be left who can log in"));
}

} // namespace

wire::Result create_first_admin(const command_context& c,
                                const wire::CreateFirstAdmin& x) {
  if (auto why = check_made_by_node(c.who))
    return refused(std::move(*why));
  auto users = row_type_of<wire::User>().number;
  if (c.state.find<wire::Counter>(users) != nullptr)
    return refused(
      refusal(errc::conflict, "", "there are users already, or have been"));
  auto user = wire::User{};
  user.set_username(first_admin);
  user.set_role(wire::SITE_ROLE_ADMIN);
  user.set_time_zone("UTC");
  add_user(c.state, user, x.secret(), c.at);
  return changed(*c.state.find<wire::User>(first_admin));
}

wire::Result create_user(const command_context& c, const wire::CreateUser& x) {
  if (auto why = check_made_by_node(c.who))
    return refused(std::move(*why));
  if (auto why = check_admin(c.who))
    return refused(std::move(*why));
  auto against = objections{c.at};
  against.add(check_username(x.username()));
  check_fields(x, against);
  if (x.role() != wire::SITE_ROLE_UNSPECIFIED)
    against.add(check_role(x.role()));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (c.state.find<wire::User>(x.username()) != nullptr)
    return refused(
      refusal(errc::duplicate, "/username", "another user has this name"));
  auto user = wire::User{};
  user.set_username(x.username());
  user.set_display_name(x.display_name());
  user.set_email(x.email());
  user.set_role(x.role() == wire::SITE_ROLE_UNSPECIFIED ? wire::SITE_ROLE_MEMBER
                                                        : x.role());
  user.set_time_zone(x.time_zone().empty() ? "UTC" : x.time_zone());
  if (auto why = move_email(c.state, nullptr, user))
    return refused(std::move(*why));
  add_user(c.state, std::move(user), x.secret(), c.at);
  return changed(*c.state.find<wire::User>(x.username()));
}

wire::Result update_user(const command_context& c, const wire::UpdateUser& x) {
  auto against = objections{c.at};
  check_fields(x, against);
  if (x.has_role())
    against.add(check_role(x.role()));
  const auto* found = c.state.find<wire::User>(x.username());
  if (found == nullptr) {
    against.add(no_such_user("/username", x.username()));
    return refused(*against.first());
  }
  auto before = *found;
  auto after = updated(before, x);
  if (after.time_zone().empty())
    after.set_time_zone("UTC");
  check_update(c, before, after, against);
  if (x.has_expected_rev())
    against.add(
      check_rev("user " + x.username(), before.rev(), x.expected_rev()));
  if (x.has_preferences())
    against.add(check_preferences(c.who, x));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (after.SerializeAsString() == before.SerializeAsString()) {
    keep_preferences(c.state, x);
    return changed(before);
  }
  if (auto why = move_email(c.state, &before, after))
    return refused(std::move(*why));
  after.set_rev(c.at.index.value);
  after.set_updated_at_us(c.at.time_us);
  note_administrator(c.state, after);
  if (after.disabled())
    end_sessions_of(c.state, after.username(), 0, true);
  c.state.put(after);
  keep_preferences(c.state, x);
  return changed(after);
}

namespace {

/// An e-mail address is for the user and for administrators.
void hide_from(const actor& who, wire::User& user) {
  if (!who.is_admin && who.username != user.username())
    user.clear_email();
}

} // namespace

wire::Answer get_user(reader& state, const actor& who, const wire::GetUser& x) {
  const auto* user = state.find<wire::User>(x.username());
  if (user == nullptr)
    return refused_answer(*no_such_user("/username", x.username()));
  auto answer = wire::Answer{};
  *answer.mutable_user() = *user;
  hide_from(who, *answer.mutable_user());
  return answer;
}

wire::Answer list_users(reader& state, const actor& who,
                        const wire::ListUsers& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_users();
  auto text = fold(x.text());
  auto wants = [&](const wire::User& user) {
    auto holds = [&](const std::string& field) {
      return fold(field).find(text) != std::string::npos;
    };
    return (!x.has_disabled() || user.disabled() == x.disabled())
           && (holds(user.username()) || holds(user.display_name())
               || (who.is_admin && holds(user.email())));
  };
  page.set_more(state.fill_page<wire::User>("", x.after(), x.limit(),
                                            *page.mutable_users(), wants));
  for (auto& user : *page.mutable_users())
    hide_from(who, user);
  return answer;
}

wire::Answer get_self(reader& state, const actor& who) {
  auto answer = wire::Answer{};
  auto& self = *answer.mutable_self();
  if (const auto* user = state.find<wire::User>(who.username))
    *self.mutable_user() = *user;
  self.mutable_user()->set_username(who.username);
  if (self.user().role() == wire::SITE_ROLE_UNSPECIFIED)
    self.mutable_user()->set_role(wire::SITE_ROLE_ADMIN);
  self.set_session(who.session == nullptr ? 0 : who.session->id());
  self.set_scope(who.scope);
  self.set_unread(seen_unread(state, who));
  if (const auto* kept = state.find<wire::Preferences>(who.username))
    self.set_preferences(kept->content());
  return answer;
}

} // namespace taskraft::tasks
