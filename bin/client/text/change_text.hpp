// Histories, notifications and the audit as people read them.

#pragma once

#include "bin/client/text/output.hpp"
#include "tasks.pb.h"

#include <string>
#include <vector>

namespace taskraft::client {

std::string history_rows(const std::vector<tasks::wire::Change>& changes,
                         const output_style& style);
std::string
notification_rows(const std::vector<tasks::wire::Notification>& notifications,
                  const output_style& style);
std::string audit_rows(const std::vector<tasks::wire::Change>& changes,
                       const output_style& style);

/// One line: what was done, by whom, and what it changed.
std::string event_line(const tasks::wire::Change& x, const output_style& style);

} // namespace taskraft::client
