// What the changes are about that events tell of, and how events show them:
// on every door alike.

#pragma once

#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::json {

/// The subject of a change, and how it is read.
struct event_object {
  /// Subjects with one key are the same.
  std::string key;
  tasks::wire::Query query;
  std::string subject;
};

/// A subject as it was at a log index.
struct found_object {
  json::object object;
  std::uint64_t as_of = 0;
};

/// By their keys.
using found_objects = std::map<std::string, found_object>;

/// Whether users hear of it; the rest is for the audit.
bool is_told(const tasks::wire::Change& x);

/// Nothing if the subject is gone, or a task.
std::optional<event_object> object_of(const tasks::wire::Change& x);

/// Zero if the subject is no task.
std::uint64_t task_of(const tasks::wire::Change& x);

/// Notes what was found of these tasks; null is what was not there.
void add_tasks(found_objects& to, const std::vector<std::uint64_t>& ids,
               const tasks::wire::TaskPage& list, std::uint64_t as_of);

/// Null if it is not there.
object object_in(const tasks::wire::Answer& x, const event_object& what);

/// An event as API.md has it. Of what is not told, the subject's name.
object event_of(const tasks::wire::Change& x, const found_objects& found);

} // namespace taskraft::json
