// Turns the filters of lists of tasks into conditions on their table.

#pragma once

#include "persistence/store/listing.hpp"
#include "protocol/calendar/time_zone.hpp"
#include "protocol/tasks/access.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// Makes conditions on the columns of a table.
class condition_maker {
public:
  condition_maker(const schema& tables, const table& of)
    : tables_(tables), of_(of) {
  }

  condition where(std::string_view column, condition::test is,
                  std::vector<cell> values = {}) const {
    return {.of = &of_.column_named(column),
            .is = is,
            .values = std::move(values)};
  }
  condition below(std::string_view column, std::int64_t bound) const;
  condition at_least(std::string_view column, std::int64_t bound) const;
  condition one_of(std::string_view column,
                   std::vector<std::int64_t> values) const;
  condition named(std::string_view column,
                  const std::vector<std::string>& names) const;

  /// Whether a row of the other table has the column's value in `joined`, and
  /// all of the conditions hold for it.
  condition related(std::string_view column, std::string_view in,
                    std::string_view joined, condition_groups all = {}) const;
  /// The same where one of the names is in `chosen`.
  condition related_to(std::string_view column, std::string_view in,
                       std::string_view joined, std::string_view chosen,
                       const std::vector<std::string>& names) const;

  condition_maker of_table(std::string_view name) const {
    return {tables_, tables_.table_named(name)};
  }

private:
  const schema& tables_;
  const table& of_;
};

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
std::optional<tasks::wire::Refusal>
check_project(const std::string& key, tasks::finder& rows,
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
