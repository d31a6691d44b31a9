// Between SQLite's statements and our rows. Shared by the store, which writes,
// and its readers.

#pragma once

#include "persistence/task_store.hpp"
#include "protocol/result.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence::sqlite {

/// What SQLite said, in our words.
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

/// A prepared statement in use: ready for parameters on entry, and holding no
/// lock after it.
class use {
public:
  explicit use(SQLite::Statement& x) : statement_(x) {
    statement_.tryReset();
  }
  use(const use&) = delete;
  use& operator=(const use&) = delete;
  ~use() {
    statement_.tryReset();
  }

  use& number(std::uint64_t x) {
    statement_.bind(++bound_, static_cast<std::int64_t>(x));
    return *this;
  }
  use& signed_number(std::int64_t x) {
    statement_.bind(++bound_, x);
    return *this;
  }
  /// Microseconds and days since 1970.
  use& instant(std::int64_t us) {
    return signed_number(us);
  }
  use& day(std::int64_t days) {
    return signed_number(days);
  }
  use& null() {
    statement_.bind(++bound_);
    return *this;
  }
  /// Zero is stored as absent.
  use& number_or_null(std::uint64_t x) {
    return x == 0 ? null() : number(x);
  }
  /// The bytes must outlive the use.
  use& text(const std::string& x) {
    statement_.bindNoCopy(++bound_, x);
    return *this;
  }
  use& bytes(std::string_view x) {
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

std::uint64_t number_at(SQLite::Statement& x, int column);
std::string bytes_at(SQLite::Statement& x, int column);

void bind_task(use& x, const tasks::wire::Task& row);
tasks::wire::Task task_at(SQLite::Statement& x);

/// `file` is for a failure's text: `corrupted` if the row makes no sense.
result<store_meta> meta_at(const std::string& file, SQLite::Statement& x);

leader_row leader_at(SQLite::Statement& x);

/// Visits the request rows of one row of the table that lie behind `after`.
/// `corrupted` if its content is damaged.
status visit_requests_at(const std::string& file, SQLite::Statement& x,
                         raft::log_index after,
                         const std::function<status(request_row)>& visit);

void bind_key(use& x, std::string_view key, const tasks::key_row& row);
tasks::key_row key_at(SQLite::Statement& x);

/// What a `row_finder` finds, by a statement that selects one row.
std::vector<tasks::wire::Task> load_tasks(SQLite::Statement& by_id,
                                          std::span<const std::uint64_t> ids);
std::vector<std::optional<tasks::key_row>>
load_keys(SQLite::Statement& by_key, std::span<const std::string_view> keys);

} // namespace taskraft::persistence::sqlite
