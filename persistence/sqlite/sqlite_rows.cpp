#include "persistence/sqlite/sqlite_rows.hpp"

#include "persistence/sqlite/sqlite_disk.hpp"
#include "persistence/store/meta_row.hpp"

#include <sqlite3.h>

#include <array>
#include <memory>
#include <span>

namespace taskraft::persistence::sqlite {

namespace {

/// The most prepared statements: lists of rows have many forms.
constexpr std::size_t most_statements = 128;

/// A statement opens each index of its table once, for all rows that it writes
/// (measured: by 32 rows a new task takes 60 % of the time, by 80 no less).
constexpr auto rows_a_statement
  = std::array{std::size_t{32}, std::size_t{8}, std::size_t{1}};

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
  auto sql = select_statement(of, range_clause(of, range, dialect::sqlite),
                              dialect::sqlite);
  auto& statement = statements[sql];
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
  for (const auto& [key, row] : rows)
    if (row)
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
