// Turns the filters of lists of tasks into conditions on their table.

#pragma once

#include "persistence/board/queries/condition_maker.hpp"
#include "persistence/store/listing.hpp"
#include "protocol/calendar/time_zone.hpp"
#include "protocol/tasks/access.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// Where a list's days begin, and what counts as now.
struct list_clock {
  std::int64_t now_us = 0;
  calendar::time_zone zone = calendar::time_zone::utc();
};

/// The zone with this name; if it has none, that of the actor, or UTC. Nothing
/// if there is no such zone.
std::optional<calendar::time_zone> zone_named(const std::string& name,
                                              tasks::finder& rows,
                                              const tasks::actor& who);

/// Why the filters are refused: values that mean nothing, and names that the
/// actor does not know.
std::optional<tasks::wire::Refusal>
check_filters(const tasks::wire::ListTasks& x, tasks::finder& rows,
              const tasks::actor& who);

/// Refuses a project that does not exist for the actor.
std::optional<tasks::wire::Refusal> check_project(const std::string& key,
                                                  tasks::finder& rows,
                                                  const tasks::actor& who);

tasks::wire::Refusal wrong_parameter(std::string_view name,
                                     std::string message);

/// The words of a search, with their letters folded.
std::vector<std::string> words_of(const std::string& text);
/// Refuses a search for too much.
std::optional<tasks::wire::Refusal> check_words(std::string_view name,
                                                const std::string& text);

/// Conditions on tasks: only those that the actor sees.
condition_groups visible_tasks(const tasks::actor& who, const schema& tables);

/// The conditions of filters that `check_filters` has accepted, with what the
/// actor sees.
condition_groups filters_of(const tasks::wire::ListTasks& x,
                            const tasks::actor& who, const schema& tables,
                            const list_clock& clock);

} // namespace taskraft::persistence
