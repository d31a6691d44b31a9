#include "protocol/json/accounts.hpp"

#include "protocol/json/instants.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <string>

namespace taskraft::json {

namespace {

namespace wire = tasks::wire;

object instant_or_null(std::uint64_t time_us) {
  return time_us == 0 ? object{}
                      : object(to_rfc3339(static_cast<std::int64_t>(time_us)));
}

/// The widest alone: it allows what the others allow.
object scopes_of(wire::Scope x) {
  auto list = object::array();
  list.push_back(std::string{tasks::word_of(tasks::scope_words, x)});
  return list;
}

/// Members have no use of more than write, whatever their login allows.
wire::Scope scope_of(const wire::Self& x) {
  auto is_member = x.user().role() == wire::SITE_ROLE_MEMBER;
  return is_member ? std::min(x.scope(), wire::SCOPE_WRITE) : x.scope();
}

} // namespace

object self_to_json(const wire::Self& x) {
  auto to = to_json(x.user());
  to["unread"] = x.unread();
  auto kept = object::parse(x.preferences(), nullptr, false);
  to["preferences"] = kept.is_object() ? std::move(kept) : object::object();
  to["scopes"] = scopes_of(scope_of(x));
  to["session"] = x.session() == 0 ? object{} : object(x.session());
  return to;
}

object token_to_json(const wire::Session& x) {
  auto to = object::object();
  to["id"] = x.id();
  to["name"] = x.name();
  to["prefix"] = x.prefix();
  to["scopes"] = scopes_of(x.scope());
  to["created_at"] = instant_or_null(x.created_at_us());
  to["expires_at"] = instant_or_null(x.expires_at_us());
  to["last_used_on"] = date_text(x.last_used_on());
  return to;
}

object session_to_json(const wire::Session& x, std::uint64_t own) {
  auto to = object::object();
  to["id"] = x.id();
  to["current"] = x.id() == own;
  to["user_agent"] = x.user_agent();
  to["address"] = x.address();
  to["created_at"] = instant_or_null(x.created_at_us());
  to["expires_at"] = instant_or_null(x.expires_at_us());
  to["last_used_on"] = date_text(x.last_used_on());
  return to;
}

} // namespace taskraft::json
