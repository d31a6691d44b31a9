// Where the task board's rows live. One interface, one file per database; all
// pass one contract test.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/listing.hpp"
#include "persistence/store/schema.hpp"
#include "persistence/store/statements.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::persistence {

/// A row of some table, on its way.
struct typed_row {
  const tasks::row_type* type = nullptr;
  const tasks::row_message* content = nullptr;
};

/// Everything replicated is one of these.
using any_row = std::variant<store_meta, typed_row, request_row>;

/// Rows of one table, to be found by their keys.
struct wanted_rows {
  const tasks::row_type* type = nullptr;
  std::vector<std::string> keys;
  /// All rows whose keys begin so.
  std::vector<std::string> prefixes = {};
};

/// Those that exist, in any order; a row that was asked for twice may be there
/// twice.
using loaded_rows = std::vector<tasks::row_ptr>;

/// Finds rows by their keys, many at a time.
class row_finder {
public:
  virtual ~row_finder() = default;

  virtual result<loaded_rows> load(const wanted_rows& x) = 0;
};

/// Rows that were found together, and the applied index of that moment.
struct found_rows {
  raft::log_index visible;
  /// One for each of the tables that were asked for.
  std::vector<loaded_rows> tables;
};

/// Reads committed rows. Every call but `find` happens inside one view, which
/// `begin` opens and `end` closes.
class task_reader : public row_finder {
public:
  /// What `load` gives, in a view of its own.
  virtual result<found_rows> find(std::span<const wanted_rows> x);

  /// The applied index that the view has. `store_busy` while a snapshot is
  /// being installed.
  virtual result<raft::log_index> begin() = 0;
  virtual void end() = 0;

  /// Looks for damage in all of the database, if it is this node's own.
  virtual status scrub() {
    return done{};
  }

  /// Visits rows until `scan` returns false; `scan` may take what is in them.
  using row_visitor = std::function<bool(tasks::row_message&)>;
  virtual status list(const listing& x, const row_visitor& scan) = 0;

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

/// Loads what evaluation needs to know, beside a commit on another thread: rows
/// of a commit that has not returned yet may be seen or not.
class row_loader : public row_finder {
public:
  /// The result of the command at `index`, which is not forgotten.
  virtual result<std::string> load_result(raft::log_index index) = 0;
};

/// What opening found is durable. Owned by one thread. Failures: `store_busy`
/// (the same call may be repeated), `corrupted`, `storage_failed`.
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

  /// All of it in one transaction, or nothing. `conflict`: the store has not
  /// applied `x.before` but something else; nothing was written.
  virtual status commit(const change_set& x) = 0;

  /// Makes everything committed survive a power cut, and says how far that is.
  virtual result<raft::log_index> make_durable() = 0;

  /// Moves to the thread that evaluates.
  virtual result<std::unique_ptr<row_loader>> open_loader() = 0;

  /// Moves to the thread of its reader.
  virtual result<std::unique_ptr<task_reader>> open_reader() = 0;

  /// Begins to replace everything: removes all rows and marks the store, which
  /// counts as empty wherever it is opened with that mark. Repeatable.
  virtual status begin_install() = 0;

  /// Adds rows, none of which is there; only in an installation. What `rows`
  /// says of before, after and forgotten counts for nothing.
  virtual status install(const change_set& rows) = 0;

  /// Takes the mark off: the store has applied what `x` says. Durable on
  /// return.
  virtual status finish_install(const store_meta& x) = 0;
};

} // namespace taskraft::persistence
