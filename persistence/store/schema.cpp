#include "persistence/store/schema.hpp"

#include "protocol/invariant.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

column sized(std::string_view name, column_type type, std::uint32_t length) {
  return {.name = name, .type = type, .length = length};
}

/// One row. A store that is found with `installing` set counts as empty. Not
/// replicated are that, `flushes`, which SQLite counts, and the owner, who is
/// only named where nodes could meet in one database.
table describe_meta() {
  using enum column_type;
  return {"meta",
          {{"id"},
           {"schema_version"},
           {"applied_index"},
           {"applied_term"},
           sized("cluster_id", name, 64),
           {"rules_level"},
           {"clock_us"},
           {"next_task_id"},
           {"membership_index"},
           {"membership", bytes},
           {"installing"},
           {"flushes"},
           {"owner_node"},
           sized("owner_disk", name, 64)},
          {},
          {}};
}

std::vector<table> describe() {
  using enum column_type;
  return {
    {"task_status",
     {{"id"}, sized("name", name, 16)},
     {},
     {{1, "todo"}, {2, "in_progress"}, {3, "completed"}, {4, "cancelled"}}},
    {"task_priority",
     {{"id"}, sized("name", name, 16)},
     {},
     {{1, "none"}, {2, "low"}, {3, "medium"}, {4, "high"}, {5, "urgent"}}},
    // `due_order_us` is where the task stands in the order of due times: its
    // instant, the start of its day in UTC, or the end of time.
    {"tasks",
     {{"id"},
      {"rev"},
      sized("title", text, tasks::max_title_characters),
      {"description", text},
      {"status", number, false, "task_status"},
      {"priority", number, false, "task_priority"},
      {"due_date", day, true},
      {"due_instant", instant, true},
      {"due_order_us"},
      sized("creator", name, tasks::max_actor_bytes),
      {"created_at", instant},
      {"updated_at", instant},
      {"completed_at", instant, true},
      {"deleted_at", instant, true}},
     {"status", "priority", "due_order_us"},
     {}},
    // Rows in the order of their arrival with an index on the key: random
    // keys in an index-organised table took twice as long (measured, SQLite).
    {"kv",
     {sized("key", bytes, tasks::max_key_bytes), {"value", bytes}, {"rev"}},
     {},
     {}},
    // A row holds the request ids and results of a run of log entries.
    {"request_ids",
     {{"first_index"}, {"last_index"}, {"content", bytes}},
     {},
     {}},
    {"leader", {{"term"}, {"node"}, {"since", instant}}, {}, {}},
    describe_meta(),
  };
}

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
      // Text collations pad and fold.
      return x.length == 0 ? "mediumblob" : "varbinary" + length;
  }
  return {};
}

/// A name as the dialect wants it where `key` is a name like any other.
std::string quoted(std::string_view name, dialect to) {
  if (to == dialect::sqlite)
    return std::string{name};
  return '`' + std::string{name} + '`';
}

std::string index_name(const table& x, std::string_view column) {
  return std::string{x.name} + "_by_" + std::string{column};
}

std::string names_of(const table& x, dialect to) {
  auto names = std::string{};
  for (const auto& column : x.columns) {
    names += names.empty() ? "" : ", ";
    names += quoted(name_of(column, to), to);
  }
  return names;
}

/// How the column is read, so that instants and days are numbers.
std::string value_of(const column& x, dialect to) {
  auto name = quoted(name_of(x, to), to);
  if (to == dialect::mysql && x.type == column_type::instant)
    return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " + name + ")";
  if (to == dialect::mysql && x.type == column_type::day)
    return "DATEDIFF(" + name + ", '1970-01-01')";
  return name;
}

/// Indexes and foreign keys, which MySQL has inside of CREATE TABLE, so that a
/// table is there as a whole or not at all.
std::string keys_in_mysql(const table& x) {
  auto name = [](std::string_view y) { return quoted(y, dialect::mysql); };
  auto sql = std::string{};
  for (auto column : x.indexed)
    sql
      += ",\n  KEY " + name(index_name(x, column)) + " (" + name(column) + ")";
  for (const auto& column : x.columns)
    if (!column.references.empty())
      sql += ",\n  FOREIGN KEY (" + name(column.name) + ") REFERENCES "
             + name(column.references) + " (`id`)";
  return sql;
}

