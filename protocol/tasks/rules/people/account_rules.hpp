// What the rules of users, credentials and sessions share.

#pragma once

#include "protocol/tasks/rules/refusals.hpp"

#include <string>

namespace taskraft::tasks {

maybe_refusal no_such_user(const std::string& pointer,
                           const std::string& username);

/// Adds the user with what they are called.
void add_role(finder& state, wire::RoleList& to, const std::string& username,
              wire::ProjectRole role);

/// Replaces what the user logs in with.
void put_secret(view& state, const std::string& username,
                const wire::NewSecret& secret, const stamp& at);

} // namespace taskraft::tasks
