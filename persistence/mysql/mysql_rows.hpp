// Between MySQL's statements and our rows. Shared by all that talk to a server.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/schema.hpp"
#include "persistence/store/task_store.hpp"

#include <cstddef>
#include <cstdint>
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
  /// Zero is stored as absent.
  binding& instant_or_null(std::uint64_t us) {
    return us == 0 ? null() : instant(static_cast<std::int64_t>(us));
  }
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

/// Columns count from zero.
std::uint64_t number_at(const sql::ResultSet& x, unsigned column);
std::string bytes_at(const sql::ResultSet& x, unsigned column);

void bind_task(binding& x, const tasks::wire::Task& row);
tasks::wire::Task task_at(const sql::ResultSet& x);

void bind_key(binding& x, std::string_view key, const tasks::key_row& row);
tasks::key_row key_at(const sql::ResultSet& x);

/// `?, ?` as often as asked.
std::string placeholders(std::size_t count);

/// How many of the first rows of these sizes to send in one statement: a power
/// of two, so that there are few statements, that no packet limit minds.
std::size_t rows_of_one_statement(const std::vector<std::size_t>& sizes,
                                  std::size_t first, std::size_t max_packet);

/// Writes all rows in statements of many rows each. `bind(binding&, row)` gives
/// a row's columns, `size_of(row)` says how large it is.
template <class Rows, class Bind, class Size>
void upsert_all(connection& to, const table& into, const Rows& rows, Bind bind,
                Size size_of) {
  auto sizes = std::vector<std::size_t>{};
  for (const auto& row : rows)
    sizes.push_back(size_of(row));
  auto row = rows.begin();
  auto written = std::size_t{0};
  while (written < sizes.size()) {
    auto count = rows_of_one_statement(sizes, written, to.max_packet_bytes());
    auto statement
      = binding{to.prepared(upsert_statement(into, dialect::mysql, count))};
    for (auto i = std::size_t{0}; i < count; ++i)
      bind(statement, *row++);
    statement.run();
    written += count;
  }
}

} // namespace taskraft::persistence::mysql
