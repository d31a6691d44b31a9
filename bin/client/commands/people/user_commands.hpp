// Users, for those who manage them.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void create_user(const context& x);
void list_users(const context& x);
void show_user(const context& x);
/// For `user edit`, `disable` and `enable`.
void change_user(const context& x);
void change_password(const context& x);

} // namespace taskraft::client
