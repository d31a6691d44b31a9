// The commands of attachments.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void add_attachments(const context& x);
void get_attachment(const context& x);
void list_attachments(const context& x);
void delete_attachment(const context& x);

} // namespace taskraft::client
