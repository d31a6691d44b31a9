// Projects and their members.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void create_project(const context& x);
void list_projects(const context& x);
void show_project(const context& x);
/// For `project edit` and `archive`.
void change_project(const context& x);
/// For `project member add` and `remove`.
void change_member(const context& x);
void list_members(const context& x);

} // namespace taskraft::client
