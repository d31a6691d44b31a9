// Labels, for all projects.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void create_label(const context& x);
void list_labels(const context& x);
void change_label(const context& x);
void delete_label(const context& x);

} // namespace taskraft::client
