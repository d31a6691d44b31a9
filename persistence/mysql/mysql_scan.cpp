#include "persistence/mysql/mysql_scan.hpp"

#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"

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

/// Visits the request rows of one row of the table that lie behind `after`.
status scan_run(const std::string& place, const std::string& content,
                raft::log_index after, const row_scanner& scan) {
  auto scanned = status{done{}};
  auto whole = decode_request_rows(content, [&](request_row row) {
    if (row.index > after)
      scanned = scan(std::move(row));
    return static_cast<bool>(scanned);
  });
  if (!whole)
    return failure{errc::corrupted,
                   place + ": a row of request_ids is damaged"};
  return scanned;
}

} // namespace

result<store_meta> load_meta(connection& to, const std::string& place) {
  static const auto sql
    = select_statement(table_named("meta"), "", dialect::mysql);
  auto row = to.ask(sql);
  if (!row->next())
    return failure{errc::corrupted, place + ": the meta row is missing"};
  auto meta
    = store_meta{.applied = {{number_at(*row, 2)}, {number_at(*row, 3)}},
                 .cluster_id = bytes_at(*row, 4),
                 .rules_level = static_cast<std::uint32_t>(number_at(*row, 5)),
                 .clock_us = number_at(*row, 6),
                 .next_task_id = number_at(*row, 7),
                 .members = {{number_at(*row, 8)}, {}}};
  auto encoded = bytes_at(*row, 9);
  if (encoded.empty())
    return meta;
  auto members = raft::decode_membership(encoded);
  if (!members)
    return failure{errc::corrupted, place + ": the membership is damaged"};
  meta.members.value = std::move(*members);
  return meta;
}

status scan_leaders(connection& to, const row_scanner& scan) {
  static const auto sql
    = select_statement(table_named("leader"), "ORDER BY term", dialect::mysql);
  auto row = to.ask(sql);
  auto scanned = status{done{}};
  while (scanned && row->next())
    scanned = scan(leader_row{
      {number_at(*row, 0)}, {number_at(*row, 1)}, number_at(*row, 2)});
  return scanned;
}

status scan_tasks(connection& to, const row_scanner& scan) {
  static const auto sql
    = page_statement("tasks", "WHERE id > ? ORDER BY id", tasks_at_once);
  auto scanned = status{done{}};
  auto last = std::uint64_t{0};
  for (auto more = true; more && scanned;) {
    auto row = binding{to.prepared(sql)}.number(last).query();
    more = row->rowsCount() == tasks_at_once;
    while (scanned && row->next()) {
      last = number_at(*row, 0);
      scanned = scan(task_at(*row));
    }
  }
  return scanned;
}

status scan_keys(connection& to, std::string_view prefix,
                 std::string_view after, const row_scanner& scan) {
  static const auto unbounded = page_statement(
    "kv", "WHERE `key` > ? AND `key` >= ? ORDER BY `key`", keys_at_once);
  static const auto bounded = page_statement(
    "kv", "WHERE `key` > ? AND `key` >= ? AND `key` < ? ORDER BY `key`",
    keys_at_once);
  auto end = end_of(prefix);
  auto last = std::string{after};
  auto scanned = status{done{}};
  for (auto more = true; more && scanned;) {
    auto page = binding{to.prepared(end ? bounded : unbounded)};
    page.bytes(last).bytes(prefix);
    if (end)
      page.bytes(*end);
    auto row = page.query();
    more = row->rowsCount() == keys_at_once;
    while (scanned && row->next()) {
      last = bytes_at(*row, 0);
      scanned = scan(kv_row{last, key_at(*row)});
    }
  }
  return scanned;
}

status scan_requests(connection& to, const std::string& place,
                     raft::log_index after, const row_scanner& scan) {
  static const auto sql
    = page_statement("request_ids",
                     "WHERE first_index > ? AND last_index > ? "
                     "ORDER BY first_index",
                     requests_at_once);
  auto scanned = status{done{}};
  // The first run may begin before `after` and still reach behind it.
  auto last = std::uint64_t{0};
  for (auto more = true; more && scanned;) {
    auto row
      = binding{to.prepared(sql)}.number(last).number(after.value).query();
    more = row->rowsCount() == requests_at_once;
    while (scanned && row->next()) {
      last = number_at(*row, 0);
      scanned = scan_run(place, bytes_at(*row, 2), after, scan);
    }
  }
  return scanned;
}

} // namespace taskraft::persistence::mysql
