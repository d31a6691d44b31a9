// What lies on disks: segments of the log, term and vote, snapshots.

#include "persistence/log/segment_log_store.hpp"
#include "persistence/snapshot/backup_rows.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "protocol/invariant.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/disks/faulty_disk.hpp"

#include <array>
#include <memory>
#include <string>

namespace taskraft::tests {

namespace {

using disk_files = std::map<std::string, std::string>;

result<std::unique_ptr<persistence::segment_log_store>>
open_log(faulty_disk& disk) {
  auto options = persistence::segment_log_options{};
  options.first_segment_bytes = 16U << 10U;
  options.segment_bytes = 16U << 10U;
  options.least_segment_bytes = 8U << 10U;
  options.prepare_in_background = false;
  options.random = [number = std::uint64_t{0}]() mutable { return ++number; };
  return persistence::segment_log_store::open(disk, "log", options);
}

/// A log with a vote, several batches and a truncation.
disk_files make_log() {
  auto disk = faulty_disk{};
  RAFT_INVARIANT(disk.make_directory("log"));
  auto log = open_log(disk);
  RAFT_INVARIANT(log);
  RAFT_INVARIANT((*log)->save({{3}, {2}}));
  auto entries = board_log{};
  entries.no_op({1}).membership("fuzz");
  for (auto number = std::uint64_t{1}; number <= 6; ++number) {
    entries.command(number, create_task("Task " + std::to_string(number)));
    auto batch = entries.take();
    RAFT_INVARIANT((*log)->append({&batch, 1}));
  }
  RAFT_INVARIANT((*log)->truncate_suffix({6}));
  RAFT_INVARIANT((*log)->truncate_prefix({{2}, {1}}, {}));
  return disk.content();
}

/// Each three numbers put another byte somewhere.
void damage(faulty_disk& disk, fuzz_input& input) {
  auto files = disk.content();
  while (!input.empty()) {
    auto at = files.begin();
    std::advance(at, input.number() % files.size());
    if (at->second.empty())
      continue;
    auto offset = input.large_number() % at->second.size();
    auto byte = static_cast<char>(input.number());
    disk.overwrite(at->first, offset, {&byte, 1});
  }
}

/// A whole file whose rows are the pieces.
std::string snapshot_of(fuzz_input input) {
  auto disk = faulty_disk{};
  auto base = raft::snapshot_base{};
  base.position = {{1}, {1}};
  auto file = persistence::snapshot_writer::create(disk, "snapshot", base);
  RAFT_INVARIANT(file);
  while (!input.empty())
    RAFT_INVARIANT(file->add(input.piece()));
  RAFT_INVARIANT(file->finish());
  return disk.content().at("snapshot");
}

void read_snapshot(std::string_view bytes) {
  auto disk = faulty_disk{};
  disk.restore({{"snapshot", std::string{bytes}}});
  auto file = persistence::snapshot_file::open(disk, "snapshot");
  if (!file)
    return;
  static_cast<void>((*file)->verify());
  static_cast<void>(persistence::check_backup_rows(**file));
}

} // namespace

/// A damaged log is opened and read to its end, or it is refused.
void fuzz_log(std::string_view input) {
  static const auto whole = make_log();
  auto disk = faulty_disk{};
  disk.restore(whole);
  auto rest = fuzz_input{input};
  damage(disk, rest);
  auto log = open_log(disk);
  if (!log)
    return;
  auto source = (*log)->source();
  const auto& found = (*log)->recovered();
  for (auto next = found.log.first_index(); next <= (*log)->last().index;) {
    auto batch = source->read(next, 1U << 20U);
    if (!batch)
      break;
    RAFT_INVARIANT(!batch->empty() && batch->first().index == next);
    next = batch->last().index.next();
  }
}

void fuzz_snapshots(std::string_view input) {
  if (input.empty())
    return;
  auto rest = fuzz_input{input};
  if (rest.number() % 2 == 0)
    read_snapshot(rest.rest());
  else
    read_snapshot(snapshot_of(rest));
}

} // namespace taskraft::tests
