#include "persistence/mysql/mysql_rows.hpp"

#include "persistence/store/meta_row.hpp"
#include "persistence/store/request_rows.hpp"
#include "protocol/tasks/limits.hpp"

#include <cppconn/datatype.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// The most rows of one statement that writes or finds rows.
constexpr auto most_rows = std::size_t{256};
constexpr auto most_bytes = std::size_t{4} << 20U;

std::string day_text(std::int64_t days) {
  auto date = std::chrono::year_month_day{
    std::chrono::sys_days{std::chrono::days{days}}};
  auto text = std::array<char, 32>{};
  std::snprintf(
    text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string instant_text(std::int64_t us) {
  auto days = us / tasks::day_us - (us % tasks::day_us < 0 ? 1 : 0);
  auto left = us - days * tasks::day_us;
  auto seconds = left / 1'000'000;
  auto text = std::array<char, 32>{};
  std::snprintf(
    text.data(), text.size(), " %02d:%02d:%02d.%06d",
    static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
    static_cast<int>(seconds % 60), static_cast<int>(left % 1'000'000));
  return day_text(days) + text.data();
}

} // namespace

binding& binding::null() {
  statement_.setNull(++bound_, sql::DataType::SQLNULL);
  return *this;
}

binding& binding::instant(std::int64_t us) {
  return text(instant_text(us));
}

binding& binding::day(std::int64_t days) {
  return text(day_text(days));
}

std::size_t rows_of_one_statement(const std::vector<std::size_t>& sizes,
                                  std::size_t first, std::size_t max_packet) {
  // The other half of the packet is for types and lengths.
  auto allowed = std::min(most_bytes, max_packet / 2);
  auto bytes = std::size_t{0};
  auto fitting = std::size_t{0};
  while (fitting < most_rows && first + fitting < sizes.size()) {
    bytes += sizes[first + fitting];
    if (bytes > allowed)
      break;
    ++fitting;
  }
  auto count = std::size_t{1};
  while (count * 2 <= fitting)
    count *= 2;
  return count;
}

namespace {

/// Takes the first keys off `keys`. The last one is repeated until their number
/// is a power of two, so that there are few different statements.
std::vector<std::string_view> take_some(std::span<const std::string>& keys) {
  auto taken = keys.first(std::min(keys.size(), most_rows));
  keys = keys.subspan(taken.size());
  auto some = std::vector<std::string_view>(taken.begin(), taken.end());
  some.resize(std::bit_ceil(some.size()), some.back());
  return some;
}

std::unique_ptr<sql::ResultSet>
query_by_key(connection& to, const std::string& sql, const table& from,
             const std::vector<std::string_view>& keys) {
  auto statement = binding{to.prepared(sql)};
  auto kept = kept_cells{};
  for (auto key : keys)
    bind_key(statement, from, key, kept);
  return statement.query();
}

/// The rows of the keys that are in the database.
unsigned stored_columns(const table& x) {
  return static_cast<unsigned>(std::ranges::count_if(
    x.columns, [](const auto& each) { return each.derived == nullptr; }));
}

/// The position of the key's first column in `select_statement`.
unsigned place_of_key(const table& x) {
  auto place = 0U;
  for (const auto& each : x.columns) {
    if (&each == x.key.front())
      break;
    place += each.derived == nullptr ? 1U : 0U;
  }
  return place;
}

/// A statement for the rows of `select`, each followed by the meta row; the
/// meta row alone if there are none.
std::string with_meta(const std::string& select) {
  return "SELECT found.*, meta.* FROM (" + std::string{select_visible}
         + ") AS meta LEFT JOIN (" + select + ") AS found ON TRUE";
}

/// Writes rows, many with each statement. `bind(statement, row)` binds a row;
/// `sql(count)` is a statement for `count` rows.
template <class Rows, class Sql, class Bind, class Size>
void write_many(connection& to, const Rows& rows, Sql sql, Bind bind,
                Size size_of) {
  auto sizes = std::vector<std::size_t>{};
  for (const auto& row : rows)
    sizes.push_back(size_of(row));
  auto row = rows.begin();
  auto written = std::size_t{0};
  while (written < sizes.size()) {
    auto count = rows_of_one_statement(sizes, written, to.max_packet_bytes());
    auto statement = binding{to.prepared(sql(count))};
    for (auto i = std::size_t{0}; i < count; ++i)
      bind(statement, *row++);
    statement.run();
    written += count;
  }
}

/// Derived columns may repeat bytes of the row.
std::size_t size_of_row(const tasks::row_message& x) {
  return 2 * x.ByteSizeLong() + 256;
}

void upsert(connection& to, const table& into,
            const std::vector<const tasks::row_message*>& rows) {
  auto kept = kept_cells{};
  write_many(
    to, rows,
    [&](std::size_t count) {
      return upsert_statement(into, dialect::mysql, count);
    },
    [&](binding& statement, const tasks::row_message* row) {
      kept.clear();
      bind_row(statement, into, *row, kept);
    },
    [](const tasks::row_message* row) { return size_of_row(*row); });
}

} // namespace

loaded_rows load(connection& to, const table& from, const wanted_rows& x) {
  auto found = loaded_rows{};
  for (auto keys = std::span{x.keys}; !keys.empty();) {
    auto some = take_some(keys);
    auto sql = select_by_key(from, dialect::mysql, some.size());
    auto row = query_by_key(to, sql, from, some);
    while (row->next())
      found.push_back(read_new_row(from, source{*row}));
  }
  auto add = [&found](const tasks::row_message& one) {
    auto copy = std::unique_ptr<tasks::row_message>{one.New()};
    copy->CopyFrom(one);
    found.push_back(std::move(copy));
  };
  for (const auto& prefix : x.prefixes)
    scan(to, from, {.prefix = prefix, .after = {}},
         [&](const tasks::row_message& one) {
           add(one);
           return true;
         });
  for (const auto& range : x.ranges)
    scan(
      to, from,
      {.prefix = range.prefix,
       .after = range.from,
       .backwards = range.backwards},
      [&, left = range.count](const tasks::row_message& one) mutable {
        add(one);
        return --left > 0;
      },
      range.count);
  return found;
}

bool is_one_statement(const std::vector<std::string>& keys) {
  return !keys.empty() && keys.size() <= most_rows;
}

result<raft::log_index> find(connection& to, const table& from,
                             const std::vector<std::string>& wanted,
                             const task_reader::row_visitor& visit,
                             const std::string& place) {
  auto keys = std::span{wanted};
  auto some = take_some(keys);
  auto found = query_by_key(
    to, with_meta(select_by_key(from, dialect::mysql, some.size())), from,
    some);
  auto visible = result<raft::log_index>{no_meta(place)};
  auto row = std::unique_ptr<tasks::row_message>{from.row->blank->New()};
  while (found->next()) {
    auto at = source{*found};
    visible = read_visible(at, stored_columns(from), place);
    if (!visible || at.is_null(place_of_key(from)))
      continue;
    row->Clear();
    read_row(from, at, *row);
    if (!visit(*row))
      break;
  }
  return visible;
}

void scan(connection& to, const table& of, const key_range& range,
          const task_reader::row_visitor& visit, std::size_t most) {
  auto rows_at_once = std::min(of.rows_at_once, most);
  auto limit = " LIMIT " + std::to_string(rows_at_once);
  auto rest = range;
  auto row = std::unique_ptr<tasks::row_message>{of.row->blank->New()};
  for (auto more = true; more;) {
    auto parts = parts_of(of, rest);
    auto page = binding{to.prepared(select_statement(
      of,
      range_clause(of, form_of(parts, rest.backwards), dialect::mysql) + limit,
      dialect::mysql))};
    bind_range(page, of, parts, dialect::mysql);
    auto found = page.query();
    more = found->rowsCount() == rows_at_once;
    while (found->next()) {
      row->Clear();
      read_row(of, source{*found}, *row);
      rest.after = tasks::key_of(*of.row, *row);
      if (!visit(*row))
        return;
    }
  }
}

void write(connection& to, const table& into, const changed_rows& rows) {
  auto put = std::vector<const tasks::row_message*>{};
  auto erased = std::vector<std::string_view>{};
  for (const auto& [key, row] : rows) {
    if (row)
      put.push_back(row.get());
    else
      erased.emplace_back(key);
  }
  upsert(to, into, put);
  auto kept = kept_cells{};
  write_many(
    to, erased,
    [&](std::size_t count) {
      return delete_statement(into, dialect::mysql, count);
    },
    [&](binding& statement, std::string_view key) {
      kept.clear();
      bind_key(statement, into, key, kept);
    },
    [](std::string_view key) { return key.size() + 64; });
}

void write_runs(connection& to, const table& into,
                std::span<const request_row> rows) {
  auto runs = runs_of(rows);
  auto all = std::vector<const tasks::row_message*>{};
  for (const auto& run : runs)
    all.push_back(&run);
  upsert(to, into, all);
}

result<store_meta> load_meta(connection& to, const std::string& place) {
  auto row = to.ask(std::string{select_meta});
  if (!row->next())
    return no_meta(place);
  return read_meta(source{*row}, place);
}

result<raft::log_index> load_visible(connection& to, const std::string& place) {
  auto row = to.ask(std::string{select_visible});
  if (!row->next())
    return no_meta(place);
  return read_visible(source{*row}, 0, place);
}

} // namespace taskraft::persistence::mysql
