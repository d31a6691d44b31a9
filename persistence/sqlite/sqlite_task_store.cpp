#include "persistence/sqlite/sqlite_task_store.hpp"

#include "persistence/sqlite/sqlite_disk.hpp"
#include "persistence/sqlite/sqlite_row_loader.hpp"
#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/sqlite/sqlite_task_reader.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence {

namespace {

using sqlite::binding;
using sqlite::guarded;

failure damaged(const std::string& file, const std::string& what) {
  return {errc::corrupted, file + ": " + what};
}

/// Every statement of every day, prepared once.
struct statements {
  explicit statements(SQLite::Database& x)
    : load_meta(x, select_statement(table_named("meta"), "")),
      move_meta(x, "UPDATE meta SET applied_index = ?, applied_term = ?, "
                   "cluster_id = ?, rules_level = ?, clock_us = ?, "
                   "next_task_id = ?, membership_index = ?, membership = ? "
                   "WHERE applied_index = ? AND installing = 0"),
      put_meta(x, "UPDATE meta SET applied_index = ?, applied_term = ?, "
                  "cluster_id = ?, rules_level = ?, clock_us = ?, "
                  "next_task_id = ?, membership_index = ?, membership = ?, "
                  "installing = ?"),
      put_task(x, upsert_statement(table_named("tasks"))),
      put_key(x, upsert_statement(table_named("kv"))),
      erase_key(x, "DELETE FROM kv WHERE key = ?"),
      put_leader(x, upsert_statement(table_named("leader"))),
      put_requests(x, upsert_statement(table_named("request_ids"))),
      // Runs do not overlap: only the last one of these may reach further.
      forget_requests(x, "DELETE FROM request_ids WHERE first_index <= ? "
                         "AND last_index <= ?"),
      scan_requests(x, select_statement(table_named("request_ids"),
                                        "WHERE last_index > ? "
                                        "ORDER BY first_index")) {
  }

  SQLite::Statement load_meta;
  SQLite::Statement move_meta;
  SQLite::Statement put_meta;
  SQLite::Statement put_task;
  SQLite::Statement put_key;
  SQLite::Statement erase_key;
  SQLite::Statement put_leader;
  SQLite::Statement put_requests;
  SQLite::Statement forget_requests;
  SQLite::Statement scan_requests;
};

class sqlite_task_store final : public task_store {
public:
  /// Throws SQLite's exceptions.
  explicit sqlite_task_store(std::string file)
    : file_(std::move(file)),
      database_(file_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
    database_.setBusyTimeout(1000);
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = NORMAL");
    database_.exec("PRAGMA foreign_keys = ON");
    // Large checkpoints write a page once for many changes of it (measured).
    database_.exec("PRAGMA wal_autocheckpoint = 20000");
    database_.exec("PRAGMA cache_size = -65536");
  }

  /// Creates the tables, or checks them; then makes durable what is there.
  status prepare() {
    auto checked = is_empty() ? create() : check();
    if (!checked)
      return checked;
    sql_.emplace(database_);
    if (auto found = load_meta(); !found)
      return found.error();
    if (database_.execAndGet("SELECT installing FROM meta").getInt() != 0) {
      auto transaction = SQLite::Transaction{database_};
      remove_rows();
      put_meta({}, false);
      transaction.commit();
    }
    auto durable = make_durable();
    return durable ? status{done{}} : status{durable.error()};
  }

  result<store_meta> load_meta() override {
    return guarded(file_, [this]() -> result<store_meta> {
      auto using_it = binding{sql_->load_meta};
      if (!using_it.step())
        return damaged(file_, "the meta row is missing");
      return sqlite::meta_at(file_, sql_->load_meta);
    });
  }

  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    return guarded(file_, [&]() -> status {
      auto using_it = binding{sql_->scan_requests};
      using_it.number(after.value);
      auto scanned = status{done{}};
      while (scanned && using_it.step())
        scanned = sqlite::scan_requests_at(file_, sql_->scan_requests, after,
                                           [&scan](const request_row& row) {
                                             scan(row);
                                             return done{};
                                           });
      return scanned;
    });
  }

  status commit(const change_set& x) override {
    return guarded(file_, [&]() -> status {
      auto transaction = SQLite::Transaction{
        database_, SQLite::TransactionBehavior::IMMEDIATE};
      if (!move_meta(x))
        return failure{errc::conflict, file_ + ": log index "
                                         + std::to_string(x.before.value)
                                         + " is not what was applied last"};
      write_rows(x);
      transaction.commit();
      return done{};
    });
  }

  result<raft::log_index> make_durable() override {
    return guarded(file_, [this]() -> result<raft::log_index> {
      auto found = load_meta();
      if (!found)
        return found.error();
      // A commit under FULL syncs the write-ahead log, and with it everything
      // that was committed before.
      database_.exec("PRAGMA synchronous = FULL");
      database_.exec("UPDATE meta SET flushes = flushes + 1");
      database_.exec("PRAGMA synchronous = NORMAL");
      return found->applied.index;
    });
  }

  result<std::unique_ptr<row_loader>> open_loader() override {
    return guarded(file_, [this]() -> result<std::unique_ptr<row_loader>> {
      return sqlite::open_loader(file_);
    });
  }

