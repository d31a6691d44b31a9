// The tables of the task store, described once; the statements of a dialect
// come from this description.

#pragma once

#include "protocol/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

enum class column_type : std::uint8_t {
  /// Up to 63 bits.
  number,
  text,
  bytes,
};

struct column {
  std::string_view name;
  column_type type = column_type::number;
  bool nullable = false;
  /// The lookup table whose id this is; empty if it is none.
  std::string_view references = {};
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

enum class dialect : std::uint8_t { sqlite, mysql };

/// The statements that create and seed one table.
std::vector<std::string> create_statements(const table& x);

/// `INSERT` of all columns that replaces the row with the same key; parameters
/// in the order of the columns.
std::string upsert_statement(const table& x);

/// `SELECT` of all columns in their order; `rest` follows the table's name.
std::string select_statement(const table& x, std::string_view rest);

/// All tables as a script for the database's own shell.
result<std::string> print_schema(dialect x);

} // namespace taskraft::persistence
