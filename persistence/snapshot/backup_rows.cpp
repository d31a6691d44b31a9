#include "persistence/snapshot/backup_rows.hpp"

#include <string_view>

namespace taskraft::persistence {

namespace wire = tasks::wire;

status each_backup_row(const snapshot_file& file,
                       const std::function<void(wire::SnapshotRow&)>& take) {
  auto row = wire::SnapshotRow{};
  return file.scan([&](std::string_view bytes) -> status {
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))
        || row.row_case() == wire::SnapshotRow::ROW_NOT_SET)
      return failure{errc::outdated,
                     file.path()
                       + ": has rows that only a newer taskraft knows"};
    take(row);
    return done{};
  });
}

result<std::uint64_t> check_backup_rows(const snapshot_file& file) {
  auto number_of_tasks = std::uint64_t{0};
  auto read = each_backup_row(file, [&](const wire::SnapshotRow& row) {
    number_of_tasks += row.has_task() ? 1 : 0;
  });
  if (!read)
    return read.error();
  return number_of_tasks;
}

} // namespace taskraft::persistence
