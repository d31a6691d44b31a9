#include "persistence/store/list_statement.hpp"

namespace taskraft::persistence {

namespace {

using list_type = tasks::wire::ListTasks;

/// Lower case for ASCII alone. MySQL's LOWER folds all of Unicode, and nothing
/// in binary strings; in this character set it knows the letters of ASCII only,
/// and takes every other byte as it is.
std::string lower_in(dialect to, const std::string& column) {
  if (to == dialect::sqlite)
    return "lower(" + column + ")";
  return "CAST(LOWER(CONVERT(CAST(" + column
         + " AS BINARY) USING hebrew)) AS BINARY)";
}

/// The column `x` of an instant.
std::string instant_in(dialect to, const std::string& x) {
  return to == dialect::sqlite ? x + "_us" : x;
}

/// SQL for the place of a row in an order.
std::string order_of(list_type::Sort sort, dialect to) {
  switch (sort) {
    case list_type::SORT_DUE:
      return "due_order_us";
    case list_type::SORT_PRIORITY:
      return "priority";
    case list_type::SORT_CREATED:
      return instant_in(to, "created_at");
    case list_type::SORT_UPDATED:
      return instant_in(to, "updated_at");
    case list_type::SORT_STATUS:
      return "status";
    case list_type::SORT_TITLE:
      return lower_in(to, "title");
    default:
      return "id";
  }
}

/// `, ?` as often as there are values.
std::string placeholders(int count) {
  auto sql = std::string{"?"};
  for (auto i = 1; i < count; ++i)
    sql += ", ?";
  return sql;
}

std::string either(bool first, const std::string& a, bool second,
                   const std::string& b) {
  if (first && second)
    return " AND (" + a + " OR " + b + ")";
  return first ? " AND " + a : second ? " AND " + b : "";
}

} // namespace

std::string list_statement(const task_filter& x, dialect to) {
  const auto& request = x.request;
  auto due = instant_in(to, "due_instant");
  auto sql = "WHERE " + instant_in(to, "deleted_at") + " IS "
             + (request.deleted() ? "NOT NULL" : "NULL");
  if (request.statuses_size() != 0)
    sql += " AND status IN (" + placeholders(request.statuses_size()) + ")";
  if (request.priorities_size() != 0)
    sql += " AND priority IN (" + placeholders(request.priorities_size()) + ")";
  if (request.open_only())
    sql += " AND status IN (1, 2)";
  sql += either(request.has_due_before_date(), "due_date < ?",
                request.has_due_before_instant_us(), due + " < ?");
  sql += either(request.has_due_from_date(), "due_date >= ?",
                request.has_due_from_instant_us(), due + " >= ?");
  for (auto i = std::size_t{0}; i < x.words.size(); ++i)
    sql += " AND (instr(" + lower_in(to, "title") + ", ?) OR instr("
           + lower_in(to, "description") + ", ?))";
  auto order = order_of(request.sort(), to);
  if (x.after)
    sql += " AND (" + order + ", id) " + (request.descending() ? "<" : ">")
           + " (?, ?)";
  auto direction = std::string{request.descending() ? " DESC" : ""};
  sql += " ORDER BY " + order + direction + ", id" + direction + " LIMIT ?";
  return select_statement(table_named("tasks"), sql, to);
}

} // namespace taskraft::persistence
