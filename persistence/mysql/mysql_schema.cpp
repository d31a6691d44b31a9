#include "persistence/mysql/mysql_schema.hpp"

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/meta_row.hpp"
#include "persistence/store/migration.hpp"

#include <algorithm>
#include <memory>

namespace taskraft::persistence::mysql {

namespace {

void read_columns(connection& from, found_tables& to) {
  auto found
    = from.ask("SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, "
               "IFNULL(COLLATION_NAME, '') FROM information_schema.COLUMNS "
               "WHERE TABLE_SCHEMA = DATABASE()");
  while (found->next()) {
    auto row = source{*found};
    auto type = row.bytes(2);
    // Some servers add a display width to integer types, which means nothing.
    if (type.starts_with("bigint(") && type.ends_with(")"))
      type = "bigint";
    auto text = row.bytes(1) + " " + type;
    if (row.bytes(3) == "NO")
      text += " NOT NULL";
    if (auto collation = row.bytes(4); !collation.empty())
      text += " " + collation;
    to.columns[row.bytes(0)].insert(text);
  }
}

void read_indexes(connection& from, found_tables& to) {
  auto found = from.ask("SELECT INDEX_NAME FROM information_schema.STATISTICS "
                        "WHERE TABLE_SCHEMA = DATABASE()");
  while (found->next())
    to.indexes.insert(source{*found}.bytes(0));
}

status check_engines(connection& to, const std::string& place) {
  auto row = to.ask("SELECT COUNT(*) FROM information_schema.TABLES WHERE "
                    "TABLE_SCHEMA = DATABASE() AND ENGINE <> 'InnoDB'");
  if (row->next() && row->getInt(1) != 0)
    return failure{errc::corrupted, place + ": a table is not InnoDB's"};
  return done{};
}

/// Whether any of our tables has a row.
bool has_rows(connection& to, const found_tables& found, const schema& of) {
  return std::ranges::any_of(of.tables(), [&](const table& x) {
    return x.row != nullptr && found.columns.contains(std::string{x.name})
           && to.ask("SELECT 1 FROM " + quoted(x.name, dialect::mysql)
                     + " LIMIT 1")
                ->next();
  });
}

/// The tables of a schema that is ours or empty.
result<found_tables> look_at(connection& to, const schema& wanted,
                             const std::string& place) {
  auto found = found_tables{};
  read_columns(to, found);
  read_indexes(to, found);
  if (found.columns.contains("meta")) {
    auto row = to.ask("SELECT schema_version FROM meta");
    if (row->next()) {
      found.version = static_cast<std::uint32_t>(source{*row}.number(0));
      return found;
    }
  }
  // `meta` gets its row last, so this may be a creation that was interrupted.
  for (const auto& [name, columns] : found.columns)
    if (std::ranges::find(wanted.tables(), name, &table::name)
        == wanted.tables().end())
      return failure{errc::corrupted, place + ": the schema holds table " + name
                                        + ", which is not ours; it must be "
                                          "empty"};
  if (has_rows(to, found, wanted))
    return no_meta(place);
  return found;
}

void refresh_rows(connection& to, const table& x) {
  // There is no failure to return: `scan` and `write` throw.
  static_cast<void>(refresh(
    x,
    [&](const key_range& range, const task_reader::row_visitor& visit) {
      scan(to, x, range, visit);
      return status{done{}};
    },
    [&](const changed_rows& rows) { write(to, x, rows); }));
}

void set_version(connection& to, bool is_new, std::uint32_t version) {
  if (!is_new) {
    binding{to.prepared("UPDATE meta SET schema_version = ?")}
      .number(version)
      .run();
    return;
  }
  binding{to.prepared(std::string{insert_meta})}
    .number(version)
    .number(0)
    .text("")
    .run();
}

} // namespace

bool has_table(connection& to, std::string_view name) {
  return to
    .ask("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
         "DATABASE() AND TABLE_NAME = '"
         + std::string{name} + "'")
    ->next();
}

status migrate(connection& to, const schema& wanted, const std::string& place) {
  auto found = look_at(to, wanted, place);
  if (!found)
    return found.error();
  auto statements = migration_from(*found, wanted, dialect::mysql, place);
  if (!statements)
    return statements.error();
  if (auto ours = check_engines(to, place); !ours)
    return ours;
  if (found->version == wanted.version())
    return done{};
  for (const auto& statement : *statements)
    to.execute(statement);
  for (const auto* each : tables_to_refresh(*found, wanted))
    refresh_rows(to, *each);
  set_version(to, found->version == 0, wanted.version());
  return done{};
}

} // namespace taskraft::persistence::mysql
