#include "persistence/sqlite/sqlite_task_reader.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/store/list_statement.hpp"
#include "persistence/store/schema.hpp"

#include <map>
#include <optional>
#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

/// The least string behind all strings with this prefix; nothing if there is
/// none.
std::optional<std::string> end_of(std::string_view prefix) {
  auto end = std::string{prefix};
  while (!end.empty() && end.back() == '\xff')
    end.pop_back();
  if (end.empty())
    return std::nullopt;
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

class sqlite_task_reader final : public task_reader {
public:
  explicit sqlite_task_reader(std::string file)
    : file_(std::move(file)), database_(file_, SQLite::OPEN_READONLY),
      begin_(database_, "BEGIN"), end_(database_, "COMMIT"),
      applied_(database_, "SELECT applied_index, installing FROM meta"),
      task_(database_, select_statement(table_named("tasks"), "WHERE id = ?")),
      key_(database_, select_statement(table_named("kv"), "WHERE key = ?")),
      keys_(database_,
            select_statement(table_named("kv"),
                             "WHERE key > ? AND key >= ? ORDER BY key")),
      keys_until_(database_, select_statement(table_named("kv"),
                                              "WHERE key > ? AND key >= ? "
                                              "AND key < ? ORDER BY key")) {
    database_.setBusyTimeout(1000);
  }

  result<raft::log_index> begin() override {
    return guarded(file_, [this]() -> result<raft::log_index> {
      binding{begin_}.run();
      auto using_it = binding{applied_};
      if (!using_it.step())
        return failure{errc::corrupted, file_ + ": the meta row is missing"};
      if (number_at(applied_, 1) != 0) {
        end();
        return failure{errc::store_busy, file_ + ": a snapshot is installed"};
      }
      return raft::log_index{number_at(applied_, 0)};
    });
  }

  void end() override {
    end_.tryReset();
    end_.tryExecuteStep();
    end_.tryReset();
  }

  status scrub() override {
    return guarded(file_, [this]() -> status {
      auto statement = SQLite::Statement{database_, "PRAGMA quick_check(1)"};
      auto said = std::string{"nothing"};
      if (statement.executeStep())
        said = bytes_at(statement, 0);
      if (said != "ok")
        return failure{errc::corrupted, file_ + ": " + said};
      return done{};
    });
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    using rows = std::vector<tasks::wire::Task>;
    return guarded(
      file_, [&]() -> result<rows> { return sqlite::load_tasks(task_, ids); });
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    using rows = std::vector<std::optional<tasks::key_row>>;
    return guarded(
      file_, [&]() -> result<rows> { return sqlite::load_keys(key_, keys); });
  }

  status tasks(const task_filter& filter, const task_scanner& scan) override {
    return guarded(file_, [&]() -> status {
      auto& statement = list_for(filter);
      auto using_it = binding{statement};
      bind_filter(using_it, filter);
      while (using_it.step())
        if (!scan(task_at(statement)))
          break;
      return done{};
    });
  }

  status keys(std::string_view prefix, std::string_view after,
              const key_scanner& scan) override {
    return guarded(file_, [&]() -> status {
      auto end = end_of(prefix);
      auto& statement = end ? keys_until_ : keys_;
      auto using_it = binding{statement};
      using_it.bytes(after).bytes(prefix);
      if (end)
        using_it.bytes(*end);
      while (using_it.step())
        if (!scan(bytes_at(statement, 0), key_at(statement)))
          break;
      return done{};
    });
  }

  status scan_all(raft::log_index forgotten, const row_scanner& scan) override {
    return guarded(file_, [&]() -> status {
      auto scanned = each_of("meta", "", [&](auto& row) -> status {
        auto meta = meta_at(file_, row);
        return meta ? scan(std::move(*meta)) : meta.error();
      });
      if (scanned)
        scanned = each_of("leader", "ORDER BY term",
                          [&](auto& row) { return scan(leader_at(row)); });
      if (scanned)
        scanned = each_of("tasks", "ORDER BY id",
                          [&](auto& row) { return scan(task_at(row)); });
      if (scanned)
        scanned = each_of("kv", "ORDER BY key", [&](auto& row) {
          return scan(kv_row{bytes_at(row, 0), key_at(row)});
        });
      if (scanned)
        scanned
          = each_of("request_ids",
                    "WHERE last_index > " + std::to_string(forgotten.value)
                      + " ORDER BY first_index",
                    [&](auto& row) {
                      return scan_requests_at(file_, row, forgotten, scan);
                    });
      return scanned;
    });
  }

private:
  /// Calls `take` for each row of a table until it fails.
  template <class F>
  status each_of(std::string_view name, const std::string& rest, F take) {
    auto statement
      = SQLite::Statement{database_, select_statement(table_named(name), rest)};
    auto taken = status{done{}};
    while (taken && statement.executeStep())
      taken = take(statement);
    return taken;
  }

  SQLite::Statement& list_for(const task_filter& filter) {
    constexpr std::size_t most_statements = 64;
    auto sql = list_statement(filter, dialect::sqlite);
    auto found = lists_.find(sql);
    if (found != lists_.end())
      return found->second;
    if (lists_.size() == most_statements)
      lists_.clear();
    return lists_.try_emplace(sql, database_, sql).first->second;
  }

  std::string file_;
  SQLite::Database database_;
  SQLite::Statement begin_;
  SQLite::Statement end_;
  SQLite::Statement applied_;
  SQLite::Statement task_;
  SQLite::Statement key_;
  SQLite::Statement keys_;
  SQLite::Statement keys_until_;
  /// Prepared lists by their text.
  std::map<std::string, SQLite::Statement> lists_;
};

} // namespace

std::unique_ptr<task_reader> open_reader(const std::string& file) {
  return std::make_unique<sqlite_task_reader>(file);
}

} // namespace taskraft::persistence::sqlite
