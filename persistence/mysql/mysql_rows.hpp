// Between MySQL's statements and our rows. Shared by all that talk to a server.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/task_store.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence::mysql {

/// A prepared statement that gets its parameters in order.
class binding {
public:
  explicit binding(sql::PreparedStatement& x) : statement_(x) {
  }

  binding& number(std::uint64_t x) {
    return signed_number(static_cast<std::int64_t>(x));
  }
  binding& signed_number(std::int64_t x) {
    statement_.setInt64(++bound_, x);
    return *this;
  }
  binding& null();
  binding& text(const std::string& x) {
    statement_.setString(++bound_, x);
    return *this;
  }
  binding& bytes(std::string_view x) {
    statement_.setString(++bound_, {x.data(), x.size()});
    return *this;
  }
  /// Microseconds since 1970.
  binding& instant(std::int64_t us);
  /// Days since 1970.
  binding& day(std::int64_t days);

  std::unique_ptr<sql::ResultSet> query() {
    return std::unique_ptr<sql::ResultSet>{statement_.executeQuery()};
  }
  /// How many rows were found.
  int run() {
    return statement_.executeUpdate();
  }

private:
  sql::PreparedStatement& statement_;
  unsigned bound_ = 0;
};

/// The row at which a result stands. Columns count from zero.
class source {
public:
  explicit source(const sql::ResultSet& x) : row_(x) {
  }

  bool is_null(unsigned column) const {
    return row_.isNull(column + 1);
  }
  std::int64_t number(unsigned column) const {
    return row_.getInt64(column + 1);
  }
  std::string bytes(unsigned column) const {
    return row_.getString(column + 1).asStdString();
  }
  void take_bytes(unsigned column, std::string& to) const {
    to = bytes(column);
  }

private:
  const sql::ResultSet& row_;
};

/// How many of the first rows of these sizes to send with one statement: a
/// power of two, so that there are few different statements, and few enough for
/// the packet limit.
std::size_t rows_of_one_statement(const std::vector<std::size_t>& sizes,
                                  std::size_t first, std::size_t max_packet);

/// What a `row_finder` finds.
loaded_rows load(connection& to, const table& from, const wanted_rows& x);

/// Whether `find` can do it.
bool is_one_statement(const std::vector<std::string>& keys);

/// Visits the rows of some keys, found by one statement that also gives the
/// applied index of that moment.
result<raft::log_index> find(connection& to, const table& from,
                             const std::vector<std::string>& wanted,
                             const task_reader::row_visitor& visit,
                             const std::string& place);

/// Visits rows in the order of their keys until `scan` returns false: a few at
/// a time, because the driver keeps a whole result in memory. At most `most` at
/// a time, for those who want no more.
void scan(connection& to, const table& of, const key_range& range,
          const task_reader::row_visitor& visit,
          std::size_t most = std::numeric_limits<std::size_t>::max());

/// Writes rows, and erases those that are null, in statements of many rows.
void write(connection& to, const table& into, const changed_rows& rows);

void write_runs(connection& to, const table& into,
                std::span<const request_row> rows);

/// `place` is for the text of a failure.
result<store_meta> load_meta(connection& to, const std::string& place);

/// `store_busy` while a snapshot is being installed.
result<raft::log_index> load_visible(connection& to, const std::string& place);

} // namespace taskraft::persistence::mysql
