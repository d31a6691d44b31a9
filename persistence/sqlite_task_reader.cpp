#include "persistence/sqlite_task_reader.hpp"

#include "persistence/schema.hpp"
#include "persistence/sqlite_rows.hpp"

#include <map>
#include <optional>
#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

using wish_type = tasks::wire::ListTasks;

/// SQL for the place of a row in an order.
std::string order_of(wish_type::Sort sort) {
  switch (sort) {
    case wish_type::SORT_DUE:
      return "due_order_us";
    case wish_type::SORT_PRIORITY:
      return "priority";
    case wish_type::SORT_CREATED:
      return "created_at_us";
    case wish_type::SORT_UPDATED:
      return "updated_at_us";
    case wish_type::SORT_STATUS:
      return "status";
    case wish_type::SORT_TITLE:
      return "lower(title)";
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

/// The parameters appear in the order in which `bind_filter` binds them.
std::string list_statement(const task_filter& x) {
  const auto& wish = x.wish;
  auto sql = std::string{"WHERE deleted_at_us IS "}
             + (wish.deleted() ? "NOT NULL" : "NULL");
  if (wish.statuses_size() != 0)
    sql += " AND status IN (" + placeholders(wish.statuses_size()) + ")";
  if (wish.priorities_size() != 0)
    sql += " AND priority IN (" + placeholders(wish.priorities_size()) + ")";
  if (wish.open_only())
    sql += " AND status IN (1, 2)";
  sql += either(wish.has_due_before_date(), "due_date < ?",
                wish.has_due_before_instant_us(), "due_instant_us < ?");
  sql += either(wish.has_due_from_date(), "due_date >= ?",
                wish.has_due_from_instant_us(), "due_instant_us >= ?");
  for (auto i = std::size_t{0}; i < x.words.size(); ++i)
    sql += " AND (instr(lower(title), ?) OR instr(lower(description), ?))";
  auto order = order_of(wish.sort());
  if (x.after)
    sql += " AND (" + order + ", id) " + (wish.descending() ? "<" : ">")
           + " (?, ?)";
  auto direction = std::string{wish.descending() ? " DESC" : ""};
  sql += " ORDER BY " + order + direction + ", id" + direction + " LIMIT ?";
  return select_statement(table_named("tasks"), sql);
}

void bind_filter(use& to, const task_filter& x) {
  const auto& wish = x.wish;
  for (auto status : wish.statuses())
    to.signed_number(status);
  for (auto priority : wish.priorities())
    to.signed_number(priority);
  if (wish.has_due_before_date())
    to.signed_number(wish.due_before_date());
  if (wish.has_due_before_instant_us())
    to.signed_number(wish.due_before_instant_us());
  if (wish.has_due_from_date())
    to.signed_number(wish.due_from_date());
  if (wish.has_due_from_instant_us())
    to.signed_number(wish.due_from_instant_us());
  for (const auto& word : x.words)
    to.text(word).text(word);
  if (x.after) {
    if (wish.sort() == wish_type::SORT_TITLE)
      to.text(x.after->text);
    else if (wish.sort() == wish_type::SORT_ID)
      to.number(x.after->id);
    else
      to.signed_number(x.after->number);
    to.number(x.after->id);
  }
  to.number(wish.limit());
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

class sqlite_task_reader final : public task_reader {
public:
  explicit sqlite_task_reader(std::string file)
    : file_(std::move(file)), database_(file_, SQLite::OPEN_READONLY),
      begin_(database_, "BEGIN"), end_(database_, "COMMIT"),
      applied_(database_, "SELECT applied_index, installing FROM meta"),
      task_(database_, select_statement(table_named("tasks"), "WHERE id = ?")),
      key_(database_, select_statement(table_named("kv"), "WHERE key = ?")),
      keys_(database_,
            select_statement(table_named("kv"),
                             "WHERE key > ? AND key >= ? ORDER BY key")),
      keys_until_(database_, select_statement(table_named("kv"),
                                              "WHERE key > ? AND key >= ? "
                                              "AND key < ? ORDER BY key")) {
    database_.setBusyTimeout(1000);
  }

  result<raft::log_index> begin() override {
    return guarded(file_, [this]() -> result<raft::log_index> {
      use{begin_}.run();
      auto using_it = use{applied_};
      if (!using_it.step())
        return failure{errc::corrupted, file_ + ": the meta row is missing"};
      if (number_at(applied_, 1) != 0) {
        end();
        return failure{errc::store_busy, file_ + ": a snapshot is installed"};
      }
      return raft::log_index{number_at(applied_, 0)};
    });
  }

  void end() override {
    end_.tryReset();
    end_.tryExecuteStep();
    end_.tryReset();
  }

  result<std::optional<tasks::wire::Task>> task(std::uint64_t id) override {
    using found = std::optional<tasks::wire::Task>;
    return guarded(file_, [&]() -> result<found> {
      auto using_it = use{task_};
      if (!using_it.number(id).step())
        return found{};
      return found{task_at(task_)};
    });
  }

  result<std::optional<tasks::key_row>> key(std::string_view key) override {
    using found = std::optional<tasks::key_row>;
    return guarded(file_, [&]() -> result<found> {
      auto using_it = use{key_};
      if (!using_it.bytes(key).step())
        return found{};
      return found{key_at(key_)};
    });
  }

  status tasks(const task_filter& filter, const task_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      auto& statement = list_for(filter);
      auto using_it = use{statement};
      bind_filter(using_it, filter);
      while (using_it.step())
        if (!visit(task_at(statement)))
          break;
      return done{};
    });
  }

  status keys(std::string_view prefix, std::string_view after,
              const key_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      auto end = end_of(prefix);
      auto& statement = end ? keys_until_ : keys_;
      auto using_it = use{statement};
      using_it.bytes(after).bytes(prefix);
      if (end)
        using_it.bytes(*end);
      while (using_it.step())
        if (!visit(bytes_at(statement, 0), key_at(statement)))
          break;
      return done{};
    });
  }

  status visit_all(raft::log_index forgotten,
                   const row_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      auto visited = each_of("meta", "", [&](auto& row) -> status {
        auto meta = meta_at(file_, row);
        return meta ? visit(std::move(*meta)) : meta.error();
      });
      if (visited)
        visited = each_of("leader", "ORDER BY term",
                          [&](auto& row) { return visit(leader_at(row)); });
      if (visited)
        visited = each_of("tasks", "ORDER BY id",
                          [&](auto& row) { return visit(task_at(row)); });
      if (visited)
        visited = each_of("kv", "ORDER BY key", [&](auto& row) {
          return visit(keyed_row{bytes_at(row, 0), key_at(row)});
        });
      if (visited)
        visited
          = each_of("request_ids",
                    "WHERE last_index > " + std::to_string(forgotten.value)
                      + " ORDER BY first_index",
                    [&](auto& row) {
                      return visit_requests_at(file_, row, forgotten, visit);
                    });
      return visited;
    });
  }

