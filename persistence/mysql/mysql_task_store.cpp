#include "persistence/mysql/mysql_task_store.hpp"

#include "persistence/mysql/mysql_row_loader.hpp"
#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/mysql/mysql_scan.hpp"
#include "persistence/mysql/mysql_task_reader.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"
#include "protocol/tasks/limits.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::persistence {

namespace {

using mysql::binding;
using mysql::connection;

/// A run of request rows as one row of the table.
struct request_run {
  raft::log_index first;
  raft::log_index last;
  std::string content;
};

std::vector<request_run> runs_of(std::span<const request_row> rows) {
  auto runs = std::vector<request_run>{};
  while (!rows.empty()) {
    auto run = rows.first(rows_of_one_blob(rows));
    rows = rows.subspan(run.size());
    runs.push_back(
      {run.front().index, run.back().index, encode_request_rows(run)});
  }
  return runs;
}

/// Replicated state, as the columns of `set_meta`.
void bind_meta(binding& to, const store_meta& x) {
  to.number(x.applied.index.value)
    .number(x.applied.term.value)
    .text(x.cluster_id)
    .number(x.rules_level)
    .number(x.clock_us)
    .number(x.next_task_id)
    .number(x.members.index.value)
    .bytes(raft::encode(x.members.value));
}

constexpr std::string_view set_meta
  = "UPDATE meta SET applied_index = ?, applied_term = ?, cluster_id = ?, "
    "rules_level = ?, clock_us = ?, next_task_id = ?, membership_index = ?, "
    "membership = ?";

/// False if the store is not where the change set begins.
bool move_meta(connection& to, const change_set& x) {
  auto move = binding{to.prepared(
    std::string{set_meta} + " WHERE applied_index = ? AND installing = 0")};
  bind_meta(move, x.after);
  return move.number(x.before.value).run() == 1;
}

void put_meta(connection& to, const store_meta& x, bool installing) {
  auto put = binding{to.prepared(std::string{set_meta} + ", installing = ?")};
  bind_meta(put, x);
  put.number(installing ? 1 : 0).run();
}

/// In many small transactions: a large one would fill the server's undo log.
void remove_rows(connection& to) {
  for (const auto& each : schema()) {
    if (!each.seed.empty() || each.name == "meta")
      continue;
    auto remove = binding{
      to.prepared("DELETE FROM " + std::string{each.name} + " LIMIT 2000")};
    while (remove.run() != 0) {
    }
  }
}

void write_tasks(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("tasks"), x.tasks,
    [](binding& row, const auto& task) { mysql::bind_task(row, task.second); },
    [](const auto& task) { return task.second.ByteSizeLong() + 256; });
}

void write_keys(connection& to, const change_set& x) {
  using row = std::pair<std::string_view, const tasks::key_row*>;
  auto put = std::vector<row>{};
  auto erased = std::vector<std::string_view>{};
  for (const auto& [key, content] : x.keys) {
    if (content)
      put.emplace_back(key, &*content);
    else
      erased.push_back(key);
  }
  upsert_all(
    to, table_named("kv"), put,
    [](binding& to_row, const row& from) {
      mysql::bind_key(to_row, from.first, *from.second);
    },
    [](const row& from) {
      return from.first.size() + from.second->value.size() + 64;
    });
  const auto sizes
    = std::vector<std::size_t>(erased.size(), tasks::max_key_bytes);
  for (auto i = std::size_t{0}; i < erased.size();) {
    auto count = mysql::rows_of_one_statement(sizes, i, to.max_packet_bytes());
    auto erase = binding{to.prepared("DELETE FROM kv WHERE `key` IN ("
                                     + mysql::placeholders(count) + ")")};
    for (auto end = i + count; i < end; ++i)
      erase.bytes(erased[i]);
    erase.run();
  }
}

void write_requests(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("request_ids"), runs_of(x.requests),
    [](binding& row, const request_run& run) {
      row.number(run.first.value).number(run.last.value).bytes(run.content);
    },
    [](const request_run& run) { return run.content.size() + 64; });
  // Runs do not overlap: only the last one of these may reach further.
  if (x.forgotten.value != 0)
    binding{to.prepared("DELETE FROM request_ids WHERE first_index <= ? "
                        "AND last_index <= ?")}
      .number(x.forgotten.value)
      .number(x.forgotten.value)
      .run();
}

