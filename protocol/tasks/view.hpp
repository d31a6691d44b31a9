// What the rules see and change: the rows that a command names. Whoever
// evaluates has loaded them before, so that nothing here can fail.

#pragma once

#include "tasks.pb.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace taskraft::tasks {

/// One key's content.
struct key_row {
  std::string value;
  /// Log index of the last change.
  std::uint64_t rev = 0;

  friend bool operator==(const key_row&, const key_row&) = default;
};

class view {
public:
  virtual ~view() = default;

  /// The task, in the trash or not; null if there is none. Valid until the
  /// next change.
  virtual const wire::Task* find_task(std::uint64_t id) const = 0;

  /// Null if the key does not exist. Valid until the next change.
  virtual const key_row* find_key(std::string_view key) const = 0;

  /// Ids are given in log order, from 1 on, and never twice.
  virtual std::uint64_t take_task_id() = 0;

  virtual void put_task(wire::Task row) = 0;
  virtual void put_key(std::string key, key_row row) = 0;
  virtual void erase_key(std::string key) = 0;
};

} // namespace taskraft::tasks