std::string create_table(const table& x, dialect to) {
  // MySQL commits each table by itself: creation must be able to go on.
  auto sql = std::string{to == dialect::sqlite ? "CREATE TABLE "
                                               : "CREATE TABLE IF NOT EXISTS "}
             + quoted(x.name, to) + " (";
  auto first = true;
  for (const auto& column : x.columns) {
    sql += first ? "\n  " : ",\n  ";
    sql += quoted(name_of(column, to), to) + " " + type_of(column, to);
    if (!column.nullable)
      sql += " NOT NULL";
    if (first)
      sql += " PRIMARY KEY";
    if (to == dialect::sqlite && !column.references.empty())
      sql += " REFERENCES " + std::string{column.references} + " (id)";
    first = false;
  }
  if (to == dialect::sqlite)
    return sql + "\n) STRICT";
  return sql + keys_in_mysql(x)
         + "\n) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
}

/// `(?, ?), (?, ?)`
std::string placeholders(const table& x, std::size_t rows) {
  auto row = std::string{"("};
  for (auto i = std::size_t{0}; i < x.columns.size(); ++i)
    row += i == 0 ? "?" : ", ?";
  row += ")";
  auto all = row;
  for (auto i = std::size_t{1}; i < rows; ++i)
    all += ", " + row;
  return all;
}

std::string seed_statement(const table& x, dialect to) {
  auto sql = "INSERT INTO " + quoted(x.name, to) + " VALUES ";
  for (const auto& [id, text] : x.seed)
    sql += (id == x.seed.front().first ? "(" : ", (") + std::to_string(id)
           + ", '" + std::string{text} + "')";
  if (to == dialect::mysql)
    sql += " ON DUPLICATE KEY UPDATE `name` = VALUES(`name`)";
  return sql;
}

} // namespace

const std::vector<table>& schema() {
  static const auto tables = describe();
  return tables;
}

const table& table_named(std::string_view name) {
  auto found = std::ranges::find(schema(), name, &table::name);
  RAFT_INVARIANT(found != schema().end());
  return *found;
}

std::string name_of(const column& x, dialect to) {
  auto is_number = to == dialect::sqlite && x.type == column_type::instant;
  return std::string{x.name} + (is_number ? "_us" : "");
}

std::string type_of(const column& x, dialect to) {
  return to == dialect::sqlite ? type_in_sqlite(x) : type_in_mysql(x);
}

std::vector<std::string> create_statements(const table& x, dialect to) {
  auto statements = std::vector{create_table(x, to)};
  if (to == dialect::sqlite)
    for (auto column : x.indexed)
      statements.push_back("CREATE INDEX " + index_name(x, column) + " ON "
                           + std::string{x.name} + " (" + std::string{column}
                           + ")");
  if (!x.seed.empty())
    statements.push_back(seed_statement(x, to));
  return statements;
}

std::string upsert_statement(const table& x, dialect to, std::size_t rows) {
  auto is_sqlite = to == dialect::sqlite;
  auto sql = "INSERT INTO " + quoted(x.name, to) + " (" + names_of(x, to)
             + ") VALUES " + placeholders(x, rows);
  sql += is_sqlite ? " ON CONFLICT (" + std::string{x.columns.front().name}
                       + ") DO UPDATE SET "
                   : " ON DUPLICATE KEY UPDATE ";
  for (auto i = std::size_t{1}; i < x.columns.size(); ++i) {
    auto name = quoted(name_of(x.columns[i], to), to);
    sql += (i == 1 ? "" : ", ") + name;
    sql += is_sqlite ? " = excluded." + name : " = VALUES(" + name + ")";
  }
  return sql;
}

std::string select_statement(const table& x, std::string_view rest,
                             dialect to) {
  auto values = std::string{};
  for (const auto& column : x.columns)
    values += (values.empty() ? "" : ", ") + value_of(column, to);
  return "SELECT " + values + " FROM " + quoted(x.name, to) + " "
         + std::string{rest};
}

std::string print_schema(dialect to) {
  auto script = std::string{};
  for (const auto& each : schema())
    for (const auto& statement : create_statements(each, to))
      script += statement + ";\n";
  return script;
}

} // namespace taskraft::persistence
