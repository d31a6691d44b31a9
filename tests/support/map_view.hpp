// The rules' view over two maps.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules.hpp"

#include <map>
#include <string>
#include <utility>

namespace taskraft::tests {

class map_view final : public taskraft::tasks::view {
public:
  const taskraft::tasks::wire::Task*
  find_task(std::uint64_t id) const override {
    auto row = tasks.find(id);
    return row == tasks.end() ? nullptr : &row->second;
  }
  const taskraft::tasks::key_row*
  find_key(std::string_view key) const override {
    auto row = keys.find(key);
    return row == keys.end() ? nullptr : &row->second;
  }
  std::uint64_t take_task_id() override {
    return next_task_id++;
  }
  void put_task(taskraft::tasks::wire::Task row) override {
    auto id = row.id();
    tasks[id] = std::move(row);
  }
  void put_key(std::string key, taskraft::tasks::key_row row) override {
    keys[std::move(key)] = std::move(row);
  }
  void erase_key(std::string key) override {
    keys.erase(key);
  }

  std::map<std::uint64_t, taskraft::tasks::wire::Task> tasks;
  std::map<std::string, taskraft::tasks::key_row, std::less<>> keys;
  std::uint64_t next_task_id = 1;
};

/// A view with a log: each command gets the next index and a later time.
struct rules_fixture {
  taskraft::tasks::wire::Result
  apply(const taskraft::tasks::wire::Command& command) {
    ++index;
    return taskraft::tasks::apply(
      state, command,
      {.index = {index}, .time_us = index * 1000, .level = level});
  }

  /// Which rules are in force.
  std::uint32_t level = taskraft::tasks::newest_rules_level;

  map_view state;
  std::uint64_t index = 0;
};

/// Whether `x` is a refusal with this code and pointer.
inline bool is_refused(const taskraft::tasks::wire::Result& x, errc code,
                       const std::string& pointer) {
  return x.has_refusal()
         && x.refusal().code() == static_cast<std::uint32_t>(code)
         && x.refusal().pointer() == pointer && !x.refusal().message().empty();
}

} // namespace taskraft::tests
