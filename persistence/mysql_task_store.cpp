#include "persistence/mysql_task_store.hpp"

#include "persistence/mysql_row_loader.hpp"
#include "persistence/mysql_rows.hpp"
#include "persistence/mysql_task_reader.hpp"
#include "persistence/mysql_visits.hpp"
#include "persistence/request_rows.hpp"
#include "persistence/schema.hpp"
#include "persistence/state_hash.hpp"
#include "protocol/tasks/limits.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::persistence {

namespace {

using mysql::connection;
using mysql::use;

failure damaged(const std::string& place, const std::string& what) {
  return {errc::corrupted, place + ": " + what};
}

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

/// False if the store is not where the change set begins.
bool move_meta(connection& to, const change_set& x) {
  return use{to.prepared("UPDATE meta SET applied_index = ?, "
                         "applied_term = ?, cluster_id = ?, rules_level = ?, "
                         "clock_us = ?, next_task_id = ? "
                         "WHERE applied_index = ?")}
           .number(x.after.applied.index.value)
           .number(x.after.applied.term.value)
           .text(x.after.cluster_id)
           .number(x.after.rules_level)
           .number(x.after.clock_us)
           .number(x.after.next_task_id)
           .number(x.before.value)
           .run()
         == 1;
}

void write_tasks(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("tasks"), x.tasks,
    [](use& row, const auto& task) { mysql::bind_task(row, task.second); },
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
    [](use& to_row, const row& from) {
      mysql::bind_key(to_row, from.first, *from.second);
    },
    [](const row& from) {
      return from.first.size() + from.second->value.size() + 64;
    });
  const auto sizes
    = std::vector<std::size_t>(erased.size(), tasks::max_key_bytes);
  for (auto i = std::size_t{0}; i < erased.size();) {
    auto count = mysql::rows_of_one_statement(sizes, i, to.max_packet_bytes());
    auto erase = use{to.prepared("DELETE FROM kv WHERE `key` IN ("
                                 + mysql::placeholders(count) + ")")};
    for (auto end = i + count; i < end; ++i)
      erase.bytes(erased[i]);
    erase.run();
  }
}

void write_requests(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("request_ids"), runs_of(x.requests),
    [](use& row, const request_run& run) {
      row.number(run.first.value).number(run.last.value).bytes(run.content);
    },
    [](const request_run& run) { return run.content.size() + 64; });
  // Runs do not overlap: only the last one of these may reach further.
  if (x.forgotten.value != 0)
    use{to.prepared("DELETE FROM request_ids WHERE first_index <= ? "
                    "AND last_index <= ?")}
      .number(x.forgotten.value)
      .number(x.forgotten.value)
      .run();
}

void write_leaders(connection& to, const change_set& x) {
  upsert_all(
    to, table_named("leader"), x.leaders,
    [](use& row, const leader_row& from) {
      row.number(from.term.value)
        .number(from.node.value)
        .instant(static_cast<std::int64_t>(from.since_us));
    },
    [](const leader_row&) { return std::size_t{64}; });
}

class mysql_task_store final : public task_store {
public:
  mysql_task_store(mysql::access to, const mysql::owner& self)
    : to_(std::move(to)), session_(to_, [this, self](connection& fresh) {
        auto outcome = is_claimed_
                         ? mysql::reclaim_schema(fresh, session_.place(), self)
                         : mysql::claim_schema(fresh, session_.place(), self);
        is_claimed_ = is_claimed_ || outcome;
        return outcome;
      }) {
  }

  result<store_meta> load_meta() override {
    return session_.run([this](connection& to) -> result<store_meta> {
      static const auto sql
        = select_statement(table_named("meta"), "", dialect::mysql);
      auto row = to.ask(sql);
      if (!row->next())
        return damaged(session_.place(), "the meta row is missing");
      return mysql::meta_at(*row);
    });
  }

  status visit_requests(raft::log_index after,
                        const request_visitor& visit) override {
    return session_.run([&](connection& to) -> status {
      if (!mysql::visit_requests(to, after, visit))
        return damaged(session_.place(), "a row of request_ids is damaged");
      return done{};
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
      write_tasks(to, x);
      write_keys(to, x);
      write_leaders(to, x);
      write_requests(to, x);
      to.execute("COMMIT");
      return done{};
    });
  }

  result<raft::log_index> make_durable() override {
    return session_.run([this](connection& to) -> result<raft::log_index> {
      // Each COMMIT is, as long as nobody has changed the server's settings.
      if (auto kept = mysql::check_durability(to, session_.place()); !kept)
        return kept.error();
      auto row = to.ask("SELECT applied_index FROM meta");
      if (!row->next())
        return damaged(session_.place(), "the meta row is missing");
      return raft::log_index{mysql::number_at(*row, 0)};
    });
  }

  result<std::unique_ptr<row_loader>> open_loader() override {
    return mysql::open_loader(to_);
  }

  result<std::unique_ptr<task_reader>> open_reader() override {
    return mysql::open_reader(to_);
  }

  result<std::uint64_t> state_hash(raft::log_index forgotten) override {
    return session_.run([&](connection& to) -> result<std::uint64_t> {
      auto hash = persistence::state_hash{};
      to.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
      auto found = load_meta();
      if (!found)
        return found.error();
      hash.add(*found);
      mysql::visit_leaders(to, [&](const auto& row) { hash.add(row); });
      mysql::visit_tasks(to, [&](const auto& row) { hash.add(row); });
      mysql::visit_keys(to, "", "", [&](const auto& key, const auto& row) {
        hash.add(key, row);
        return true;
      });
      mysql::visit_requests(to, forgotten,
                            [&](const auto& row) { hash.add(row); });
      to.execute("COMMIT");
      return hash.value();
    });
  }

private:
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
