// Between SQLite's statements and our rows. Shared by the store, which writes,
// and its readers.

#pragma once

#include "persistence/store/statements.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence::sqlite {

/// For opening: no connection of ours is used by two threads at once, so calls
/// need no lock.
inline constexpr int one_thread_at_a_time = SQLITE_OPEN_NOMUTEX;

/// SQLite's error as ours.
failure failure_from(const std::string& file, const SQLite::Exception& x);

/// Calls `f`, which gives a result, and turns SQLite's exceptions into
/// failures.
template <class F>
auto guarded(const std::string& file, F f) -> decltype(f()) {
  try {
    return f();
  } catch (const SQLite::Exception& x) {
    return failure_from(file, x);
  }
}

/// A prepared statement in use. It is ready for parameters at first, and is
/// reset at the end, so that it holds no lock.
class binding {
public:
  explicit binding(SQLite::Statement& x) : statement_(x) {
    statement_.tryReset();
  }
  binding(const binding&) = delete;
  binding& operator=(const binding&) = delete;
  ~binding() {
    statement_.tryReset();
  }

  binding& number(std::uint64_t x) {
    return signed_number(static_cast<std::int64_t>(x));
  }
  binding& signed_number(std::int64_t x) {
    statement_.bind(++bound_, x);
    return *this;
  }
  /// Microseconds and days since 1970.
  binding& instant(std::int64_t us) {
    return signed_number(us);
  }
  binding& day(std::int64_t days) {
    return signed_number(days);
  }
  binding& null() {
    statement_.bind(++bound_);
    return *this;
  }
  /// The bytes must outlive the use.
  binding& text(const std::string& x) {
    statement_.bindNoCopy(++bound_, x);
    return *this;
  }
  binding& bytes(std::string_view x) {
    // A null pointer would be NULL, an empty blob is not.
    statement_.bindNoCopy(++bound_, x.empty() ? "" : x.data(),
                          static_cast<int>(x.size()));
    return *this;
  }

  bool step() {
    return statement_.executeStep();
  }
  int run() {
    return statement_.exec();
  }

private:
  SQLite::Statement& statement_;
  int bound_ = 0;
};

/// The row at which a statement stands. Columns count from zero.
class source {
public:
  explicit source(SQLite::Statement& x) : statement_(x) {
  }

  bool is_null(unsigned column) const {
    return statement_.isColumnNull(static_cast<int>(column));
  }
  std::int64_t number(unsigned column) const {
    return statement_.getColumn(static_cast<int>(column)).getInt64();
  }
  std::string bytes(unsigned column) const;
  void take_bytes(unsigned column, std::string& to) const;

private:
  SQLite::Statement& statement_;
};

/// Statements by their text, each prepared once.
class prepared_statements {
public:
  explicit prepared_statements(SQLite::Database& database)
    : database_(database) {
  }

  SQLite::Statement& operator[](const std::string& sql);
  /// Selects the rows of a range, which `bind_range` binds. There are few
  /// forms, and writing their text takes longer than to run it.
  SQLite::Statement& of_range(const table& of, const range_form& form);

private:
  SQLite::Database& database_;
  std::map<std::string, SQLite::Statement, std::less<>> statements_;
  std::map<std::pair<const table*, range_form>, SQLite::Statement> ranges_;
};

/// What a `row_finder` finds.
loaded_rows load(prepared_statements& statements, const table& from,
                 const wanted_rows& x);

/// Visits the rows of these keys until `visit` returns false.
void visit_keys(prepared_statements& statements, const table& of,
                const std::vector<std::string>& keys,
                const task_reader::row_visitor& visit);

/// Visits rows in the order of their keys until `scan` returns false.
void scan(prepared_statements& statements, const table& of,
          const key_range& range, const task_reader::row_visitor& visit);

/// Writes rows, and erases those that are null.
void write(prepared_statements& statements, const table& to,
           const changed_rows& rows);

result<store_meta> load_meta(prepared_statements& statements,
                             const std::string& file);

} // namespace taskraft::persistence::sqlite
