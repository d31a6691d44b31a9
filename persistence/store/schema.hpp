// How the tables of the task store are described, once for all databases:
// statements, binding, migration and the tests' store come from it.

#pragma once

#include "persistence/store/cell.hpp"
#include "persistence/store/dialect.hpp"
#include "protocol/tasks/row_type.hpp"
#include "protocol/tasks/words.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

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

/// A column holds one field of a row, which has its name unless told otherwise,
/// or what is derived from the row.
struct column {
  std::string_view name;
  column_type type = column_type::number;
  /// The most characters (of text) or bytes; 0: megabytes. SQLite needs none.
  std::uint32_t length = 0;
  /// Where a field is unset or zero.
  bool nullable = false;
  /// The lookup table whose id this is; empty if it is none.
  std::string_view references = {};
  /// "due.date": a field inside of a field.
  std::string_view field = {};
  /// Not stored in the row.
  cell (*derived)(const tasks::row_message&) = nullptr;
  /// The schema version that brought it.
  std::uint32_t since = 1;
  /// The way to the field; found by `schema`.
  std::vector<const google::protobuf::FieldDescriptor*> path = {};
};

struct table {
  std::string_view name;
  /// None for lookup tables and `meta`, whose key is their first column.
  const tasks::row_type* row = nullptr;
  std::vector<column> columns;
  /// Columns that have an index together.
  std::vector<std::vector<std::string_view>> indexes = {};
  /// Rows `(id, name)` of a lookup table.
  std::span<const tasks::word> seed = {};
  /// The schema version that brought it.
  std::uint32_t since = 1;
  /// How many rows a reader keeps in memory at once.
  std::size_t rows_at_once = 256;
  /// The columns of the key; found by `schema`.
  std::vector<const column*> key = {};

  const column& column_named(std::string_view wanted) const;
};

/// All tables of one version of the program.
class schema {
public:
  /// In an order in which they can be created. Ends the process unless each
  /// field of each row has exactly one column, and each row a table.
  schema(std::uint32_t version, std::vector<table> tables);

  schema(const schema&) = delete;
  schema& operator=(const schema&) = delete;

  /// Raised whenever a table changes.
  std::uint32_t version() const {
    return version_;
  }
  const std::vector<table>& tables() const {
    return tables_;
  }
  const table& table_named(std::string_view name) const;
  const table& table_of(const tasks::row_type& x) const;
  /// Tables of rows of a snapshot, in the order of their numbers.
  const std::vector<const table*>& rows() const {
    return rows_;
  }
  /// Null if there is none.
  const table* row_numbered(std::uint32_t number) const;

private:
  std::uint32_t version_;
  std::vector<table> tables_;
  std::vector<const table*> rows_;
};

/// The schema of this program.
const schema& own_schema();

/// Its tables, for programs that have more of them.
std::vector<table> own_tables();

} // namespace taskraft::persistence
