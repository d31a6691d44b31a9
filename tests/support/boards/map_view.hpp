// The rules' view over rows in memory.

#pragma once

#include "persistence/store/change_set.hpp"
#include "protocol/errors.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class map_view final : public tasks::view {
public:
  /// How many rows of a type there are.
  template <class Row>
  std::size_t count() {
    return find_all<Row>().size();
  }

  std::size_t mark() const override {
    return changes_.size();
  }
  void take_back(std::size_t mark) override {
    while (changes_.size() > mark) {
      auto& x = changes_.back();
      set(*x.type, std::move(x.key), std::move(x.before));
      changes_.pop_back();
    }
  }

private:
  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override {
    auto& rows = rows_.at(type);
    auto row = rows.find(key);
    return row == rows.end() ? nullptr : row->second.get();
  }
  std::vector<const tasks::row_message*>
  find_rows(const tasks::row_type& type, std::string prefix) override {
    auto& rows = rows_.at(type);
    auto found = std::vector<const tasks::row_message*>{};
    for (auto at = rows.lower_bound(prefix);
         at != rows.end() && at->first.starts_with(prefix); ++at)
      found.push_back(at->second.get());
    return found;
  }
  std::vector<const tasks::row_message*>
  find_range(const tasks::row_type& type, const tasks::row_range& x) override {
    auto found = std::vector<const tasks::row_message*>{};
    for (const auto& row : persistence::rows_in(rows_.at(type), x))
      found.push_back(row.get());
    return found;
  }
  void put_row(const tasks::row_type& type, std::string key,
               tasks::row_ptr x) override {
    auto& rows = rows_.at(type);
    auto found = rows.find(key);
    changes_.push_back(
      {&type, key, found == rows.end() ? nullptr : found->second});
    set(type, std::move(key), std::move(x));
  }

  void set(const tasks::row_type& type, std::string key, tasks::row_ptr x) {
    if (x)
      rows_.at(type).insert_or_assign(std::move(key), std::move(x));
    else
      rows_.at(type).erase(key);
  }

  struct change {
    const tasks::row_type* type;
    std::string key;
    tasks::row_ptr before;
  };

  std::vector<change> changes_;
  persistence::table_changes rows_;
};

/// A view with a log: each command gets the next index and a later time.
struct rules_fixture {
  tasks::wire::Result apply(const tasks::wire::Command& command) {
    return apply(command, principal);
  }
  tasks::wire::Result apply(const tasks::wire::Command& command,
                            const protocol::principal& who) {
    ++index;
    auto time_us = index * 1000;
    return tasks::apply(state, command, tasks::find_actor(state, who, time_us),
                        {.index = {index}, .time_us = time_us, .level = level});
  }

  /// A user with a session.
  protocol::principal
  user(const std::string& name,
       tasks::wire::SiteRole role = tasks::wire::SITE_ROLE_MEMBER,
       tasks::wire::Scope scope = tasks::wire::SCOPE_ADMIN) {
    auto user = tasks::wire::User{};
    user.set_username(name);
    user.set_role(role);
    user.set_time_zone("UTC");
    state.put(std::move(user));
    auto session = tasks::wire::Session{};
    session.set_id(state.take_id<tasks::wire::Session>());
    session.set_username(name);
    session.set_kind(scope == tasks::wire::SCOPE_ADMIN
                       ? tasks::wire::SESSION_KIND_LOGIN
                       : tasks::wire::SESSION_KIND_TOKEN);
    session.set_scope(scope);
    auto who = protocol::principal{};
    who.kind = protocol::principal_kind::session;
    who.id = session.id();
    state.put(std::move(session));
    return who;
  }

  /// Who acts unless told otherwise.
  protocol::principal principal = {};

  /// The rules level in force.
  std::uint32_t level = tasks::newest_rules_level;

  map_view state;
  std::uint64_t index = 0;
};

/// Whether `x` is a refusal with this code and pointer.
inline bool is_refused(const tasks::wire::Result& x, errc code,
                       const std::string& pointer) {
  return x.has_refusal()
         && x.refusal().code() == static_cast<std::uint32_t>(code)
         && x.refusal().pointer() == pointer && !x.refusal().message().empty();
}

} // namespace taskraft::tests
