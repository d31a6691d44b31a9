// Between SQLite's statements and our rows. Shared by the store, which writes,
// and its readers.

#pragma once

#include "persistence/store/task_store.hpp"
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
    statement_.bind(++bound_, static_cast<std::int64_t>(x));
    return *this;
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
  /// Zero is stored as absent.
  binding& number_or_null(std::uint64_t x) {
    return x == 0 ? null() : number(x);
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

std::uint64_t number_at(SQLite::Statement& x, int column);
std::string bytes_at(SQLite::Statement& x, int column);

void bind_task(binding& x, const tasks::wire::Task& row);
tasks::wire::Task task_at(SQLite::Statement& x);

/// `file` is for a failure's text: `corrupted` if the row makes no sense.
result<store_meta> meta_at(const std::string& file, SQLite::Statement& x);

leader_row leader_at(SQLite::Statement& x);

/// Visits the request rows of one row of the table that lie behind `after`.
/// `corrupted` if its content is damaged.
status scan_requests_at(const std::string& file, SQLite::Statement& x,
                        raft::log_index after,
                        const std::function<status(request_row)>& scan);

void bind_key(binding& x, std::string_view key, const tasks::key_row& row);
tasks::key_row key_at(SQLite::Statement& x);

/// What a `row_finder` finds, by a statement that selects one row.
std::vector<tasks::wire::Task> load_tasks(SQLite::Statement& by_id,
                                          std::span<const std::uint64_t> ids);
std::vector<std::optional<tasks::key_row>>
load_keys(SQLite::Statement& by_key, std::span<const std::string_view> keys);

} // namespace taskraft::persistence::sqlite
