#include "persistence/sqlite/sqlite_rows.hpp"

#include "persistence/sqlite/sqlite_disk.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/task_order.hpp"

#include <sqlite3.h>

namespace taskraft::persistence::sqlite {

namespace {

/// For what SQLite does not tell apart.
errc full_or_failed() {
  return last_refusal_was_room() ? errc::disk_full : errc::storage_failed;
}

errc code_of(const SQLite::Exception& x) {
  if (x.getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE)
    return full_or_failed();
  switch (x.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::store_busy;
    case SQLITE_FULL:
      return errc::disk_full;
    case SQLITE_CANTOPEN:
      return full_or_failed();
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
  return {code_of(x), file + ": " + x.what()};
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

void bind_task(binding& x, const tasks::wire::Task& row) {
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

result<store_meta> meta_at(const std::string& file, SQLite::Statement& x) {
  auto meta = store_meta{.applied = {{number_at(x, 2)}, {number_at(x, 3)}},
                         .cluster_id = bytes_at(x, 4),
                         .rules_level = x.getColumn(5).getUInt(),
                         .clock_us = number_at(x, 6),
                         .next_task_id = number_at(x, 7),
                         .members = {{number_at(x, 8)}, {}}};
  auto encoded = bytes_at(x, 9);
  if (encoded.empty())
    return meta;
  auto members = raft::decode_membership(encoded);
  if (!members)
    return failure{errc::corrupted, file + ": the membership is damaged"};
  meta.members.value = std::move(*members);
  return meta;
}

leader_row leader_at(SQLite::Statement& x) {
  return {{number_at(x, 0)}, {number_at(x, 1)}, number_at(x, 2)};
}

status scan_requests_at(const std::string& file, SQLite::Statement& x,
                        raft::log_index after,
                        const std::function<status(request_row)>& scan) {
  auto scanned = status{done{}};
  auto whole = decode_request_rows(bytes_at(x, 2), [&](request_row row) {
    if (row.index > after)
      scanned = scan(std::move(row));
    return static_cast<bool>(scanned);
  });
  if (!whole)
    return failure{errc::corrupted, file + ": a row of request_ids is damaged"};
  return scanned;
}

void bind_key(binding& x, std::string_view key, const tasks::key_row& row) {
  x.bytes(key).bytes(row.value).number(row.rev);
}

tasks::key_row key_at(SQLite::Statement& x) {
  return {.value = bytes_at(x, 1), .rev = number_at(x, 2)};
}

std::vector<tasks::wire::Task> load_tasks(SQLite::Statement& by_id,
                                          std::span<const std::uint64_t> ids) {
  auto found = std::vector<tasks::wire::Task>{};
  for (auto id : ids) {
    auto using_it = binding{by_id};
    if (using_it.number(id).step())
      found.push_back(task_at(by_id));
  }
  return found;
}

std::vector<std::optional<tasks::key_row>>
load_keys(SQLite::Statement& by_key, std::span<const std::string_view> keys) {
  auto found = std::vector<std::optional<tasks::key_row>>(keys.size());
  for (auto i = std::size_t{0}; i < keys.size(); ++i) {
    auto using_it = binding{by_key};
    if (using_it.bytes(keys[i]).step())
      found[i] = key_at(by_key);
  }
  return found;
}

} // namespace taskraft::persistence::sqlite
