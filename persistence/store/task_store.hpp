// The store of the task board's rows: one interface that every database
// implements. One contract test covers all of them.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/listing.hpp"
#include "persistence/store/schema.hpp"
#include "persistence/store/statements.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::persistence {

/// How the failure of a read ends while a snapshot is being installed.
inline constexpr auto snapshot_is_installed
  = std::string_view{": a snapshot is installed"};

/// A row of any table while it is scanned or installed.
struct typed_row {
  const tasks::row_type* type = nullptr;
  const tasks::row_message* content = nullptr;
};

/// A row of any kind that is replicated.
using any_row = std::variant<store_meta, typed_row, request_row>;

/// The keys of rows to find in one table.
struct wanted_rows {
  const tasks::row_type* type = nullptr;
  std::vector<std::string> keys;
  /// Prefixes of keys, for all rows whose keys begin with them.
  std::vector<std::string> prefixes = {};
  std::vector<tasks::row_range> ranges = {};
};

/// The rows that exist, in any order. A row that was asked for twice may be
/// there twice.
using loaded_rows = std::vector<tasks::row_ptr>;

/// Finds rows by their keys, many at a time.
class row_finder {
public:
  virtual ~row_finder() = default;

  virtual result<loaded_rows> load(const wanted_rows& x) = 0;
};

/// Reads committed rows. Every call but `find` happens inside one view, which
/// `begin` opens and `end` closes.
class task_reader : public row_finder {
public:
  /// Visits rows until `scan` returns false; `scan` may take what is in them.
  using row_visitor = std::function<bool(tasks::row_message&)>;

  /// Visits the rows of these keys, from a view of its own, and returns the
  /// applied index that the view has.
  virtual result<raft::log_index> find(const wanted_rows& x,
                                       const row_visitor& visit)
    = 0;

  /// The applied index that the view has. `store_busy` while a snapshot is
  /// being installed.
  virtual result<raft::log_index> begin() = 0;
  virtual void end() = 0;

  /// Looks for damage in the whole database, if only this node uses it.
  virtual status scrub() {
    return done{};
  }

  virtual status list(const listing& x, const row_visitor& scan) = 0;

  /// Visits some columns of the rows of a list until `visit` returns false.
  using cell_visitor = std::function<bool(std::span<const cell>)>;
  virtual status list_cells(const listing& x,
                            std::span<const column* const> wanted,
                            const cell_visitor& visit)
    = 0;

  /// How many rows the conditions of a list hold for.
  virtual result<std::uint64_t> count(const listing& x) = 0;

  /// Visits rows in the order of their keys until `scan` returns false.
  virtual status scan(const tasks::row_type& of, const key_range& range,
                      const row_visitor& scan)
    = 0;

  /// Visits all rows of the view, request rows only after `forgotten`: the
  /// meta, and the rows of each table in the order of their keys. Tables come
  /// in the order of their numbers. Fails with the first failure of `scan`.
  using row_scanner = std::function<status(const any_row&)>;
  status scan_all(raft::log_index forgotten, const row_scanner& scan);

  virtual const schema& tables() const = 0;
  virtual result<store_meta> load_meta() = 0;
};

/// Loads rows for evaluation while another thread may commit. Rows of a commit
/// that has not returned may be seen or not.
class row_loader : public row_finder {
public:
  /// The result of the command at `index`, which must not be forgotten yet.
  virtual result<std::string> load_result(raft::log_index index) = 0;
};

/// Everything that opening found is durable. One thread owns the store.
/// Failures: `store_busy` (the same call may be repeated), `corrupted`,
/// `storage_failed`.
class task_store {
public:
  virtual ~task_store() = default;

  virtual const schema& tables() const = 0;

  virtual result<store_meta> load_meta() = 0;

  /// Visits all rows after `after` in log order.
  using request_scanner = std::function<void(const request_row&)>;
  virtual status scan_requests(raft::log_index after,
                               const request_scanner& scan)
    = 0;

  /// Writes all changes in one transaction, or none. `conflict`: the store's
  /// applied index is not `x.before`, and nothing was written.
  virtual status commit(const change_set& x) = 0;

  /// Whether it is another program's, which may hang.
  virtual bool is_elsewhere() const {
    return false;
  }

  /// Makes all commits durable, and returns the last durable index.
  virtual result<raft::log_index> make_durable() = 0;

  /// Moves to the thread that evaluates.
  virtual result<std::unique_ptr<row_loader>> open_loader() = 0;

  /// Moves to the thread of its reader.
  virtual result<std::unique_ptr<task_reader>> open_reader() = 0;

  /// Begins to replace all rows: removes them and marks the store. A store that
  /// is opened with that mark counts as empty. May be repeated.
  virtual status begin_install() = 0;

  /// Adds rows, none of which may exist, during an installation. Ignores
  /// `before`, `after` and `forgotten` of `rows`.
  virtual status install(const change_set& rows) = 0;

  /// Ends an installation: removes the mark and writes `x`. Durable on return.
  virtual status finish_install(const store_meta& x) = 0;
};

} // namespace taskraft::persistence
