// The rows that evaluation sees, in three layers: its own changes, over the
// changes that are being committed, over the rows that were loaded. The overlay
// notes which rows were missing, and its changes can be undone.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/tasks/view.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// Known rows of a store; null where a key is known to have no row.
class known_rows {
public:
  /// Adds the rows of `wanted` that the store has.
  void add(const wanted_rows& wanted, loaded_rows rows);

  /// Nothing if it is not known whether the row exists.
  std::optional<const tasks::row_message*> find(const tasks::row_type& type,
                                                std::string_view key) const;

  bool knows_all_of(const tasks::row_type& type, std::string_view prefix) const;

  /// Whether all rows are known whose keys lie at or after `begin` and before
  /// `end`; an empty end is none.
  bool knows_between(const tasks::row_type& type, std::string_view begin,
                     std::string_view end) const;

  /// The rows that are known to exist and whose keys begin so.
  std::vector<const tasks::row_message*>
  find_all(const tasks::row_type& type, std::string_view prefix) const;

  /// The rows that were found by their keys; null where there is none.
  const table_changes& rows() const {
    return rows_;
  }

  /// What is known to exist.
  const changed_rows* rows_of(const tasks::row_type& type) const {
    return rows_.find(type);
  }

  /// Applies the changes of a commit to tables of which all rows are known.
  void update(const table_changes& by);

private:
  /// Where ranges begin and, beside it, end. They neither overlap nor touch.
  using key_ranges = std::map<std::string, std::string, std::less<>>;

  void add_range(const tasks::row_type& type, std::string begin,
                 std::string end);

  table_changes rows_;
  /// Keys of which all rows are known.
  std::map<const tasks::row_type*, key_ranges> ranges_;
};

/// What is wanted of the table, which is added if nothing is yet.
wanted_rows& wanted_of(std::vector<wanted_rows>& all,
                       const tasks::row_type& type);

class hot_rows;

class overlay final : public tasks::view {
public:
  /// `resident` knows all rows of some tables, `hot` some rows of others. All
  /// must outlive the overlay.
  overlay(table_changes& pending, const table_changes* committing,
          const known_rows& loaded, const known_rows& resident,
          const hot_rows& hot)
    : pending_(pending), committing_(committing), loaded_(loaded),
      resident_(resident), hot_(hot) {
  }

  /// The rows that the rules asked for and that were not loaded. If there are
  /// any, the results of the evaluation are invalid.
  const std::vector<wanted_rows>& missing() const {
    return missing_;
  }
  std::vector<wanted_rows> take_missing() {
    return std::exchange(missing_, {});
  }

  /// About as many rows are going to be changed.
  void expect_changes(std::size_t count) {
    changes_.reserve(count);
  }

  /// Undoes all changes.
  void undo() {
    take_back(0);
  }

  std::size_t mark() const override {
    return changes_.size();
  }
  void take_back(std::size_t mark) override;

private:
  struct change {
    const tasks::row_type* type;
    changed_rows::iterator at;
    bool is_new;
    tasks::row_ptr before;
  };

  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override;
  std::vector<const tasks::row_message*> find_rows(const tasks::row_type& type,
                                                   std::string prefix) override;
  std::vector<const tasks::row_message*>
  find_range(const tasks::row_type& type, const tasks::row_range& x) override;
  void put_row(const tasks::row_type& type, std::string key,
               tasks::row_ptr x) override;

  /// What is known of a row; nothing if nothing is.
  std::optional<const tasks::row_message*> newest(const tasks::row_type& type,
                                                  std::string_view key) const;
  /// The key next to `from` that any layer has.
  const std::string* next_key(const tasks::row_type& type,
                              const tasks::row_range& x,
                              std::string_view from) const;
  /// Whether the store has no other rows of the range between the two keys; a
  /// null one stands for its end.
  bool knows_between(const tasks::row_type& type, const tasks::row_range& x,
                     const std::string& from, const std::string* to) const;

  table_changes& pending_;
  const table_changes* committing_;
  const known_rows& loaded_;
  const known_rows& resident_;
  const hot_rows& hot_;
  std::vector<wanted_rows> missing_;
  std::vector<change> changes_;
};

} // namespace taskraft::persistence
