#include "persistence/store/statements.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::persistence {

namespace {

std::string type_in_sqlite(const column& x) {
  switch (x.type) {
    case column_type::number:
    case column_type::instant:
    case column_type::day:
      return "INTEGER";
    case column_type::text:
    case column_type::name:
      return "TEXT";
    case column_type::bytes:
      return "BLOB";
  }
  return {};
}

std::string type_in_mysql(const column& x) {
  auto length = "(" + std::to_string(x.length) + ")";
  switch (x.type) {
    case column_type::number:
      return "bigint";
    case column_type::instant:
      return "datetime(6)";
    case column_type::day:
      return "date";
    case column_type::text:
      return x.length == 0 ? "mediumtext" : "varchar" + length;
    case column_type::name:
    case column_type::bytes:
      // The collations of text ignore case or spaces at the end.
      return x.length == 0 ? "mediumblob" : "varbinary" + length;
  }
  return {};
}

std::string joined(const std::vector<std::string>& parts,
                   std::string_view between) {
  auto text = std::string{};
  for (const auto& x : parts)
    text += (text.empty() ? "" : std::string{between}) + x;
  return text;
}

/// `?` or `(?, ?)`, separated by commas.
std::string groups(std::size_t columns, std::size_t rows) {
  return joined(std::vector(rows, "(" + placeholders(columns) + ")"), ", ");
}

/// The expression that reads the column: instants and days become numbers.
std::string value_of(const column& x, dialect to) {
  auto name = quoted(name_of(x, to), to);
  if (to == dialect::mysql && x.type == column_type::instant)
    return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + name + ")";
  if (to == dialect::mysql && x.type == column_type::day)
    return "DATEDIFF(" + name + ", '1970-01-01')";
  return name;
}

std::string declared(const column& x, dialect to) {
  return quoted(name_of(x, to), to) + " " + type_of(x, to)
         + (x.nullable ? "" : " NOT NULL");
}

std::string index_columns(const table& x,
                          const std::vector<std::string_view>& columns,
                          dialect to) {
  auto names = std::vector<std::string>{};
  for (auto each : columns)
    names.push_back(quoted(name_of(x.column_named(each), to), to));
  return "(" + joined(names, ", ") + ")";
}

std::string foreign_key(const column& x, dialect to) {
  return "FOREIGN KEY (" + quoted(x.name, to) + ") REFERENCES "
         + quoted(x.references, to) + " (" + quoted("id", to) + ")";
}

/// MySQL has indexes inside of CREATE TABLE, so that a table is there as a
/// whole or not at all: it commits each statement by itself.
std::string create_table(const table& x, dialect to) {
  auto is_sqlite = to == dialect::sqlite;
  auto lines = std::vector<std::string>{};
  for (const auto& each : x.columns)
    lines.push_back(declared(each, to));
  lines.push_back("PRIMARY KEY (" + key_names(x, to) + ")");
  if (!is_sqlite)
    for (const auto& columns : x.indexes)
      lines.push_back("KEY " + quoted(index_name(x, columns), to) + " "
                      + index_columns(x, columns, to));
  for (const auto& each : x.columns)
    if (!each.references.empty())
      lines.push_back(foreign_key(each, to));
  auto sql
    = std::string{is_sqlite ? "CREATE TABLE " : "CREATE TABLE IF NOT EXISTS "}
      + quoted(x.name, to) + " (\n  " + joined(lines, ",\n  ");
  return sql
         + (is_sqlite ? "\n) STRICT"
                      : "\n) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE "
                        "utf8mb4_bin");
}

/// `(a > ?) OR (a = ? AND b > ?)`
std::string steps_after(const std::vector<std::string>& names,
                        const std::string& beyond) {
  auto steps = std::vector<std::string>{};
  auto equal = std::string{};
  for (const auto& name : names) {
    steps.push_back("(" + equal + name + beyond + "?)");
    equal += name + " = ? AND ";
  }
  return "(" + joined(steps, " OR ") + ")";
}

} // namespace

std::string name_of(const column& x, dialect to) {
  auto is_number = to == dialect::sqlite && x.type == column_type::instant;
  return std::string{x.name} + (is_number ? "_us" : "");
}

std::string type_of(const column& x, dialect to) {
  return to == dialect::sqlite ? type_in_sqlite(x) : type_in_mysql(x);
}

