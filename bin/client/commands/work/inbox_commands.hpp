// Commands about what has happened: histories, the inbox, the audit.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// `task history`.
void show_history(const context& x);

/// `task watch` and `task unwatch`.
void watch_task(const context& x);

void show_inbox(const context& x);
/// `inbox read`.
void read_inbox(const context& x);

void show_audit(const context& x);

} // namespace taskraft::client
