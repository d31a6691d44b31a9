#include "persistence/store/listing.hpp"

#include "persistence/store/statements.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

/// Whether a list is read in an order, up to a limit. Then a related row is
/// looked up for each row, if it is named by its key, instead of reading all
/// that could be related.
enum class reading : bool { whole, in_order };

std::string where_clause(const table& in, const condition_groups& all,
                         reading how, dialect to);

std::string select_joined(const condition& x, dialect to) {
  return "SELECT " + quoted(name_of(*x.joined, to), to) + " FROM "
         + quoted(x.in->name, to)
         + where_clause(*x.in, x.all, reading::whole, to);
}

bool is_lookup(const table& in, const condition& x, reading how) {
  return how == reading::in_order && x.in != &in && x.in->key.size() == 1
         && x.in->key.front() == x.joined;
}

std::string select_named(const table& in, const condition& x, dialect to) {
  auto others = where_clause(*x.in, x.all, reading::in_order, to);
  auto rest = others.empty()
                ? others
                : " AND " + others.substr(std::string_view{" WHERE "}.size());
  return "SELECT 1 FROM " + quoted(x.in->name, to) + " WHERE "
         + quoted(name_of(*x.joined, to), to) + " = " + quoted(in.name, to)
         + "." + quoted(name_of(*x.of, to), to) + rest;
}

std::string sql_of(const table& in, const condition& x, reading how,
                   dialect to) {
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
      if (is_lookup(in, x, how))
        return "EXISTS (" + select_named(in, x, to) + ")";
      return name + " IN (" + select_joined(x, to) + ")";
    case condition::test::unrelated:
      return name + " NOT IN (" + select_joined(x, to) + ")";
  }
  return {};
}

/// Empty, or " WHERE ...".
std::string where_clause(const table& in, const condition_groups& all,
                         reading how, dialect to) {
  auto sql = std::string{};
  for (const auto& any : all) {
    auto either = std::string{};
    for (const auto& one : any)
      either += (either.empty() ? "(" : " OR ") + sql_of(in, one, how, to);
    sql += (sql.empty() ? " WHERE " : " AND ") + either + ")";
  }
  return sql;
}

/// Compared in steps, because not every database finds a place in an index by
/// a comparison of rows.
std::string place_clause(const listing& x, dialect to) {
  auto order = quoted(name_of(*x.order, to), to);
  auto beyond = x.descending ? std::string{" < "} : std::string{" > "};
  return order + (x.descending ? " <= ? AND (" : " >= ? AND (") + order + beyond
         + "? OR (" + key_names(*x.of, to) + ")"
         + (x.keys_rise ? " > " : beyond) + "(" + placeholders(x.of->key.size())
         + "))";
}

/// What follows the table in a statement.
std::string rest_of(const listing& x, dialect to) {
  auto how = x.order == nullptr ? reading::whole : reading::in_order;
  auto sql = where_clause(*x.of, x.all, how, to);
  if (x.order == nullptr)
    return sql;
  if (x.after)
    sql += (sql.empty() ? " WHERE " : " AND ") + place_clause(x, to);
  sql += " ORDER BY ";
  auto falls = std::string_view{" DESC"};
  auto of_keys = x.descending && !x.keys_rise ? falls : "";
  auto is_key = x.of->key.size() == 1 && x.of->key.front() == x.order;
  if (!is_key)
    sql += quoted(name_of(*x.order, to), to) + (x.descending ? " DESC" : "")
           + ", " + key_names(*x.of, to, of_keys);
  else
    sql += key_names(*x.of, to, x.descending ? falls : "");
  return sql + " LIMIT ?";
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
  if (order == 0 && x.keys_rise)
    return a.key < b.key;
  if (order == 0)
    order = a.key.compare(b.key);
  return x.descending ? order > 0 : order < 0;
}

bool is_related(const condition& x, const cell& value,
                const tasks::row_message& row, const row_search& search) {
  return compare(cell_of(*x.joined, row), value) == 0
         && matches(x.all, row, search);
}

bool matches(const condition_groups& all, const tasks::row_message& row,
             const row_search& search) {
  return std::ranges::all_of(all, [&](const auto& any) {
    return std::ranges::any_of(
      any, [&](const auto& one) { return holds(one, row, search); });
  });
}

std::string list_statement(const listing& x, dialect to) {
  return select_statement(*x.of, rest_of(x, to), to);
}

std::string list_statement(const listing& x,
                           std::span<const column* const> wanted, dialect to) {
  return select_columns(*x.of, wanted, rest_of(x, to), to);
}

std::string count_statement(const listing& x, dialect to) {
  return "SELECT COUNT(*) FROM " + quoted(x.of->name, to)
         + where_clause(*x.of, x.all, reading::whole, to);
}

} // namespace taskraft::persistence
