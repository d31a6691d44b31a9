#include "persistence/sqlite/sqlite_rows.hpp"

#include "persistence/sqlite/sqlite_disk.hpp"
#include "persistence/store/meta_row.hpp"

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace taskraft::persistence::sqlite {

namespace {

/// The most prepared statements: lists of rows have many forms.
constexpr std::size_t most_statements = 128;

/// A statement opens each index of its table once, for all rows that it writes
/// (measured: by 32 rows a new task takes 60 % of the time, by 80 no less).
constexpr auto rows_a_statement
  = std::array{std::size_t{32}, std::size_t{8}, std::size_t{1}};

/// A table with at least this number of indexes is updated column by column.
constexpr std::size_t many_indexes = 8;

/// For failures whose reason SQLite does not tell.
errc full_or_failed() {
  return last_refusal_was_room() ? errc::disk_full : errc::storage_failed;
}

errc code_of(const SQLite::Exception& x) {
  if (x.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE)
    return full_or_failed();
  switch (x.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::store_busy;
    case SQLITE_FULL:
      return errc::disk_full;
    case SQLITE_CANTOPEN:
      return full_or_failed();
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
      return errc::corrupted;
    default:
      return errc::storage_failed;
  }
}

/// Changes rows that are there already, column by column: a statement that sets
/// a column writes each index of it anew, whether its value changes or not.
class row_updates {
public:
  row_updates(prepared_statements& statements, const table& to)
    : statements_(statements), to_(to) {
    if (!is_worth_it(to))
      return;
    for (const auto& each : to.columns)
      if (&each != to.key.front())
        columns_.push_back(&each);
    auto& last = statements[select_last_key(to)];
    auto use = binding{last};
    if (use.step())
      last_key_ = source{last}.number(0);
    look_ = select_columns_by_key(to, columns_, dialect::sqlite);
  }

  /// False if there is no such row, which must be inserted then.
  bool carry_out(const tasks::row_message& row) {
    if (columns_.empty())
      return false;
    auto key = cell_of(*to_.key.front(), row);
    if (key.number > last_key_)
      return false;
    auto changed = std::vector<const column*>{};
    auto values = kept_cells{};
    if (!compare_with_stored(key, row, changed, values))
      return false;
    if (changed.empty())
      return true;
    auto use
      = binding{statements_[update_statement(to_, changed, dialect::sqlite)]};
    for (auto i = std::size_t{0}; i < changed.size(); ++i)
      bind_cell(use, *changed[i], values[i]);
    bind_cell(use, *to_.key.front(), key);
    use.run();
    return true;
  }

private:
  /// Rows with a number for a key are added in the order of their numbers.
  static bool is_worth_it(const table& x) {
    return x.indexes.size() >= many_indexes && x.key.size() == 1
           && x.key.front()->type == column_type::number;
  }

  static std::string select_last_key(const table& x) {
    return "SELECT max(" + key_names(x, dialect::sqlite) + ") FROM "
           + quoted(x.name, dialect::sqlite);
  }

  /// Adds the columns whose values differ, and their new values; false if there
  /// is no such row.
  bool compare_with_stored(const cell& key, const tasks::row_message& row,
                           std::vector<const column*>& changed,
                           kept_cells& values) {
    auto& stored = statements_[look_];
    auto use = binding{stored};
    bind_cell(use, *to_.key.front(), key);
    if (!use.step())
      return false;
    for (auto i = std::size_t{0}; i < columns_.size(); ++i) {
      auto value = cell_of(*columns_[i], row);
      auto place = static_cast<unsigned>(i);
      if (compare(value, read_cell(*columns_[i], source{stored}, place)) == 0)
        continue;
      changed.push_back(columns_[i]);
      values.push_back(std::move(value));
    }
    return true;
  }

  prepared_statements& statements_;
  const table& to_;
  /// All but the key; none if rows are not compared.
  std::vector<const column*> columns_;
  std::string look_;
  std::int64_t last_key_ = 0;
};

} // namespace

failure failure_from(const std::string& file, const SQLite::Exception& x) {
  return {code_of(x), file + ": " + x.what()};
}

void source::take_bytes(unsigned column, std::string& to) const {
  auto content = statement_.getColumn(static_cast<int>(column));
  const auto* bytes = static_cast<const char*>(content.getBlob());
  if (bytes == nullptr)
    to.clear();
  else
    to.assign(bytes, static_cast<std::size_t>(content.getBytes()));
}

std::string source::bytes(unsigned column) const {
  auto bytes = std::string{};
  take_bytes(column, bytes);
  return bytes;
}

SQLite::Statement& prepared_statements::operator[](const std::string& sql) {
  if (auto found = statements_.find(sql); found != statements_.end())
    return found->second;
  if (statements_.size() == most_statements)
    statements_.clear();
  return statements_.try_emplace(sql, database_, sql).first->second;
}

SQLite::Statement& prepared_statements::of_range(const table& of,
                                                 const range_form& form) {
  auto place = std::pair{&of, form};
  if (auto found = ranges_.find(place); found != ranges_.end())
    return found->second;
  auto sql = select_statement(of, range_clause(of, form, dialect::sqlite),
                              dialect::sqlite);
  return ranges_.try_emplace(place, database_, sql).first->second;
}

loaded_rows load(prepared_statements& statements, const table& from,
                 const wanted_rows& x) {
  auto found = loaded_rows{};
  auto kept = kept_cells{};
  if (!x.keys.empty()) {
    auto& by_key = statements[select_by_key(from, dialect::sqlite)];
    for (const auto& key : x.keys) {
      auto use = binding{by_key};
      kept.clear();
      bind_key(use, from, key, kept);
      if (use.step())
        found.push_back(read_new_row(from, source{by_key}));
    }
  }
  auto add = [&found](const tasks::row_message& one) {
    auto copy = std::unique_ptr<tasks::row_message>{one.New()};
    copy->CopyFrom(one);
    found.push_back(std::move(copy));
  };
  for (const auto& prefix : x.prefixes)
    scan(statements, from, {.prefix = prefix, .after = {}},
         [&](const tasks::row_message& one) {
           add(one);
           return true;
         });
  for (const auto& range : x.ranges)
    scan(statements, from,
         {.prefix = range.prefix,
          .after = range.from,
          .backwards = range.backwards},
         [&, left = range.count](const tasks::row_message& one) mutable {
           add(one);
           return --left > 0;
         });
  return found;
}

void visit_keys(prepared_statements& statements, const table& of,
                const std::vector<std::string>& keys,
                const task_reader::row_visitor& visit) {
  auto kept = kept_cells{};
  auto& by_key = statements[select_by_key(of, dialect::sqlite)];
  auto row = std::unique_ptr<tasks::row_message>{of.row->blank->New()};
  for (const auto& key : keys) {
    auto use = binding{by_key};
    kept.clear();
    bind_key(use, of, key, kept);
    if (!use.step())
      continue;
    row->Clear();
    read_row(of, source{by_key}, *row);
    if (!visit(*row))
      break;
  }
}

void scan(prepared_statements& statements, const table& of,
          const key_range& range, const task_reader::row_visitor& visit) {
  auto parts = parts_of(of, range);
  auto& statement = statements.of_range(of, form_of(parts, range.backwards));
  auto use = binding{statement};
  bind_range(use, of, parts, dialect::sqlite);
  auto row = std::unique_ptr<tasks::row_message>{of.row->blank->New()};
  while (use.step()) {
    row->Clear();
    read_row(of, source{statement}, *row);
    if (!visit(*row))
      break;
  }
}

void write(prepared_statements& statements, const table& to,
           const changed_rows& rows) {
  auto kept = kept_cells{};
  auto there = std::vector<const tasks::row_message*>{};
  auto updates = row_updates{statements, to};
  for (const auto& [key, row] : rows)
    if (row && !updates.carry_out(*row))
      there.push_back(row.get());
  auto left = std::span{there};
  for (auto count : rows_a_statement) {
    if (left.size() < count)
      continue;
    auto& upsert = statements[upsert_statement(to, dialect::sqlite, count)];
    for (; left.size() >= count; left = left.subspan(count)) {
      auto use = binding{upsert};
      kept.clear();
      for (const auto* row : left.first(count))
        bind_row(use, to, *row, kept);
      use.run();
    }
  }
  auto& erase = statements[delete_statement(to, dialect::sqlite)];
  for (const auto& [key, row] : rows) {
    if (row)
      continue;
    auto use = binding{erase};
    kept.clear();
    bind_key(use, to, key, kept);
    use.run();
  }
}

result<store_meta> load_meta(prepared_statements& statements,
                             const std::string& file) {
  auto& statement = statements[std::string{select_meta}];
  auto use = binding{statement};
  if (!use.step())
    return no_meta(file);
  return read_meta(source{statement}, file);
}

} // namespace taskraft::persistence::sqlite
