// The commands `import` and `export`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void import_tasks(const context& x);
void export_tasks(const context& x);

} // namespace taskraft::client
