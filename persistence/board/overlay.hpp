// The rows that evaluation sees: what it has changed, over what is being
// committed, over what was loaded. It notes what was missing, and can be
// undone.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/tasks/view.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// What is known of a store's rows; null where it is known that there is none.
class known_rows {
public:
  /// Adds what the store has of `wanted`.
  void add(const wanted_rows& wanted, loaded_rows rows);

  /// Nothing if it is not known whether the row exists.
  std::optional<const tasks::row_message*> find(const tasks::row_type& type,
                                                std::string_view key) const;

  bool knows_all_of(const tasks::row_type& type, std::string_view prefix) const;

  /// What is known to exist.
  const changed_rows* rows_of(const tasks::row_type& type) const {
    return rows_.find(type);
  }

  /// What a commit has made of rows that are all known.
  void update(const table_changes& by);

private:
  struct known_prefix {
    const tasks::row_type* type;
    std::string prefix;
  };

  table_changes rows_;
  std::vector<known_prefix> prefixes_;
};

class overlay final : public tasks::view {
public:
  /// `resident` knows all rows of some tables. All must outlive the overlay.
  overlay(table_changes& pending, const table_changes* committing,
          const known_rows& loaded, const known_rows& resident)
    : pending_(pending), committing_(committing), loaded_(loaded),
      resident_(resident) {
  }

  /// What the rules have asked for and nobody knew; then all that they did
  /// counts for nothing.
  const std::vector<wanted_rows>& missing() const {
    return missing_;
  }

  /// Takes all changes back.
  void undo();

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
  void put_row(const tasks::row_type& type, std::string key,
               tasks::row_ptr x) override;

  wanted_rows& missing_of(const tasks::row_type& type);

  table_changes& pending_;
  const table_changes* committing_;
  const known_rows& loaded_;
  const known_rows& resident_;
  std::vector<wanted_rows> missing_;
  std::vector<change> changes_;
};

} // namespace taskraft::persistence
