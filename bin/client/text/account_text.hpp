// Users, sessions and tokens as people, scripts and machines read them.

#pragma once

#include "bin/client/text/output.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/json/accounts.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::client {

using taskraft::json::self_to_json;
using taskraft::json::session_to_json;
using taskraft::json::token_to_json;

std::string user_rows(std::span<const tasks::wire::User> users,
                      const output_style& style);
std::string user_page(const tasks::wire::User& x, const output_style& style);
std::string token_rows(const tasks::wire::SessionList& x,
                       const output_style& style);
std::string session_rows(const tasks::wire::SessionList& x, std::uint64_t own,
                         const output_style& style);

/// Microseconds since the epoch. Throws a `cli_error` about an invalid value.
std::uint64_t moment_from(std::string_view text);

} // namespace taskraft::client
