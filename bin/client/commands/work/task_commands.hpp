// The commands `add` and `task …`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void create_task(const context& x);
void list_tasks(const context& x);
void show_task(const context& x);
/// `task edit`, `start`, `done`, `reopen`, `delete` and `restore`.
void change_task(const context& x);

} // namespace taskraft::client
