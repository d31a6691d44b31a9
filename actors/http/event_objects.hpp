// What the changes are about that events tell of, and how events show them.

#pragma once

#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace taskraft::http {

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

/// Nothing if the subject is gone.
std::optional<event_object> object_of(const tasks::wire::Change& x);

/// Null if it is not there.
json::object object_in(const tasks::wire::Answer& x,
                       const event_object& object);

/// A message's data.
json::object event_of(const tasks::wire::Change& x, const found_objects& found);

} // namespace taskraft::http
