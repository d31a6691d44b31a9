// The description of the task store's tables, once for all databases.
// Statements, binding, migration and the tests' store are derived from it.

#pragma once

#include "persistence/store/cell.hpp"
#include "persistence/store/dialect.hpp"
#include "protocol/tasks/row_type.hpp"
#include "protocol/tasks/words.hpp"

#include <cstddef>
#include <cstdint>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
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

/// How a column's field is read and written without reflection, which costs too
/// much where there are very many rows. Null where reflection does it.
struct field_access {
  cell (*get)(const tasks::row_message&) = nullptr;
  void (*set_number)(tasks::row_message&, std::int64_t) = nullptr;
  std::string& (*bytes)(tasks::row_message&) = nullptr;
};

/// What is known of the field at the end of a path, and would cost too much to
/// be found out for each row.
struct known_field {
  /// Of the message that holds it.
  const google::protobuf::Reflection* reflection = nullptr;
  google::protobuf::FieldDescriptor::CppType type = {};
  bool is_repeated = false;
  bool has_presence = false;
};

/// A column holds one field of a row, which has the column's name unless
/// `field` names another one, or a value that is derived from the row. Names in
/// a list, none of them empty, have commas between them.
struct column {
  std::string_view name;
  column_type type = column_type::number;
  /// The most characters of text, or bytes of a blob; 0 means megabytes. SQLite
  /// has no such limit.
  std::uint32_t length = 0;
  /// Whether the column is null where the field is unset or zero.
  bool nullable = false;
  /// The lookup table whose ids the column holds; empty if there is none.
  std::string_view references = {};
  /// "due.date": a field inside of a field.
  std::string_view field = {};
  /// Computes a derived column from the row; null for a field.
  cell (*derived)(const tasks::row_message&) = nullptr;
  field_access direct = {};
  /// The schema version that added it, or changed how it is derived.
  std::uint32_t since = 1;
  /// The schema version that made it longer, and its length before; zero if
  /// none has.
  std::uint32_t lengthened = 0;
  std::uint32_t former_length = 0;
  /// The path to the field; `schema` fills it.
  std::vector<const google::protobuf::FieldDescriptor*> path = {};
  known_field last = {};
};

struct table {
  std::string_view name;
  /// The columns of the key; none for lookup tables and `meta`, whose key is
  /// their first column.
  const tasks::row_type* row = nullptr;
  std::vector<column> columns;
  /// Columns that have an index together.
  std::vector<std::vector<std::string_view>> indexes = {};
  /// Rows `(id, name)` of a lookup table.
  std::span<const tasks::word> seed = {};
  /// The schema version that added it.
  std::uint32_t since = 1;
  /// How many rows a reader keeps in memory at once.
  std::size_t rows_at_once = 256;
  /// The columns of the key; `schema` fills it.
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
  /// The table with this name; null if there is none.
  const table* row_numbered(std::uint32_t number) const;

private:
  std::uint32_t version_;
  std::vector<table> tables_;
  std::vector<const table*> rows_;
};

/// The schema of this program.
const schema& own_schema();

/// The tables of this program, to which tests add their own.
std::vector<table> own_tables();

} // namespace taskraft::persistence
