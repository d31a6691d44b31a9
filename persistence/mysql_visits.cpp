#include "persistence/mysql_visits.hpp"

#include "persistence/request_rows.hpp"
#include "persistence/schema.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// Of rows of up to 64 KiB, and of up to 256 KiB.
constexpr auto tasks_at_once = std::size_t{256};
constexpr auto keys_at_once = std::size_t{64};
constexpr auto requests_at_once = std::size_t{16};

std::string page_statement(std::string_view of, const std::string& rest,
                           std::size_t limit) {
  return select_statement(
    table_named(of), rest + " LIMIT " + std::to_string(limit), dialect::mysql);
}

} // namespace

store_meta meta_at(const sql::ResultSet& x) {
  return {.applied = {{number_at(x, 2)}, {number_at(x, 3)}},
          .cluster_id = bytes_at(x, 4),
          .rules_level = static_cast<std::uint32_t>(number_at(x, 5)),
          .clock_us = number_at(x, 6),
          .next_task_id = number_at(x, 7)};
}

void visit_leaders(connection& to,
                   const std::function<void(const leader_row&)>& visit) {
  static const auto sql
    = select_statement(table_named("leader"), "ORDER BY term", dialect::mysql);
  auto row = to.ask(sql);
  while (row->next())
    visit({{number_at(*row, 0)}, {number_at(*row, 1)}, number_at(*row, 2)});
}

void visit_tasks(connection& to,
                 const std::function<void(tasks::wire::Task)>& visit) {
  static const auto sql
    = page_statement("tasks", "WHERE id > ? ORDER BY id", tasks_at_once);
  auto last = std::uint64_t{0};
  for (auto more = true; more;) {
    auto row = use{to.prepared(sql)}.number(last).query();
    more = row->rowsCount() == tasks_at_once;
    while (row->next()) {
      last = number_at(*row, 0);
      visit(task_at(*row));
    }
  }
}

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

void visit_keys(connection& to, std::string_view prefix, std::string_view after,
                const task_reader::key_visitor& visit) {
  static const auto unbounded = page_statement(
    "kv", "WHERE `key` > ? AND `key` >= ? ORDER BY `key`", keys_at_once);
  static const auto bounded = page_statement(
    "kv", "WHERE `key` > ? AND `key` >= ? AND `key` < ? ORDER BY `key`",
    keys_at_once);
  auto end = end_of(prefix);
  auto last = std::string{after};
  for (auto more = true; more;) {
    auto page = use{to.prepared(end ? bounded : unbounded)};
    page.bytes(last).bytes(prefix);
    if (end)
      page.bytes(*end);
    auto row = page.query();
    more = row->rowsCount() == keys_at_once;
    while (row->next()) {
      last = bytes_at(*row, 0);
      if (!visit(last, key_at(*row)))
        return;
    }
  }
}

bool visit_requests(connection& to, raft::log_index after,
                    const task_store::request_visitor& visit) {
  static const auto sql
    = page_statement("request_ids",
                     "WHERE first_index > ? AND last_index > ? "
                     "ORDER BY first_index",
                     requests_at_once);
  // The first run may begin before `after` and still reach behind it.
  auto last = std::uint64_t{0};
  for (auto more = true; more;) {
    auto row = use{to.prepared(sql)}.number(last).number(after.value).query();
    more = row->rowsCount() == requests_at_once;
    while (row->next()) {
      last = number_at(*row, 0);
      auto whole
        = decode_request_rows(bytes_at(*row, 2), [&](const request_row& x) {
            if (x.index > after)
              visit(x);
            return true;
          });
      if (!whole)
        return false;
    }
  }
  return true;
}

} // namespace taskraft::persistence::mysql
