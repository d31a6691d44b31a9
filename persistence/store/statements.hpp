// SQL in both dialects, written from the description of the tables.

#pragma once

#include "persistence/store/row_cells.hpp"
#include "persistence/store/schema.hpp"

#include <compare>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// The column's name in the dialect.
std::string name_of(const column& x, dialect to);

/// The column's type in the dialect, without NOT NULL.
std::string type_of(const column& x, dialect to);

/// The statements that create one table with its indexes and first rows. Those
/// of MySQL may be run again.
std::vector<std::string> create_statements(const table& x, dialect to);

/// Makes room in a column for what an older version had none for.
std::string lengthen_column_statement(const table& x, const column& longer,
                                      dialect to);

/// Adds a column to a table with rows, in which it becomes null, zero or empty.
std::string add_column_statement(const table& x, const column& added,
                                 dialect to);

std::string index_name(const table& x,
                       const std::vector<std::string_view>& columns);
std::string create_index_statement(const table& x,
                                   const std::vector<std::string_view>& columns,
                                   dialect to);

/// Fills a lookup table, or brings it up to date.
std::string seed_statement(const table& x, dialect to);

/// `INSERT` of all columns of `rows` rows that replaces rows with the same
/// keys. Parameters are those of `bind_row`, row by row. MySQL takes instants
/// and days as text.
std::string upsert_statement(const table& x, dialect to, std::size_t rows = 1);

/// `UPDATE` of these columns of one row; the parameters are theirs, then the
/// key's.
std::string update_statement(const table& x,
                             std::span<const column* const> changed,
                             dialect to);

/// Parameters as `bind_key` binds them, key by key.
std::string delete_statement(const table& x, dialect to, std::size_t keys = 1);

/// `SELECT` of these columns, each as `read_cell` reads it; `rest` follows the
/// table's name.
std::string select_columns(const table& x,
                           std::span<const column* const> wanted,
                           std::string_view rest, dialect to);

/// `SELECT` of the columns that `read_row` reads; `rest` follows the table's
/// name.
std::string select_statement(const table& x, std::string_view rest, dialect to);

/// Selects these columns of one row by its key, as `select_columns` does.
std::string select_columns_by_key(const table& x,
                                  std::span<const column* const> wanted,
                                  dialect to);

/// Selects rows by `keys` keys, which `bind_key` binds.
std::string select_by_key(const table& x, dialect to, std::size_t keys = 1);

/// `count` placeholders: `?, ?`.
std::string placeholders(std::size_t count);

/// A quoted name, because `key` is a word of SQL.
std::string quoted(std::string_view name, dialect to);

/// "k1, k2": the columns of the key, followed by `each`.
std::string key_names(const table& x, dialect to, std::string_view each = "");

/// Keys that begin with `prefix` and come after `after`, if it is not empty;
/// backwards, keys that come before it.
struct key_range {
  std::string prefix;
  std::string after;
  bool backwards = false;
};

/// The conditions of a range, as `range_clause` and `bind_range` see them.
struct range_parts {
  std::vector<cell> equal;
  cell least;
  cell end;
  /// The fields of `after` that are not equal in all of the range.
  std::vector<cell> after;
};
range_parts parts_of(const table& x, const key_range& range);

/// What the text of a range's clause depends on.
struct range_form {
  std::size_t equal = 0;
  bool has_least = false;
  bool has_end = false;
  std::size_t after = 0;
  bool backwards = false;

  friend auto operator<=>(const range_form&, const range_form&) = default;
};
range_form form_of(const range_parts& parts, bool backwards);

/// `WHERE ... ORDER BY ...` of rows in a range, in the order of their keys, or
/// backwards.
std::string range_clause(const table& x, const range_form& form, dialect to);

/// Binds the parameters of `range_clause`.
template <class Use>
void bind_range(Use& use, const table& x, const range_parts& parts,
                dialect to) {
  for (auto i = std::size_t{0}; i < parts.equal.size(); ++i)
    bind_cell(use, *x.key[i], parts.equal[i]);
  for (const auto* bound : {&parts.least, &parts.end})
    if (bound->is != cell::kind::null)
      bind_cell(use, *x.key.back(), *bound);
  // SQLite uses an index to compare several columns at once; MySQL does not.
  auto first = x.key.size() - parts.after.size();
  for (auto last = std::size_t{0}; last < parts.after.size(); ++last) {
    if (to == dialect::sqlite)
      bind_cell(use, *x.key[first + last], parts.after[last]);
    else
      for (auto i = std::size_t{0}; i <= last; ++i)
        bind_cell(use, *x.key[first + i], parts.after[i]);
  }
}

} // namespace taskraft::persistence
