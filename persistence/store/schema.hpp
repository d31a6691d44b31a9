// The tables of the task store, described once; the statements of a dialect
// come from this description.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

enum class dialect : std::uint8_t { sqlite, mysql };

enum class column_type : std::uint8_t {
  /// Up to 63 bits.
  number,
  /// A point in time, given as microseconds since 1970: a number in SQLite,
  /// where the column's name ends in `_us`, and a DATETIME(6) in MySQL.
  instant,
  /// A day, given as days since 1970: a number in SQLite, a DATE in MySQL.
  day,
  text,
  /// Text that is compared byte by byte.
  name,
  bytes,
};

struct column {
  std::string_view name;
  column_type type = column_type::number;
  bool nullable = false;
  /// The lookup table whose id this is; empty if it is none.
  std::string_view references = {};
  /// The most characters (of text) or bytes; 0: megabytes. SQLite needs none.
  std::uint32_t length = 0;
};

struct table {
  std::string_view name;
  /// The first one is the primary key.
  std::vector<column> columns;
  /// Columns that have an index of their own.
  std::vector<std::string_view> indexed;
  /// Rows `(id, name)` of a lookup table.
  std::vector<std::pair<std::uint32_t, std::string_view>> seed;
};

/// Raised whenever a table changes.
inline constexpr std::uint32_t schema_version = 1;

/// In an order in which they can be created.
const std::vector<table>& schema();

const table& table_named(std::string_view name);

/// What the column is called there.
std::string name_of(const column& x, dialect to = dialect::sqlite);

/// The column's type there, without NOT NULL.
std::string type_of(const column& x, dialect to = dialect::sqlite);

/// The statements that create and seed one table. Those of MySQL may be run
/// again.
std::vector<std::string> create_statements(const table& x,
                                           dialect to = dialect::sqlite);

/// `INSERT` of all columns of so many rows that replaces rows with the same
/// keys; parameters in the order of the columns, row by row. MySQL takes
/// instants and days as text.
std::string upsert_statement(const table& x, dialect to = dialect::sqlite,
                             std::size_t rows = 1);

/// `SELECT` of all columns in their order, instants and days as numbers;
/// `rest` follows the table's name.
std::string select_statement(const table& x, std::string_view rest,
                             dialect to = dialect::sqlite);

/// All tables as a script for the database's own shell.
std::string print_schema(dialect to);

} // namespace taskraft::persistence
