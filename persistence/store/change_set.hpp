// What a run of log entries changed: rows of any table, by their keys.

#pragma once

#include "protocol/raft/membership.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"
#include "protocol/tasks/row_type.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// The part of the state that is one row.
struct store_meta {
  /// The last entry whose effects are in the store.
  raft::log_position applied;
  /// Empty before the bootstrap.
  std::string cluster_id;
  std::uint32_t rules_level = 1;
  /// The newest time stamp that was applied; never goes back.
  std::uint64_t clock_us = 0;
  /// The newest membership that was applied: a store alone can give a log its
  /// base.
  raft::placed_membership members;

  friend bool operator==(const store_meta&, const store_meta&) = default;
};

/// One applied command's name and first answer.
struct request_row {
  raft::log_index index;
  protocol::request_id id;
  std::string result;

  friend bool operator==(const request_row&, const request_row&) = default;
};

/// Rows by their keys; null where one was erased.
using changed_rows = std::map<std::string, tasks::row_ptr, std::less<>>;

/// The changed rows of all tables.
class table_changes {
public:
  struct of_table {
    const tasks::row_type* type = nullptr;
    changed_rows rows;
  };

  /// Null if the table has none.
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

  /// For tests, and whoever has a row at hand.
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
  /// Few; in the order of their first change. They stay where they are.
  std::deque<of_table> tables_;
};

struct change_set {
  /// What the store has applied before.
  raft::log_index before;
  store_meta after;
  table_changes rows;
  /// In log order.
  std::vector<request_row> requests;
  /// Request rows up to here may be removed.
  raft::log_index forgotten;
};

} // namespace taskraft::persistence