  result<std::unique_ptr<task_reader>> open_reader() override {
    return guarded(file_, [this]() -> result<std::unique_ptr<task_reader>> {
      return sqlite::open_reader(file_);
    });
  }

  status begin_install() override {
    return guarded(file_, [this]() -> status {
      auto transaction = SQLite::Transaction{
        database_, SQLite::TransactionBehavior::IMMEDIATE};
      remove_rows();
      put_meta({}, true);
      transaction.commit();
      return done{};
    });
  }

  status install(const change_set& rows) override {
    return guarded(file_, [&]() -> status {
      auto transaction = SQLite::Transaction{
        database_, SQLite::TransactionBehavior::IMMEDIATE};
      write_rows(rows);
      transaction.commit();
      return done{};
    });
  }

  status finish_install(const store_meta& x) override {
    return guarded(file_, [&]() -> status {
      put_meta(x, false);
      auto durable = make_durable();
      return durable ? status{done{}} : status{durable.error()};
    });
  }

private:
  bool is_empty() {
    return database_.execAndGet("SELECT count(*) FROM sqlite_master").getInt()
           == 0;
  }

  status create() {
    auto transaction = SQLite::Transaction{database_};
    for (const auto& each : schema())
      for (const auto& statement : create_statements(each))
        database_.exec(statement);
    database_.exec("INSERT INTO meta VALUES (1, "
                   + std::to_string(schema_version)
                   + ", 0, 0, '', 1, 0, 1, 0, x'', 0, 0, 0, '')");
    transaction.commit();
    return done{};
  }

  status check() {
    auto query = SQLite::Statement{
      database_, "SELECT sql FROM sqlite_master WHERE name = ?"};
    for (const auto& each : schema()) {
      auto using_it = binding{query};
      auto name = std::string{each.name};
      if (!using_it.text(name).step()
          || sqlite::bytes_at(query, 0) != create_statements(each).front())
        return damaged(file_,
                       "table " + name + " is missing or not of this version");
    }
    auto version
      = SQLite::Statement{database_, "SELECT schema_version FROM meta"};
    if (version.executeStep()
        && version.getColumn(0).getUInt() != schema_version)
      return damaged(file_, "schema version " + version.getColumn(0).getString()
                              + " is not of this version");
    return done{};
  }

  /// False if the store is not where the change set begins.
  bool move_meta(const change_set& x) {
    auto members = raft::encode(x.after.members.value);
    return binding{sql_->move_meta}
             .number(x.after.applied.index.value)
             .number(x.after.applied.term.value)
             .text(x.after.cluster_id)
             .number(x.after.rules_level)
             .number(x.after.clock_us)
             .number(x.after.next_task_id)
             .number(x.after.members.index.value)
             .bytes(members)
             .number(x.before.value)
             .run()
           == 1;
  }

  void put_meta(const store_meta& x, bool installing) {
    auto members = raft::encode(x.members.value);
    binding{sql_->put_meta}
      .number(x.applied.index.value)
      .number(x.applied.term.value)
      .text(x.cluster_id)
      .number(x.rules_level)
      .number(x.clock_us)
      .number(x.next_task_id)
      .number(x.members.index.value)
      .bytes(members)
      .number(installing ? 1 : 0)
      .run();
  }

  void remove_rows() {
    for (const auto& each : schema())
      if (each.seed.empty() && each.name != "meta")
        database_.exec("DELETE FROM " + std::string{each.name});
  }

  void write_rows(const change_set& x) {
    write_tasks(x);
    write_keys(x);
    for (const auto& row : x.leaders)
      binding{sql_->put_leader}
        .number(row.term.value)
        .number(row.node.value)
        .number(row.since_us)
        .run();
    write_requests(x);
  }

  void write_tasks(const change_set& x) {
    for (const auto& [id, row] : x.tasks) {
      auto using_it = binding{sql_->put_task};
      sqlite::bind_task(using_it, row);
      using_it.run();
    }
  }

  void write_keys(const change_set& x) {
    for (const auto& [key, row] : x.keys) {
      if (!row) {
        binding{sql_->erase_key}.bytes(key).run();
        continue;
      }
      auto using_it = binding{sql_->put_key};
      sqlite::bind_key(using_it, key, *row);
      using_it.run();
    }
  }

  void write_requests(const change_set& x) {
    auto rest = std::span{x.requests};
    while (!rest.empty()) {
      auto run = rest.first(rows_of_one_blob(rest));
      rest = rest.subspan(run.size());
      auto content = encode_request_rows(run);
      binding{sql_->put_requests}
        .number(run.front().index.value)
        .number(run.back().index.value)
        .bytes(content)
        .run();
    }
    if (x.forgotten.value != 0)
      binding{sql_->forget_requests}
        .number(x.forgotten.value)
        .number(x.forgotten.value)
        .run();
  }

  std::string file_;
  SQLite::Database database_;
  std::optional<statements> sql_;
};

} // namespace

result<std::unique_ptr<task_store>>
open_sqlite_task_store(const std::filesystem::path& file) {
  using opened = result<std::unique_ptr<task_store>>;
  sqlite::watch_disk();
  return guarded(file.string(), [&]() -> opened {
    auto store = std::make_unique<sqlite_task_store>(file.string());
    if (auto ready = store->prepare(); !ready)
      return ready.error();
    return std::unique_ptr<task_store>{std::move(store)};
  });
}

} // namespace taskraft::persistence
