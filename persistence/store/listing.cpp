#include "persistence/store/listing.hpp"

#include "persistence/store/statements.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

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
  }
  return {};
}

bool holds(const condition& x, const tasks::row_message& row) {
  auto found = cell_of(*x.of, row);
  auto is_null = found.is == cell::kind::null;
  switch (x.is) {
    case condition::test::is_null:
      return is_null;
    case condition::test::is_set:
      return !is_null;
    case condition::test::one_of:
      return std::ranges::any_of(
        x.values, [&](const auto& one) { return compare(found, one) == 0; });
    case condition::test::below:
      return !is_null && compare(found, x.values.front()) < 0;
    case condition::test::at_least:
      return !is_null && compare(found, x.values.front()) >= 0;
    case condition::test::contains:
      return found.text().find(x.values.front().text()) != std::string::npos;
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

bool matches(const listing& x, const tasks::row_message& row) {
  return std::ranges::all_of(x.all, [&](const auto& any) {
    return std::ranges::any_of(
      any, [&](const auto& one) { return holds(one, row); });
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
