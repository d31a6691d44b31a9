// The rows that nearly every command and query needs: sessions, users,
// projects, members. A bounded number of them stays in memory.

#pragma once

#include "persistence/board/overlay.hpp"
#include "persistence/store/change_set.hpp"
#include "protocol/raft/types.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace taskraft::persistence {

/// Holds rows as they are in the state. The owner must apply every commit.
class hot_rows {
public:
  static constexpr auto default_bytes = std::size_t{8} << 20U;

  explicit hot_rows(std::size_t max_bytes = default_bytes);

  /// Whether rows of this type are kept.
  static bool keeps(const tasks::row_type& type);
  /// Whether there is such a row among the changes.
  static bool are_among(const table_changes& x);

  /// The row, or null if there is none in the state; nothing if it is not
  /// known here. Valid until the next call of any other function.
  std::optional<const tasks::row_message*> find(const tasks::row_type& type,
                                                std::string_view key) const;

  /// Adds what is known of rows that are kept.
  void add(const known_rows& x);
  /// Applies a commit.
  void update(const table_changes& by);
  /// Brings it below its bound. Rows that were found since the last time stay,
  /// if they fit.
  void trim();
  void clear();

  std::size_t bytes() const {
    return bytes_;
  }
  bool empty() const {
    return bytes_ == 0;
  }

private:
  struct entry {
    tasks::row_ptr row;
    std::size_t bytes = 0;
    mutable bool was_found = true;
  };
  struct key_hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using entries
    = std::unordered_map<std::string, entry, key_hash, std::equal_to<>>;

  entries* of(const tasks::row_type& type);
  void put(entries& to, const std::string& key, const tasks::row_ptr& row);
  void take_all(const table_changes& x);

  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  /// One element for each type that is kept.
  std::vector<entries> tables_;
};

/// Where the board tells its readers, who have threads of their own, up to
/// which entry hot rows may differ from what they have seen.
using hot_change = std::atomic<std::uint64_t>;

/// A reader's own hot rows: they are dropped as soon as a commit that changes
/// some begins.
class read_hot_rows {
public:
  explicit read_hot_rows(std::shared_ptr<const hot_change> changed,
                         std::size_t max_bytes = hot_rows::default_bytes)
    : changed_(std::move(changed)), rows_(max_bytes) {
  }

  /// Whether the rows are those of every view that is open or was opened
  /// before. A commit is announced before any view can show it.
  bool are_current() const {
    return rows_.empty() || changed_->load() <= seen_.value;
  }
  /// Drops what may have changed, and what is too much.
  void refresh();
  /// Adds rows of a view.
  void add(const known_rows& x, raft::log_index visible);

  const hot_rows& rows() const {
    return rows_;
  }

private:
  std::shared_ptr<const hot_change> changed_;
  hot_rows rows_;
  /// The view of the oldest row.
  raft::log_index seen_;
};

} // namespace taskraft::persistence
