// What administrators limit, for all nodes alike, and what is used of it.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::tasks {

/// A quota or a limit. Nobody loses what they have when it is lowered.
struct setting {
  std::string_view name;
  std::uint64_t otherwise = 0;
  std::uint64_t least = 0;
  std::uint64_t most = 0;
  std::string_view about;
};

namespace settings {

extern const setting attachment_bytes;
extern const setting attachment_bytes_per_project;
extern const setting attachment_bytes_per_user;
/// Zero: none, and nobody counts.
extern const setting kv_bytes;
extern const setting labels;
extern const setting sessions_per_user;
extern const setting tokens_per_user;
extern const setting uploads_per_user;
extern const setting views_per_user;

} // namespace settings

/// In the order of their names.
std::span<const setting* const> all_settings();

std::uint64_t value_of(finder& state, const setting& x);

/// How much is used, of it all or by a user or project.
std::uint64_t used(finder& state, const setting& x,
                   const std::string& whose = {});
void use_more(view& state, const setting& x, std::uint64_t count,
              const std::string& whose = {});
void use_less(view& state, const setting& x, std::uint64_t count,
              const std::string& whose = {});

/// Refuses to use so much more.
maybe_refusal check_room(finder& state, const setting& x, std::uint64_t count,
                         const std::string& whose = {});

/// Refuses uploads while a node has nearly no room for them.
maybe_refusal check_disks(const command_context& c);

/// The same for what files take in all: their user's, the site's, and, unless
/// it is empty, the project's.
maybe_refusal check_file_room(finder& state, const std::string& username,
                              const std::string& project, std::uint64_t bytes);
void count_file(view& state, const std::string& username, std::uint64_t bytes);
void discount_file(view& state, const std::string& username,
                   std::uint64_t bytes);
/// The files of a task count for another project now; empty: for none.
void move_files(view& state, std::uint64_t task, const std::string& before,
                const std::string& after);

/// Counts what the key's row will take in place of the one that is there,
/// unless there is no room. Nothing is looked up while nothing is limited.
maybe_refusal count_key(view& state, const std::string& key,
                        std::uint64_t value_bytes);
void discount_key(view& state, const wire::KeyValue& row);

} // namespace taskraft::tasks
