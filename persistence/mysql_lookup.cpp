#include "persistence/mysql_lookup.hpp"

#include "persistence/mysql_rows.hpp"
#include "persistence/schema.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// In one statement.
constexpr auto most_names = std::size_t{256};

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

} // namespace

std::vector<tasks::wire::Task> load_tasks(connection& to,
                                          std::span<const std::uint64_t> ids) {
  auto found = std::vector<tasks::wire::Task>{};
  while (!ids.empty()) {
    auto some = take_some(ids);
    auto load = use{to.prepared(select_some("tasks", "`id`", some.size()))};
    for (auto id : some)
      load.number(id);
    auto row = load.query();
    while (row->next())
      found.push_back(task_at(*row));
  }
  return found;
}

std::vector<std::optional<tasks::key_row>>
load_keys(connection& to, std::span<const std::string_view> keys) {
  auto found = std::map<std::string, tasks::key_row, std::less<>>{};
  for (auto rest = keys; !rest.empty();) {
    auto some = take_some(rest);
    auto load = use{to.prepared(select_some("kv", "`key`", some.size()))};
    for (auto key : some)
      load.bytes(key);
    auto row = load.query();
    while (row->next())
      found.insert_or_assign(bytes_at(*row, 0), key_at(*row));
  }
  auto in_order = std::vector<std::optional<tasks::key_row>>(keys.size());
  for (auto i = std::size_t{0}; i < keys.size(); ++i)
    if (auto row = found.find(keys[i]); row != found.end())
      in_order[i] = row->second;
  return in_order;
}

} // namespace taskraft::persistence::mysql
