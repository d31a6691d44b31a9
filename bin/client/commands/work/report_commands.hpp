// Reports and searches.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void show_report(const context& x);
void search_tasks(const context& x);

} // namespace taskraft::client
