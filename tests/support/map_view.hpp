// The rules' view over rows in memory.

#pragma once

#include "persistence/store/change_set.hpp"
#include "protocol/errors.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class map_view final : public tasks::view {
public:
  /// How many rows of a type there are.
  template <class Row>
  std::size_t count() {
    return find_all<Row>().size();
  }

private:
  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override {
    auto& rows = rows_.at(type);
    auto row = rows.find(key);
    return row == rows.end() ? nullptr : row->second.get();
  }
  std::vector<const tasks::row_message*>
  find_rows(const tasks::row_type& type, std::string prefix) override {
    auto& rows = rows_.at(type);
    auto found = std::vector<const tasks::row_message*>{};
    for (auto at = rows.lower_bound(prefix);
         at != rows.end() && at->first.starts_with(prefix); ++at)
      found.push_back(at->second.get());
    return found;
  }
  void put_row(const tasks::row_type& type, std::string key,
               tasks::row_ptr x) override {
    if (x)
      rows_.at(type).insert_or_assign(std::move(key), std::move(x));
    else
      rows_.at(type).erase(key);
  }

  persistence::table_changes rows_;
};

/// A view with a log: each command gets the next index and a later time.
struct rules_fixture {
  tasks::wire::Result apply(const tasks::wire::Command& command) {
    ++index;
    return tasks::apply(
      state, command,
      {.index = {index}, .time_us = index * 1000, .level = level});
  }

  /// The rules level in force.
  std::uint32_t level = tasks::newest_rules_level;

  map_view state;
  std::uint64_t index = 0;
};

/// Whether `x` is a refusal with this code and pointer.
inline bool is_refused(const tasks::wire::Result& x, errc code,
                       const std::string& pointer) {
  return x.has_refusal()
         && x.refusal().code() == static_cast<std::uint32_t>(code)
         && x.refusal().pointer() == pointer && !x.refusal().message().empty();
}

} // namespace taskraft::tests
