#include "persistence/board/queries/query_rows.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

const column& column_of(const table& x, std::string_view field) {
  auto found = std::ranges::find_if(x.columns, [&](const column& each) {
    return each.path.size() == 1 && each.path.front()->name() == field;
  });
  RAFT_INVARIANT(found != x.columns.end());
  return *found;
}

condition where(const table& of, std::string_view field, condition::test is,
                cell value) {
  auto x = condition{&column_of(of, field), is};
  x.values.push_back(std::move(value));
  return x;
}

} // namespace

loaded_rows rows_of_view::load(const wanted_rows& x) {
  if (!outcome)
    return {};
  auto found = rows_.load(x);
  if (found)
    return std::move(*found);
  outcome = found.error();
  return {};
}

const tasks::row_message* rows_of_view::find_row(const tasks::row_type& type,
                                                 std::string key) {
  if (auto found = known_.find(type, key))
    return *found;
  if (auto found = hot_.find(type, key))
    return *found;
  auto wanted = wanted_rows{&type, {key}, {}};
  known_.add(wanted, load(wanted));
  return *known_.find(type, key);
}

std::vector<const tasks::row_message*>
rows_of_view::find_rows(const tasks::row_type& type, std::string prefix) {
  if (!known_.knows_all_of(type, prefix)) {
    auto wanted = wanted_rows{&type, {}, {prefix}};
    known_.add(wanted, load(wanted));
  }
  return known_.find_all(type, prefix);
}

void rows_of_view::scan(const tasks::row_type& of, std::string_view prefix,
                        std::string_view after,
                        const std::function<bool(tasks::row_message&)>& visit) {
  if (outcome)
    outcome = rows_.scan(
      of, {.prefix = std::string{prefix}, .after = std::string{after}}, visit);
}

void rows_of_view::scan_newest(
  const tasks::row_type& of, const tasks::newest_first& which,
  std::size_t limit, const std::function<bool(tasks::row_message&)>& visit) {
  if (!outcome)
    return;
  const auto& table = rows_.tables().table_of(of);
  auto list = listing{.of = &table, .order = &column_of(table, which.order)};
  for (const auto& [field, value] : which.equal)
    list.all.push_back(
      {where(table, field, condition::test::one_of, cell_of(value))});
  for (const auto& [field, value] : which.at_least)
    list.all.push_back({where(table, field, condition::test::at_least,
                              cell_of(tasks::key_part{value}))});
  for (const auto& [field, value] : which.below)
    list.all.push_back({where(table, field, condition::test::below,
                              cell_of(tasks::key_part{value}))});
  list.descending = true;
  if (which.before != 0)
    list.after = {cell_of(tasks::key_part{which.before}), which.before_key};
  list.limit = limit;
  outcome = rows_.list(list, visit);
}

const tasks::row_message* known_reader::find_row(const tasks::row_type& type,
                                                 std::string key) {
  if (auto found = known_.find(type, key))
    return *found;
  if (auto found = hot_.find(type, key))
    return *found;
  wanted_of(missing_, type).keys.push_back(std::move(key));
  return nullptr;
}

std::vector<const tasks::row_message*>
known_reader::find_rows(const tasks::row_type& type, std::string prefix) {
  auto rows = known_.find_all(type, prefix);
  if (!known_.knows_all_of(type, prefix))
    wanted_of(missing_, type).prefixes.push_back(std::move(prefix));
  return rows;
}

void known_reader::scan_newest(
  const tasks::row_type& /*of*/, const tasks::newest_first& /*which*/,
  std::size_t /*limit*/, const std::function<bool(tasks::row_message&)>&) {
  RAFT_INVARIANT(false);
}

void known_reader::scan(const tasks::row_type& /*of*/,
                        std::string_view /*prefix*/, std::string_view /*after*/,
                        const std::function<bool(tasks::row_message&)>&) {
  RAFT_INVARIANT(false);
}

} // namespace taskraft::persistence