std::string quoted(std::string_view name, dialect to) {
  auto mark = to == dialect::sqlite ? '"' : '`';
  return mark + std::string{name} + mark;
}

std::string placeholders(std::size_t count) {
  return joined(std::vector(count, std::string{"?"}), ", ");
}

std::string key_names(const table& x, dialect to, std::string_view each) {
  auto names = std::vector<std::string>{};
  for (const auto* column : x.key)
    names.push_back(quoted(name_of(*column, to), to) + std::string{each});
  return joined(names, ", ");
}

std::string index_name(const table& x,
                       const std::vector<std::string_view>& columns) {
  auto name = std::string{x.name} + "_by";
  for (auto each : columns)
    name += "_" + std::string{each};
  return name;
}

std::string create_index_statement(const table& x,
                                   const std::vector<std::string_view>& columns,
                                   dialect to) {
  return "CREATE INDEX " + quoted(index_name(x, columns), to) + " ON "
         + quoted(x.name, to) + " " + index_columns(x, columns, to);
}

std::string seed_statement(const table& x, dialect to) {
  auto sql = "INSERT INTO " + quoted(x.name, to) + " VALUES ";
  for (const auto& [id, text] : x.seed)
    sql += (id == x.seed.front().number ? "(" : ", (") + std::to_string(id)
           + ", '" + std::string{text} + "')";
  sql += to == dialect::mysql
           ? " ON DUPLICATE KEY UPDATE `name` = VALUES(`name`)"
           : " ON CONFLICT (id) DO UPDATE SET name = excluded.name";
  return sql;
}

std::vector<std::string> create_statements(const table& x, dialect to) {
  auto statements = std::vector{create_table(x, to)};
  if (to == dialect::sqlite)
    for (const auto& columns : x.indexes)
      statements.push_back(create_index_statement(x, columns, to));
  if (!x.seed.empty())
    statements.push_back(seed_statement(x, to));
  return statements;
}

std::string lengthen_column_statement(const table& x, const column& longer,
                                      dialect to) {
  return "ALTER TABLE " + quoted(x.name, to) + " MODIFY COLUMN "
         + declared(longer, to);
}

std::string add_column_statement(const table& x, const column& added,
                                 dialect to) {
  auto sql = "ALTER TABLE " + quoted(x.name, to) + " ADD COLUMN "
             + declared(added, to);
  auto is_text = added.type == column_type::text
                 || added.type == column_type::name
                 || added.type == column_type::bytes;
  if (!added.nullable && to == dialect::sqlite)
    sql += added.type == column_type::bytes ? " DEFAULT x''"
           : is_text                        ? " DEFAULT ''"
                                            : " DEFAULT 0";
  if (!added.nullable && to == dialect::mysql && !is_text)
    sql += added.type == column_type::number ? " DEFAULT 0"
                                             : " DEFAULT '1970-01-01'";
  return sql;
}

std::string upsert_statement(const table& x, dialect to, std::size_t rows) {
  auto is_sqlite = to == dialect::sqlite;
  auto names = std::vector<std::string>{};
  auto changes = std::vector<std::string>{};
  for (const auto& each : x.columns) {
    auto name = names.emplace_back(quoted(name_of(each, to), to));
    if (std::ranges::find(x.key, &each) == x.key.end())
      changes.push_back(
        name + (is_sqlite ? " = excluded." + name : " = VALUES(" + name + ")"));
  }
  auto sql = "INSERT INTO " + quoted(x.name, to) + " (" + joined(names, ", ")
             + ") VALUES " + groups(names.size(), rows);
  if (is_sqlite)
    return sql + " ON CONFLICT (" + key_names(x, to) + ") DO "
           + (changes.empty() ? "NOTHING"
                              : "UPDATE SET " + joined(changes, ", "));
  if (changes.empty())
    changes.push_back(names.front() + " = " + names.front());
  return sql + " ON DUPLICATE KEY UPDATE " + joined(changes, ", ");
}

namespace {

std::string where_key(const table& x, dialect to, std::size_t keys) {
  if (x.key.size() == 1)
    return " WHERE " + key_names(x, to) + " IN (" + placeholders(keys) + ")";
  auto names = std::vector<std::string>{};
  for (const auto* column : x.key)
    names.push_back(quoted(name_of(*column, to), to) + " = ?");
  auto one = "(" + joined(names, " AND ") + ")";
  return " WHERE " + joined(std::vector(keys, one), " OR ");
}

} // namespace

