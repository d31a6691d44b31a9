#include "persistence/mysql/mysql_rows.hpp"

#include "persistence/store/task_order.hpp"
#include "protocol/tasks/limits.hpp"

#include <cppconn/datatype.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace taskraft::persistence::mysql {

namespace {

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

std::uint64_t number_at(const sql::ResultSet& x, unsigned column) {
  return static_cast<std::uint64_t>(x.getInt64(column + 1));
}

std::string bytes_at(const sql::ResultSet& x, unsigned column) {
  return x.getString(column + 1).asStdString();
}

void bind_task(binding& x, const tasks::wire::Task& row) {
  x.number(row.id()).number(row.rev());
  x.text(row.title()).text(row.description());
  x.number(static_cast<std::uint64_t>(row.status()));
  x.number(static_cast<std::uint64_t>(row.priority()));
  if (row.due().has_date())
    x.day(row.due().date());
  else
    x.null();
  if (row.due().has_instant_us())
    x.instant(row.due().instant_us());
  else
    x.null();
  x.signed_number(due_order_us(row)).text(row.creator());
  x.instant(static_cast<std::int64_t>(row.created_at_us()));
  x.instant(static_cast<std::int64_t>(row.updated_at_us()));
  x.instant_or_null(row.completed_at_us());
  x.instant_or_null(row.deleted_at_us());
}

tasks::wire::Task task_at(const sql::ResultSet& x) {
  auto row = tasks::wire::Task{};
  row.set_id(number_at(x, 0));
  row.set_rev(number_at(x, 1));
  row.set_title(bytes_at(x, 2));
  row.set_description(bytes_at(x, 3));
  row.set_status(static_cast<tasks::wire::Status>(number_at(x, 4)));
  row.set_priority(static_cast<tasks::wire::Priority>(number_at(x, 5)));
  if (!x.isNull(7))
    row.mutable_due()->set_date(static_cast<std::int32_t>(x.getInt64(7)));
  else if (!x.isNull(8))
    row.mutable_due()->set_instant_us(x.getInt64(8));
  row.set_creator(bytes_at(x, 9));
  row.set_created_at_us(number_at(x, 10));
  row.set_updated_at_us(number_at(x, 11));
  row.set_completed_at_us(number_at(x, 12));
  row.set_deleted_at_us(number_at(x, 13));
  return row;
}

void bind_key(binding& x, std::string_view key, const tasks::key_row& row) {
  x.bytes(key).bytes(row.value).number(row.rev);
}

tasks::key_row key_at(const sql::ResultSet& x) {
  return {.value = bytes_at(x, 1), .rev = number_at(x, 2)};
}

std::string placeholders(std::size_t count) {
  auto sql = std::string{"?"};
  for (auto i = std::size_t{1}; i < count; ++i)
    sql += ", ?";
  return sql;
}

std::size_t rows_of_one_statement(const std::vector<std::size_t>& sizes,
                                  std::size_t first, std::size_t max_packet) {
  // Half of it leaves room for types and lengths.
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

} // namespace taskraft::persistence::mysql
