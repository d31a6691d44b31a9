#include "persistence/store/task_store.hpp"

#include "persistence/store/request_rows.hpp"

#include <utility>

namespace taskraft::persistence {

namespace {

/// Scans all rows of a table with a function that may fail.
template <class Take>
status scan_table(task_reader& from, const tasks::row_type& of, Take take) {
  auto taken = status{done{}};
  auto scanned = from.scan(of, {}, [&](tasks::row_message& x) {
    taken = take(x);
    return static_cast<bool>(taken);
  });
  return scanned ? taken : scanned;
}

} // namespace

status task_reader::scan_all(raft::log_index forgotten,
                             const row_scanner& scan) {
  constexpr auto number_of_requests
    = std::uint32_t{tasks::wire::SnapshotRow::kRequestFieldNumber};
  auto meta = load_meta();
  auto scanned = meta ? scan(std::move(*meta)) : status{meta.error()};
  auto are_requests_due = true;
  auto scan_requests = [&] {
    if (scanned && std::exchange(are_requests_due, false))
      scanned = scan_table(
        *this, tasks::row_type_of<tasks::wire::RequestRun>(),
        [&](const tasks::row_message& x) {
          return scan_run(
            static_cast<const tasks::wire::RequestRun&>(x), forgotten,
            [&](request_row row) { return scan(std::move(row)); });
        });
  };
  for (const auto* each : tables().rows()) {
    if (each->row->number > number_of_requests)
      scan_requests();
    if (scanned)
      scanned = scan_table(*this, *each->row, [&](const tasks::row_message& x) {
        return scan(typed_row{each->row, &x});
      });
  }
  scan_requests();
  return scanned;
}

} // namespace taskraft::persistence
