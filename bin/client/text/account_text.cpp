#include "bin/client/text/account_text.hpp"

#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::string role_of(const wire::User& x) {
  return std::string{tasks::word_of(tasks::role_words, x.role())};
}

std::string expiry_of(const wire::Session& x, const output_style& style) {
  return x.expires_at_us() == 0 ? "never" : time_text(x.expires_at_us(), style);
}

} // namespace

std::string user_rows(std::span<const wire::User> users,
                      const output_style& style) {
  auto rows = table{{"USERNAME", "NAME", "ROLE", "E-MAIL", "STATE"}, 1};
  for (const auto& x : users)
    rows.add({{x.username()},
              {x.display_name()},
              {role_of(x)},
              {x.email()},
              {x.disabled() ? "disabled" : "",
               x.disabled() ? tint::red : tint::none}});
  return rows.render(style);
}

std::string user_page(const wire::User& x, const output_style& style) {
  auto page = field_page{style};
  page.add("username", x.username(), tint::bold);
  page.add("name", x.display_name());
  page.add("e-mail", x.email());
  page.add("role", role_of(x));
  page.add("time zone", x.time_zone());
  if (x.disabled())
    page.add("state", "disabled", tint::red);
  page.add("rev", std::to_string(x.rev()));
  page.add("created", time_text(x.created_at_us(), style));
  return page.take();
}

std::string token_rows(const wire::SessionList& x, const output_style& style) {
  auto rows = table{{"ID", "NAME", "PREFIX", "SCOPE", "EXPIRES", "USED"}, 1};
  for (const auto& each : x.sessions())
    rows.add({{std::to_string(each.id())},
              {each.name()},
              {each.prefix()},
              {std::string{tasks::word_of(tasks::scope_words, each.scope())}},
              {expiry_of(each, style)},
              {taskraft::json::date_text(each.last_used_on())}});
  return rows.render(style);
}

std::string session_rows(const wire::SessionList& x, std::uint64_t own,
                         const output_style& style) {
  auto rows = table{{"ID", "PROGRAM", "CREATED", "EXPIRES", "USED", ""}, 1};
  for (const auto& each : x.sessions())
    rows.add({{std::to_string(each.id())},
              {each.user_agent()},
              {time_text(each.created_at_us(), style)},
              {expiry_of(each, style)},
              {taskraft::json::date_text(each.last_used_on())},
              {each.id() == own ? "this one" : ""}});
  return rows.render(style);
}

std::uint64_t moment_from(std::string_view text) {
  auto due = parse_due(text);
  if (!due)
    throw cli_error{exit_code::invalid_value,
                    "`" + std::string{text}
                      + "` is no moment: write 2026-12-01 or "
                        "2026-12-01T15:00"};
  auto us = due->has_date() ? due->date() * tasks::day_us : due->instant_us();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(us, 1));
}

} // namespace taskraft::client
