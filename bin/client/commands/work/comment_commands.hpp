// The commands `comment add` and `comment list`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void add_comment(const context& x);
void list_comments(const context& x);

void edit_comment(const context& x);
void delete_comment(const context& x);

} // namespace taskraft::client