std::string update_statement(const table& x,
                             std::span<const column* const> changed,
                             dialect to) {
  auto changes = std::vector<std::string>{};
  for (const auto* each : changed)
    changes.push_back(quoted(name_of(*each, to), to) + " = ?");
  return "UPDATE " + quoted(x.name, to) + " SET " + joined(changes, ", ")
         + where_key(x, to, 1);
}

std::string delete_statement(const table& x, dialect to, std::size_t keys) {
  return "DELETE FROM " + quoted(x.name, to) + where_key(x, to, keys);
}

std::string select_columns(const table& x,
                           std::span<const column* const> wanted,
                           std::string_view rest, dialect to) {
  auto values = std::vector<std::string>{};
  for (const auto* each : wanted)
    values.push_back(value_of(*each, to));
  return "SELECT " + joined(values, ", ") + " FROM " + quoted(x.name, to) + " "
         + std::string{rest};
}

std::string select_statement(const table& x, std::string_view rest,
                             dialect to) {
  auto stored = std::vector<const column*>{};
  for (const auto& each : x.columns)
    if (each.derived == nullptr)
      stored.push_back(&each);
  return select_columns(x, stored, rest, to);
}

std::string select_columns_by_key(const table& x,
                                  std::span<const column* const> wanted,
                                  dialect to) {
  return select_columns(x, wanted, where_key(x, to, 1), to);
}

std::string select_by_key(const table& x, dialect to, std::size_t keys) {
  return select_statement(x, where_key(x, to, keys), to);
}

range_parts parts_of(const table& x, const key_range& range) {
  auto prefix = tasks::split_prefix(*x.row, range.prefix);
  auto parts = range_parts{};
  if (!range.after.empty())
    for (const auto& part : tasks::split_key(*x.row, range.after))
      parts.after.push_back(cell_of(part));
  for (const auto& part : prefix.whole)
    parts.equal.push_back(cell_of(part));
  auto shared = std::size_t{0};
  while (shared < std::min(parts.equal.size(), parts.after.size())
         && compare(parts.equal[shared], parts.after[shared]) == 0)
    ++shared;
  if (shared == parts.equal.size())
    parts.after.erase(
      parts.after.begin(),
      parts.after.begin()
        + static_cast<std::ptrdiff_t>(std::min(shared, parts.after.size())));
  if (prefix.begin_of_last.empty())
    return parts;
  if (auto end = tasks::end_of_prefix(prefix.begin_of_last); !end.empty())
    parts.end = cell::of(std::move(end));
  parts.least = cell::of(std::move(prefix.begin_of_last));
  return parts;
}

range_form form_of(const range_parts& parts, bool backwards) {
  return {.equal = parts.equal.size(),
          .has_least = parts.least.is != cell::kind::null,
          .has_end = parts.end.is != cell::kind::null,
          .after = parts.after.size(),
          .backwards = backwards};
}

std::string range_clause(const table& x, const range_form& form, dialect to) {
  auto names = std::vector<std::string>{};
  for (const auto* column : x.key)
    names.push_back(quoted(name_of(*column, to), to));
  auto conditions = std::vector<std::string>{};
  for (auto i = std::size_t{0}; i < form.equal; ++i)
    conditions.push_back(names[i] + " = ?");
  if (form.has_least)
    conditions.push_back(names.back() + " >= ?");
  if (form.has_end)
    conditions.push_back(names.back() + " < ?");
  auto rest = std::vector<std::string>(
    names.end() - static_cast<std::ptrdiff_t>(form.after), names.end());
  auto beyond = std::string{form.backwards ? " < " : " > "};
  if (!rest.empty())
    conditions.push_back(to == dialect::sqlite
                           ? "(" + joined(rest, ", ") + ")" + beyond + "("
                               + placeholders(rest.size()) + ")"
                           : steps_after(rest, beyond));
  auto where = conditions.empty() ? "" : "WHERE " + joined(conditions, " AND ");
  return where + " ORDER BY " + key_names(x, to, form.backwards ? " DESC" : "");
}

std::string print_schema(dialect to) {
  auto script = std::string{};
  for (const auto& each : own_schema().tables())
    for (const auto& statement : create_statements(each, to))
      script += statement + ";\n";
  return script;
}

} // namespace taskraft::persistence
