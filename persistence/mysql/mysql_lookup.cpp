#include "persistence/mysql/mysql_lookup.hpp"

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/schema.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// The first of `names`, which are taken away, with the last one repeated until
/// there are a power of two, so that there are few statements.
template <class Name>
std::vector<Name> take_some(std::span<const Name>& names) {
  auto taken = names.first(std::min(names.size(), most_names));
  names = names.subspan(taken.size());
  auto some = std::vector<Name>(taken.begin(), taken.end());
  some.resize(std::bit_ceil(some.size()), some.back());
  return some;
}

std::string select_some(std::string_view from, const std::string& key,
                        std::size_t count) {
  return select_statement(table_named(from),
                          "WHERE " + key + " IN (" + placeholders(count) + ")",
                          dialect::mysql);
}

/// The rows of `select`, and behind each the meta row; alone, if there are
/// none.
std::string with_meta(const std::string& select) {
  return "SELECT found.*, meta.* FROM "
         "(SELECT applied_index, installing FROM meta) AS meta "
         "LEFT JOIN ("
         + select + ") AS found ON TRUE";
}

std::string some_tasks(std::size_t count) {
  return select_some("tasks", "`id`", count);
}

std::string some_keys(std::size_t count) {
  return select_some("kv", "`key`", count);
}

std::unique_ptr<sql::ResultSet> query(connection& to, const std::string& sql,
                                      const std::vector<std::uint64_t>& ids) {
  auto statement = binding{to.prepared(sql)};
  for (auto id : ids)
    statement.number(id);
  return statement.query();
}

std::unique_ptr<sql::ResultSet>
query(connection& to, const std::string& sql,
      const std::vector<std::string_view>& keys) {
  auto statement = binding{to.prepared(sql)};
  for (auto key : keys)
    statement.bytes(key);
  return statement.query();
}

using key_rows = std::map<std::string, tasks::key_row, std::less<>>;

std::vector<std::optional<tasks::key_row>>
in_order(const key_rows& found, std::span<const std::string_view> keys) {
  auto rows = std::vector<std::optional<tasks::key_row>>(keys.size());
  for (auto i = std::size_t{0}; i < keys.size(); ++i)
    if (auto row = found.find(keys[i]); row != found.end())
      rows[i] = row->second;
  return rows;
}

/// Visits the rows of a statement `with_meta`; gives the applied index.
template <class Visit>
result<raft::log_index> each_with_meta(sql::ResultSet& row,
                                       std::string_view from,
                                       const std::string& place, Visit scan) {
  auto width = static_cast<unsigned>(table_named(from).columns.size());
  auto visible = result<raft::log_index>{
    failure{errc::corrupted, place + ": the meta row is missing"}};
  while (row.next()) {
    visible = visible_at(row, width, place);
    // Columns count from one here.
    if (visible && !row.isNull(1))
      scan();
  }
  return visible;
}

} // namespace

std::vector<tasks::wire::Task> load_tasks(connection& to,
                                          std::span<const std::uint64_t> ids) {
  auto found = std::vector<tasks::wire::Task>{};
  while (!ids.empty()) {
    auto some = take_some(ids);
    auto row = query(to, some_tasks(some.size()), some);
    while (row->next())
      found.push_back(task_at(*row));
  }
  return found;
}

std::vector<std::optional<tasks::key_row>>
load_keys(connection& to, std::span<const std::string_view> keys) {
  auto found = key_rows{};
  for (auto rest = keys; !rest.empty();) {
    auto some = take_some(rest);
    auto row = query(to, some_keys(some.size()), some);
    while (row->next())
      found.insert_or_assign(bytes_at(*row, 0), key_at(*row));
  }
  return in_order(found, keys);
}

result<found_rows> find_tasks(connection& to, const std::string& place,
                              std::span<const std::uint64_t> ids) {
  auto found = found_rows{};
  auto some = take_some(ids);
  auto row = query(to, with_meta(some_tasks(some.size())), some);
  auto visible = each_with_meta(*row, "tasks", place,
                                [&] { found.tasks.push_back(task_at(*row)); });
  if (!visible)
    return visible.error();
  found.visible = *visible;
  return found;
}

result<found_rows> find_keys(connection& to, const std::string& place,
                             std::span<const std::string_view> keys) {
  auto rows = key_rows{};
  auto rest = keys;
  auto some = take_some(rest);
  auto row = query(to, with_meta(some_keys(some.size())), some);
  auto visible = each_with_meta(*row, "kv", place, [&] {
    rows.insert_or_assign(bytes_at(*row, 0), key_at(*row));
  });
  if (!visible)
    return visible.error();
  return found_rows{
    .visible = *visible, .tasks = {}, .keys = in_order(rows, keys)};
}

result<raft::log_index> visible_at(const sql::ResultSet& row, unsigned column,
                                   const std::string& place) {
  if (number_at(row, column + 1) != 0)
    return failure{errc::store_busy, place + ": a snapshot is installed"};
  return raft::log_index{number_at(row, column)};
}

} // namespace taskraft::persistence::mysql
