// Sends commands and queries of the task board to a cluster. Every failure ends
// the run with the right exit code.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/text/cli_error.hpp"
#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <string>

namespace taskraft::client {

/// Throws a `cli_error` if it was refused, or if its outcome is unknown.
tasks::wire::Result apply(const context& x, const tasks::wire::Command& what);

/// The same for a command that a run before this one may have sent: then the
/// result is that one's.
tasks::wire::Result apply_named(const context& x,
                                const tasks::wire::Command& what,
                                const protocol::request_id& id);

/// A result, with the secret that a node has made for it.
struct account_answer {
  tasks::wire::Result result;
  std::string secret;
};

/// The same for a command whose secrets a node makes; `how` has the passwords.
account_answer apply_with_secret(const context& x,
                                 const tasks::wire::Command& what,
                                 question how);

/// Throws a `cli_error` if there is no answer. Says on `err` how old a stale
/// answer may be.
tasks::wire::Answer look_up(const context& x, const tasks::wire::Query& what);

/// An answer, and the log index that it is of.
struct seen_answer {
  tasks::wire::Answer content;
  std::uint64_t index = 0;
};

/// The same as `look_up`.
seen_answer look_up_seen(const context& x, const tasks::wire::Query& what);

/// The same of what a command of this context has just changed. An error says
/// that the change was made.
tasks::wire::Answer look_up_changed(const context& x,
                                    const tasks::wire::Query& what);

/// Throws a `cli_error` unless there is an answer.
outcome ask(const context& x, const question& what);

/// Says what was done if standard output is a terminal.
void tell(const context& x, const std::string& text);

/// Throws a `cli_error` if an edit does not say what to change.
void demand_change(const invocation& x);

/// Writes data to standard output. Throws a `cli_error` if that fails.
void put_out(const surroundings& world, const std::string& text);

} // namespace taskraft::client
