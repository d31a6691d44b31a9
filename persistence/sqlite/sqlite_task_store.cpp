#include "persistence/sqlite/sqlite_task_store.hpp"

#include "persistence/sqlite/sqlite_checkpointer.hpp"
#include "persistence/sqlite/sqlite_disk.hpp"
#include "persistence/sqlite/sqlite_row_loader.hpp"
#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/sqlite/sqlite_schema.hpp"
#include "persistence/sqlite/sqlite_task_reader.hpp"
#include "persistence/store/meta_row.hpp"
#include "persistence/store/request_rows.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence {

namespace {

using sqlite::binding;
using sqlite::guarded;

class sqlite_task_store final : public task_store {
public:
  /// Throws SQLite's exceptions.
  sqlite_task_store(std::string file, const schema& tables)
    : file_(std::move(file)), tables_(tables),
      database_(file_, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                         | sqlite::one_thread_at_a_time),
      statements_(database_) {
    database_.setBusyTimeout(1000);
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA synchronous = NORMAL");
    database_.exec("PRAGMA foreign_keys = ON");
    // What a statement of many rows may have to take back stays in memory.
    database_.exec("PRAGMA temp_store = MEMORY");
    database_.exec("PRAGMA cache_size = -65536");
  }

  /// Brings the tables to this version, then makes durable what is there.
  status prepare() {
    if (auto ready = sqlite::migrate(database_, tables_, file_); !ready)
      return ready;
    if (auto found = load_meta(); !found)
      return found.error();
    if (database_.execAndGet("SELECT installing FROM meta").getInt() != 0) {
      auto transaction = SQLite::Transaction{database_};
      remove_rows();
      set_meta_row({}, false);
      transaction.commit();
    }
    auto durable = make_durable();
    if (!durable)
      return durable.error();
    checkpointer_.emplace(database_, file_);
    return done{};
  }

  const schema& tables() const override {
    return tables_;
  }

  result<store_meta> load_meta() override {
    return guarded(file_,
                   [this] { return sqlite::load_meta(statements_, file_); });
  }

  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    return guarded(file_, [&]() -> status {
      auto scanned = status{done{}};
      sqlite::scan(statements_, runs(), {}, [&](const tasks::row_message& x) {
        scanned = scan_run(static_cast<const tasks::wire::RequestRun&>(x),
                           after, [&scan](const request_row& row) {
                             scan(row);
                             return done{};
                           });
        return static_cast<bool>(scanned);
      });
      return scanned;
    });
  }

  status commit(const change_set& x) override {
    return guarded(file_, [&]() -> status {
      auto transaction = SQLite::Transaction{
        database_, SQLite::TransactionBehavior::IMMEDIATE};
      if (!move_meta_row(x))
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
      return sqlite::open_loader(file_, tables_);
    });
  }

  result<std::unique_ptr<task_reader>> open_reader() override {
    return guarded(file_, [this]() -> result<std::unique_ptr<task_reader>> {
      return sqlite::open_reader(file_, tables_);
    });
  }

  status begin_install() override {
    return guarded(file_, [this]() -> status {
      auto transaction = SQLite::Transaction{
        database_, SQLite::TransactionBehavior::IMMEDIATE};
      remove_rows();
      set_meta_row({}, true);
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
      set_meta_row(x, false);
      auto durable = make_durable();
      return durable ? status{done{}} : status{durable.error()};
    });
  }

private:
  const table& runs() const {
    return tables_.table_of(tasks::row_type_of<tasks::wire::RequestRun>());
  }

  /// False if the store has not applied exactly what the change set expects.
  bool move_meta_row(const change_set& x) {
    auto members = raft::encode(x.after.members.value);
    auto use = binding{statements_[move_meta]};
    bind_meta(use, x.after, members);
    return use.number(x.before.value).run() == 1;
  }

  void set_meta_row(const store_meta& x, bool installing) {
    auto members = raft::encode(x.members.value);
    auto use = binding{statements_[put_meta]};
    bind_meta(use, x, members);
    use.number(installing ? 1 : 0).run();
  }

  void remove_rows() {
    for (const auto& each : tables_.tables())
      if (each.row != nullptr)
        database_.exec("DELETE FROM " + quoted(each.name, dialect::sqlite));
  }

  void write_rows(const change_set& x) {
    for (const auto& each : x.rows)
      sqlite::write(statements_, tables_.table_of(*each.type), each.rows);
    auto& put_run = statements_[upsert_statement(runs(), dialect::sqlite)];
    auto kept = kept_cells{};
    for (const auto& run : runs_of(x.requests)) {
      auto use = binding{put_run};
      kept.clear();
      bind_row(use, runs(), run, kept);
      use.run();
    }
    if (x.forgotten.value != 0)
      binding{statements_[forget_runs(dialect::sqlite)]}
        .number(x.forgotten.value)
        .number(x.forgotten.value)
        .run();
  }

  std::string file_;
  const schema& tables_;
  SQLite::Database database_;
  sqlite::prepared_statements statements_;
  std::optional<sqlite::checkpointer> checkpointer_;
};

} // namespace

result<std::unique_ptr<task_store>>
open_sqlite_task_store(const std::filesystem::path& file,
                       const schema& tables) {
  using opened = result<std::unique_ptr<task_store>>;
  sqlite::watch_disk();
  return guarded(file.string(), [&]() -> opened {
    auto store = std::make_unique<sqlite_task_store>(file.string(), tables);
    if (auto ready = store->prepare(); !ready)
      return ready.error();
    return std::unique_ptr<task_store>{std::move(store)};
  });
}

} // namespace taskraft::persistence
