#include "persistence/mysql/mysql_task_store.hpp"

#include "persistence/mysql/mysql_row_loader.hpp"
#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/mysql/mysql_task_reader.hpp"
#include "persistence/store/meta_row.hpp"
#include "persistence/store/request_rows.hpp"

#include <string>
#include <utility>

namespace taskraft::persistence {

namespace {

using mysql::connection;

/// False if the store has not applied exactly what the change set expects.
bool move_meta_row(connection& to, const change_set& x) {
  auto members = raft::encode(x.after.members.value);
  auto move = mysql::binding{to.prepared(move_meta)};
  bind_meta(move, x.after, members);
  return move.number(x.before.value).run() == 1;
}

void put_meta_row(connection& to, const store_meta& x, bool installing) {
  auto members = raft::encode(x.members.value);
  auto put = mysql::binding{to.prepared(put_meta)};
  bind_meta(put, x, members);
  put.number(installing ? 1 : 0).run();
}

/// Removes all rows in many small transactions, because a large one would fill
/// the server's undo log.
void remove_rows(connection& to, const schema& tables) {
  for (const auto& each : tables.tables()) {
    if (each.row == nullptr)
      continue;
    auto remove = mysql::binding{to.prepared(
      "DELETE FROM " + quoted(each.name, dialect::mysql) + " LIMIT 2000")};
    while (remove.run() != 0) {
    }
  }
}

void write_rows(connection& to, const schema& tables, const change_set& x) {
  for (const auto& each : x.rows)
    mysql::write(to, tables.table_of(*each.type), each.rows);
  mysql::write_runs(
    to, tables.table_of(tasks::row_type_of<tasks::wire::RequestRun>()),
    x.requests);
  if (x.forgotten.value != 0)
    mysql::binding{to.prepared(forget_runs(dialect::mysql))}
      .number(x.forgotten.value)
      .number(x.forgotten.value)
      .run();
}

class mysql_task_store final : public task_store {
public:
  mysql_task_store(mysql::access to, const mysql::owner& self,
                   const schema& tables)
    : to_(std::move(to)), tables_(tables),
      session_(to_,
               [this, self](connection& fresh) { return greet(fresh, self); }) {
  }

  result<store_meta> load_meta() override {
    return session_.run([this](connection& to) {
      return mysql::load_meta(to, session_.place());
    });
  }

  const schema& tables() const override {
    return tables_;
  }

  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    return session_.run([&](connection& to) -> status {
      const auto& runs
        = tables_.table_of(tasks::row_type_of<tasks::wire::RequestRun>());
      auto scanned = status{done{}};
      mysql::scan(to, runs, {}, [&](const tasks::row_message& x) {
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
    return session_.run([&](connection& to) -> status {
      to.execute("START TRANSACTION");
      if (!move_meta_row(to, x)) {
        to.execute("ROLLBACK");
        return failure{errc::conflict, session_.place() + ": log index "
                                         + std::to_string(x.before.value)
                                         + " is not what was applied last"};
      }
      write_rows(to, tables_, x);
      to.execute("COMMIT");
      return done{};
    });
  }

  bool is_elsewhere() const override {
    return true;
  }

  result<raft::log_index> make_durable() override {
    return session_.run([this](connection& to) { return kept_until(to); });
  }

  result<std::unique_ptr<row_loader>> open_loader() override {
    return mysql::open_loader(to_, tables_);
  }

  result<std::unique_ptr<task_reader>> open_reader() override {
    return mysql::open_reader(to_, tables_);
  }

  status begin_install() override {
    return session_.run([this](connection& to) -> status {
      put_meta_row(to, {}, true);
      remove_rows(to, tables_);
      return done{};
    });
  }

  status install(const change_set& rows) override {
    return session_.run([&](connection& to) -> status {
      to.execute("START TRANSACTION");
      write_rows(to, tables_, rows);
      to.execute("COMMIT");
      return done{};
    });
  }

  status finish_install(const store_meta& x) override {
    return session_.run([&](connection& to) -> status {
      put_meta_row(to, x, false);
      auto kept = kept_until(to);
      return kept ? status{done{}} : status{kept.error()};
    });
  }

private:
  /// For the first connection this is the whole opening.
  status greet(connection& fresh, const mysql::owner& self) {
    if (is_claimed_)
      return mysql::reclaim_schema(fresh, session_.place(), self);
    auto claimed = mysql::claim_schema(fresh, tables_, session_.place(), self);
    if (!claimed)
      return claimed;
    auto row = fresh.ask("SELECT installing FROM meta");
    if (row->next() && mysql::source{*row}.number(0) != 0) {
      remove_rows(fresh, tables_);
      put_meta_row(fresh, {}, false);
    }
    is_claimed_ = true;
    return done{};
  }

  /// Each COMMIT is durable unless an operator changes the server's settings.
  result<raft::log_index> kept_until(connection& to) {
    if (auto kept = mysql::check_durability(to, session_.place()); !kept)
      return kept.error();
    auto meta = mysql::load_meta(to, session_.place());
    if (!meta)
      return meta.error();
    return meta->applied.index;
  }

  mysql::access to_;
  const schema& tables_;
  bool is_claimed_ = false;
  mysql::session session_;
};

} // namespace

result<std::unique_ptr<task_store>>
open_mysql_task_store(const mysql::access& to, const mysql::owner& self,
                      const schema& tables) {
  auto store = std::make_unique<mysql_task_store>(to, self, tables);
  if (auto found = store->load_meta(); !found)
    return found.error();
  return std::unique_ptr<task_store>{std::move(store)};
}

} // namespace taskraft::persistence