private:
  /// Calls `take` for each row of a table until it fails.
  template <class F>
  status each_of(std::string_view name, const std::string& rest, F take) {
    auto statement
      = SQLite::Statement{database_, select_statement(table_named(name), rest)};
    auto taken = status{done{}};
    while (taken && statement.executeStep())
      taken = take(statement);
    return taken;
  }

  SQLite::Statement& list_for(const task_filter& filter) {
    constexpr std::size_t most_statements = 64;
    auto sql = list_statement(filter);
    auto found = lists_.find(sql);
    if (found != lists_.end())
      return found->second;
    if (lists_.size() == most_statements)
      lists_.clear();
    return lists_.try_emplace(sql, database_, sql).first->second;
  }

  std::string file_;
  SQLite::Database database_;
  SQLite::Statement begin_;
  SQLite::Statement end_;
  SQLite::Statement applied_;
  SQLite::Statement task_;
  SQLite::Statement key_;
  SQLite::Statement keys_;
  SQLite::Statement keys_until_;
  /// Prepared lists by their text.
  std::map<std::string, SQLite::Statement> lists_;
};

} // namespace

std::unique_ptr<task_reader> open_reader(const std::string& file) {
  return std::make_unique<sqlite_task_reader>(file);
}

} // namespace taskraft::persistence::sqlite
