// The changes of some consecutive log entries: rows of any table, by their
// keys.

#pragma once

#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"
#include "protocol/tasks/row_type.hpp"
#include "protocol/tasks/view.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// The part of the state that is in the meta row.
struct store_meta {
  /// The last entry whose effects are in the store.
  raft::log_position applied;
  /// Empty before the bootstrap.
  std::string cluster_id;
  std::uint32_t rules_level = 1;
  /// The newest time stamp that was applied; it never decreases.
  std::uint64_t clock_us = 0;
  /// The newest membership that was applied, so that a log's base can come from
  /// the store alone.
  raft::placed_membership members;

  friend bool operator==(const store_meta&, const store_meta&) = default;
};

/// The id and the first answer of an applied command.
struct request_row {
  raft::log_index index;
  protocol::request_id id;
  std::string result;

  friend bool operator==(const request_row&, const request_row&) = default;
};

/// Rows by their keys; null where one was erased.
using changed_rows = std::map<std::string, tasks::row_ptr, std::less<>>;

/// The row whose key is next to `from` on one side, and begins with the prefix;
/// null if there is none.
inline const changed_rows::value_type* next_in(const changed_rows& rows,
                                               std::string_view prefix,
                                               std::string_view from,
                                               bool backwards) {
  auto at = backwards ? rows.lower_bound(from) : rows.upper_bound(from);
  if (backwards && at == rows.begin())
    return nullptr;
  if (backwards)
    --at;
  return at != rows.end() && at->first.starts_with(prefix) ? &*at : nullptr;
}

/// Those that are in the range, the nearest first.
inline std::vector<tasks::row_ptr> rows_in(const changed_rows& rows,
                                           const tasks::row_range& x) {
  auto found = std::vector<tasks::row_ptr>{};
  auto from = std::string_view{x.from};
  while (found.size() < x.count) {
    const auto* next = next_in(rows, x.prefix, from, x.backwards);
    if (next == nullptr)
      break;
    found.push_back(next->second);
    from = next->first;
  }
  return found;
}

/// The changed rows of all tables.
class table_changes {
public:
  struct of_table {
    const tasks::row_type* type = nullptr;
    changed_rows rows;
  };

  /// The changed rows of the table; null if there are none.
  const changed_rows* find(const tasks::row_type& type) const {
    for (const auto& each : tables_)
      if (each.type == &type)
        return &each.rows;
    return nullptr;
  }

  changed_rows& at(const tasks::row_type& type) {
    for (auto& each : tables_)
      if (each.type == &type)
        return each.rows;
    return tables_.emplace_back(of_table{&type, {}}).rows;
  }

  /// Puts a row of any type.
  template <class Row>
  void put(Row x) {
    const auto& type = tasks::row_type_of<Row>();
    auto key = tasks::key_of(type, x);
    at(type).insert_or_assign(std::move(key),
                              std::make_shared<const Row>(std::move(x)));
  }
  template <class Row, class... Key>
  void erase(const Key&... key) {
    const auto& type = tasks::row_type_of<Row>();
    at(type).insert_or_assign(tasks::key_from(type, key...), nullptr);
  }

  auto begin() const {
    return tables_.begin();
  }
  auto end() const {
    return tables_.end();
  }

private:
  /// A few tables in the order of their first change. They do not move in
  /// memory.
  std::list<of_table> tables_;
};

struct change_set {
  /// The position up to which the store has applied entries before.
  raft::log_index before;
  store_meta after;
  table_changes rows;
  /// In log order.
  std::vector<request_row> requests;
  /// The index up to which request rows may be removed.
  raft::log_index forgotten;
};

} // namespace taskraft::persistence