void write_leaders(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("leader"), x.leaders,
    [](binding& row, const leader_row& from) {
      row.number(from.term.value)
        .number(from.node.value)
        .instant(static_cast<std::int64_t>(from.since_us));
    },
    [](const leader_row&) { return std::size_t{64}; });
}

void write_rows(connection& to, const change_set& x) {
  write_tasks(to, x);
  write_keys(to, x);
  write_leaders(to, x);
  write_requests(to, x);
}

class mysql_task_store final : public task_store {
public:
  mysql_task_store(mysql::access to, const mysql::owner& self)
    : to_(std::move(to)), session_(to_, [this, self](connection& fresh) {
        return greet(fresh, self);
      }) {
  }

  result<store_meta> load_meta() override {
    return session_.run([this](connection& to) {
      return mysql::load_meta(to, session_.place());
    });
  }

  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    return session_.run([&](connection& to) {
      return mysql::scan_requests(to, session_.place(), after,
                                  [&scan](const any_row& row) {
                                    scan(std::get<request_row>(row));
                                    return done{};
                                  });
    });
  }

  status commit(const change_set& x) override {
    return session_.run([&](connection& to) -> status {
      to.execute("START TRANSACTION");
      if (!move_meta(to, x)) {
        to.execute("ROLLBACK");
        return failure{errc::conflict, session_.place() + ": log index "
                                         + std::to_string(x.before.value)
                                         + " is not what was applied last"};
      }
      write_rows(to, x);
      to.execute("COMMIT");
      return done{};
    });
  }

  result<raft::log_index> make_durable() override {
    return session_.run([this](connection& to) { return kept_until(to); });
  }

  result<std::unique_ptr<row_loader>> open_loader() override {
    return mysql::open_loader(to_);
  }

  result<std::unique_ptr<task_reader>> open_reader() override {
    return mysql::open_reader(to_);
  }

  status begin_install() override {
    return session_.run([](connection& to) -> status {
      put_meta(to, {}, true);
      remove_rows(to);
      return done{};
    });
  }

  status install(const change_set& rows) override {
    return session_.run([&](connection& to) -> status {
      to.execute("START TRANSACTION");
      write_rows(to, rows);
      to.execute("COMMIT");
      return done{};
    });
  }

  status finish_install(const store_meta& x) override {
    return session_.run([&](connection& to) -> status {
      put_meta(to, x, false);
      auto kept = kept_until(to);
      return kept ? status{done{}} : status{kept.error()};
    });
  }

private:
  /// The first time this is the whole opening.
  status greet(connection& fresh, const mysql::owner& self) {
    if (is_claimed_)
      return mysql::reclaim_schema(fresh, session_.place(), self);
    auto claimed = mysql::claim_schema(fresh, session_.place(), self);
    if (!claimed)
      return claimed;
    auto row = fresh.ask("SELECT installing FROM meta");
    if (row->next() && mysql::number_at(*row, 0) != 0) {
      remove_rows(fresh);
      put_meta(fresh, {}, false);
    }
    is_claimed_ = true;
    return done{};
  }

  /// Each COMMIT is durable as long as nobody changes the server's settings.
  result<raft::log_index> kept_until(connection& to) {
    if (auto kept = mysql::check_durability(to, session_.place()); !kept)
      return kept.error();
    auto meta = mysql::load_meta(to, session_.place());
    if (!meta)
      return meta.error();
    return meta->applied.index;
  }

  mysql::access to_;
  bool is_claimed_ = false;
  mysql::session session_;
};

} // namespace

result<std::unique_ptr<task_store>>
open_mysql_task_store(const mysql::access& to, const mysql::owner& self) {
  auto store = std::make_unique<mysql_task_store>(to, self);
  if (auto found = store->load_meta(); !found)
    return found.error();
  return std::unique_ptr<task_store>{std::move(store)};
}

} // namespace taskraft::persistence
