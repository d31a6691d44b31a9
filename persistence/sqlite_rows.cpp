#include "persistence/sqlite_rows.hpp"

#include "persistence/task_order.hpp"

#include <sqlite3.h>

namespace taskraft::persistence::sqlite {

namespace {

errc code_of(int error) {
  switch (error) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::store_busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
      return errc::corrupted;
    default:
      return errc::storage_failed;
  }
}

} // namespace

failure failure_from(const std::string& file, const SQLite::Exception& x) {
  return {code_of(x.getErrorCode()), file + ": " + x.what()};
}

std::uint64_t number_at(SQLite::Statement& x, int column) {
  return static_cast<std::uint64_t>(x.getColumn(column).getInt64());
}

std::string bytes_at(SQLite::Statement& x, int column) {
  auto content = x.getColumn(column);
  const auto* bytes = static_cast<const char*>(content.getBlob());
  return bytes == nullptr
           ? std::string{}
           : std::string{bytes, static_cast<std::size_t>(content.getBytes())};
}

void bind_task(use& x, const tasks::wire::Task& row) {
  x.number(row.id()).number(row.rev());
  x.text(row.title()).text(row.description());
  x.number(static_cast<std::uint64_t>(row.status()));
  x.number(static_cast<std::uint64_t>(row.priority()));
  if (row.due().has_date())
    x.signed_number(row.due().date());
  else
    x.null();
  if (row.due().has_instant_us())
    x.signed_number(row.due().instant_us());
  else
    x.null();
  x.signed_number(due_order_us(row)).text(row.creator());
  x.number(row.created_at_us()).number(row.updated_at_us());
  x.number_or_null(row.completed_at_us());
  x.number_or_null(row.deleted_at_us());
}

tasks::wire::Task task_at(SQLite::Statement& x) {
  auto row = tasks::wire::Task{};
  row.set_id(number_at(x, 0));
  row.set_rev(number_at(x, 1));
  row.set_title(bytes_at(x, 2));
  row.set_description(bytes_at(x, 3));
  row.set_status(static_cast<tasks::wire::Status>(x.getColumn(4).getInt()));
  row.set_priority(static_cast<tasks::wire::Priority>(x.getColumn(5).getInt()));
  if (!x.isColumnNull(6))
    row.mutable_due()->set_date(x.getColumn(6).getInt());
  else if (!x.isColumnNull(7))
    row.mutable_due()->set_instant_us(x.getColumn(7).getInt64());
  row.set_creator(bytes_at(x, 9));
  row.set_created_at_us(number_at(x, 10));
  row.set_updated_at_us(number_at(x, 11));
  row.set_completed_at_us(number_at(x, 12));
  row.set_deleted_at_us(number_at(x, 13));
  return row;
}

void bind_key(use& x, std::string_view key, const tasks::key_row& row) {
  x.bytes(key).bytes(row.value).number(row.rev);
}

tasks::key_row key_at(SQLite::Statement& x) {
  return {.value = bytes_at(x, 1), .rev = number_at(x, 2)};
}

} // namespace taskraft::persistence::sqlite
