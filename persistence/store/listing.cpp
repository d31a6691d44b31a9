#include "persistence/store/listing.hpp"

#include "persistence/store/statements.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

std::string select_joined(const condition& x, dialect to) {
  auto sql = "SELECT " + quoted(name_of(*x.joined, to), to) + " FROM "
             + quoted(x.in->name, to);
  if (x.chosen != nullptr)
    sql += " WHERE " + quoted(name_of(*x.chosen, to), to) + " IN ("
           + placeholders(x.values.size()) + ")";
  return sql;
}

std::string sql_of(const condition& x, dialect to) {
  auto name = quoted(name_of(*x.of, to), to);
  switch (x.is) {
    case condition::test::is_null:
      return name + " IS NULL";
    case condition::test::is_set:
      return name + " IS NOT NULL";
    case condition::test::one_of:
      return name + " IN (" + placeholders(x.values.size()) + ")";
    case condition::test::below:
      return name + " < ?";
    case condition::test::at_least:
      return name + " >= ?";
    case condition::test::contains:
      return "instr(" + name + ", ?)";
    case condition::test::related:
      return name + " IN (" + select_joined(x, to) + ")";
    case condition::test::unrelated:
      return name + " NOT IN (" + select_joined(x, to) + ")";
  }
  return {};
}

bool is_one_of(const cell& found, const std::vector<cell>& values) {
  return std::ranges::any_of(
    values, [&](const auto& one) { return compare(found, one) == 0; });
}

bool holds(const condition& x, const tasks::row_message& row,
           const row_search& search) {
  auto found = cell_of(*x.of, row);
  auto is_null = found.is == cell::kind::null;
  switch (x.is) {
    case condition::test::is_null:
      return is_null;
    case condition::test::is_set:
      return !is_null;
    case condition::test::one_of:
      return is_one_of(found, x.values);
    case condition::test::below:
      return !is_null && compare(found, x.values.front()) < 0;
    case condition::test::at_least:
      return !is_null && compare(found, x.values.front()) >= 0;
    case condition::test::contains:
      return found.text().find(x.values.front().text()) != std::string::npos;
    case condition::test::related:
      return !is_null && search(x, found);
    case condition::test::unrelated:
      return !is_null && !search(x, found);
  }
  return false;
}

} // namespace

listing::place place_of(const listing& x, const tasks::row_message& of) {
  auto at = listing::place{.order = cell_of(*x.order, of),
                           .key = tasks::key_of(*x.of->row, of)};
  if (at.order.bytes != nullptr)
    at.order = cell::of(std::string{*at.order.bytes});
  return at;
}

bool is_before(const listing& x, const listing::place& a,
               const listing::place& b) {
  auto order = compare(a.order, b.order);
  if (order == 0)
    order = a.key.compare(b.key);
  return x.descending ? order > 0 : order < 0;
}

bool is_related(const condition& x, const cell& value,
                const tasks::row_message& row) {
  return compare(cell_of(*x.joined, row), value) == 0
         && (x.chosen == nullptr
             || is_one_of(cell_of(*x.chosen, row), x.values));
}

bool matches(const listing& x, const tasks::row_message& row,
             const row_search& search) {
  return std::ranges::all_of(x.all, [&](const auto& any) {
    return std::ranges::any_of(
      any, [&](const auto& one) { return holds(one, row, search); });
  });
}

std::string list_statement(const listing& x, dialect to) {
  auto sql = std::string{};
  for (const auto& any : x.all) {
    auto either = std::string{};
    for (const auto& one : any)
      either += (either.empty() ? "(" : " OR ") + sql_of(one, to);
    sql += (sql.empty() ? "WHERE " : " AND ") + either + ")";
  }
  auto order = quoted(name_of(*x.order, to), to);
  if (x.after)
    sql += (sql.empty() ? "WHERE (" : " AND (") + order + ", "
           + key_names(*x.of, to) + ") " + (x.descending ? "<" : ">") + " ("
           + placeholders(x.of->key.size() + 1) + ")";
  auto direction = x.descending ? " DESC" : "";
  sql += " ORDER BY " + order + direction + ", "
         + key_names(*x.of, to, direction) + " LIMIT ?";
  return select_statement(*x.of, sql, to);
}

} // namespace taskraft::persistence
