#include "persistence/sqlite/sqlite_schema.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/store/meta_row.hpp"
#include "persistence/store/migration.hpp"

#include <set>
#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

std::set<std::string> columns_of(SQLite::Database& database,
                                 const std::string& table) {
  auto names = std::set<std::string>{};
  auto query = SQLite::Statement{
    database, "SELECT name, type, \"notnull\" FROM pragma_table_info(?)"};
  query.bind(1, table);
  while (query.executeStep()) {
    auto row = source{query};
    names.insert(row.bytes(0) + " " + row.bytes(1)
                 + (row.number(2) != 0 ? " NOT NULL" : ""));
  }
  return names;
}

result<found_tables> look_at(SQLite::Database& database,
                             const std::string& file) {
  auto found = found_tables{};
  auto query = SQLite::Statement{database, "SELECT type, name FROM "
                                           "sqlite_master WHERE sql NOT NULL"};
  while (query.executeStep()) {
    auto row = source{query};
    auto name = row.bytes(1);
    if (row.bytes(0) == "table")
      found.columns[name] = columns_of(database, name);
    else
      found.indexes.insert(name);
  }
  if (found.columns.empty())
    return found;
  if (!found.columns.contains("meta"))
    return failure{errc::corrupted,
                   file + ": table meta is missing or not of this version"};
  auto version = SQLite::Statement{database, "SELECT schema_version FROM meta"};
  if (!version.executeStep())
    return no_meta(file);
  found.version = version.getColumn(0).getUInt();
  return found;
}

void refresh_rows(SQLite::Database& database, const table& x) {
  auto statements = prepared_statements{database};
  // There is no failure to return: `scan` and `write` throw.
  static_cast<void>(refresh(
    x,
    [&](const key_range& range, const task_reader::row_visitor& visit) {
      scan(statements, x, range, visit);
      return status{done{}};
    },
    [&](const changed_rows& rows) { write(statements, x, rows); }));
}

void set_version(SQLite::Database& database, bool is_new,
                 std::uint32_t version) {
  auto sql
    = is_new ? std::string{insert_meta} : "UPDATE meta SET schema_version = ?";
  auto statement = SQLite::Statement{database, sql};
  auto use = binding{statement};
  auto nobody = std::string{};
  use.number(version);
  if (is_new)
    use.number(0).text(nobody);
  use.run();
}

} // namespace

status migrate(SQLite::Database& database, const schema& to,
               const std::string& file) {
  auto transaction
    = SQLite::Transaction{database, SQLite::TransactionBehavior::IMMEDIATE};
  auto found = look_at(database, file);
  if (!found)
    return found.error();
  auto statements = migration_from(*found, to, dialect::sqlite, file);
  if (!statements)
    return statements.error();
  if (found->version == to.version())
    return done{};
  for (const auto& statement : *statements)
    database.exec(statement);
  for (const auto* each : tables_to_refresh(*found, to))
    refresh_rows(database, *each);
  set_version(database, found->version == 0, to.version());
  transaction.commit();
  return done{};
}

} // namespace taskraft::persistence::sqlite
