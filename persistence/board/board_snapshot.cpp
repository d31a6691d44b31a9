#include "persistence/board/board_snapshot.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace taskraft::persistence {

namespace {

/// How much is installed in one transaction.
constexpr std::size_t install_bytes = 4UL << 20U;
constexpr std::size_t install_rows = 10'000;

void fill(tasks::wire::SnapshotRow& to, const store_meta& x) {
  auto& board = *to.mutable_board();
  board.set_cluster_id(x.cluster_id);
  board.set_rules_level(x.rules_level);
  board.set_clock_us(x.clock_us);
  board.set_next_task_id(x.next_task_id);
}

void fill(tasks::wire::SnapshotRow& to, const leader_row& x) {
  auto& row = *to.mutable_leadership();
  row.set_term(x.term.value);
  row.set_node(x.node.value);
  row.set_since_us(x.since_us);
}

void fill(tasks::wire::SnapshotRow& to, const tasks::wire::Task& x) {
  *to.mutable_task() = x;
}

void fill(tasks::wire::SnapshotRow& to, const kv_row& x) {
  auto& row = *to.mutable_pair();
  row.set_key(x.key);
  row.set_value(x.row.value);
  row.set_rev(x.row.rev);
}

void fill(tasks::wire::SnapshotRow& to, const request_row& x) {
  auto& row = *to.mutable_request();
  row.set_index(x.index.value);
  row.set_id(x.id.bytes.data(), x.id.bytes.size());
  row.set_result(x.result);
}

std::optional<any_row> request_from(const tasks::wire::AppliedRequest& x) {
  auto row = request_row{};
  if (x.id().size() != row.id.bytes.size())
    return std::nullopt;
  row.index = {x.index()};
  std::ranges::copy(x.id(), row.id.bytes.begin());
  row.result = x.result();
  return any_row{std::move(row)};
}

failure stopped(const std::string& path) {
  return {errc::unavailable, path + ": stopped half-way"};
}

/// Puts rows into a store, many a transaction.
class installation {
public:
  explicit installation(task_store& store) : store_(store) {
  }

  status take(any_row row, std::size_t bytes) {
    std::visit([this](auto& x) { add(std::move(x)); }, row);
    bytes_ += bytes;
    return ++count_ >= install_rows || bytes_ >= install_bytes ? flush()
                                                               : status{done{}};
  }

  status flush() {
    auto installed = store_.install(rows_);
    rows_ = {};
    bytes_ = 0;
    count_ = 0;
    return installed;
  }

  /// What the board is; nothing until it has been taken.
  std::optional<store_meta> meta;

private:
  void add(store_meta x) {
    meta = std::move(x);
  }
  void add(leader_row x) {
    rows_.leaders.push_back(x);
  }
  void add(tasks::wire::Task x) {
    auto id = x.id();
    rows_.tasks.insert_or_assign(id, std::move(x));
  }
  void add(kv_row x) {
    rows_.keys.insert_or_assign(std::move(x.key), std::move(x.row));
  }
  void add(request_row x) {
    rows_.requests.push_back(std::move(x));
  }

  task_store& store_;
  change_set rows_;
  std::size_t bytes_ = 0;
  std::size_t count_ = 0;
};

} // namespace

std::string encode_snapshot_row(const any_row& x) {
  auto row = tasks::wire::SnapshotRow{};
  std::visit([&row](const auto& content) { fill(row, content); }, x);
  return row.SerializeAsString();
}

std::optional<any_row> decode_snapshot_row(std::string_view bytes) {
  using tasks::wire::SnapshotRow;
  auto row = SnapshotRow{};
  if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return std::nullopt;
  switch (row.row_case()) {
    case SnapshotRow::kBoard: {
      auto x = store_meta{};
      x.cluster_id = row.board().cluster_id();
      x.rules_level = row.board().rules_level();
      x.clock_us = row.board().clock_us();
      x.next_task_id = row.board().next_task_id();
      return x;
    }
    case SnapshotRow::kLeadership:
      return leader_row{{row.leadership().term()},
                        {row.leadership().node()},
                        row.leadership().since_us()};
    case SnapshotRow::kTask:
      return std::move(*row.mutable_task());
    case SnapshotRow::kPair:
      return kv_row{row.pair().key(),
                    {.value = row.pair().value(), .rev = row.pair().rev()}};
    case SnapshotRow::kRequest:
      return request_from(row.request());
    case SnapshotRow::ROW_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

result<raft::snapshot_about> write_board_snapshot(task_reader& rows,
                                                  raft::log_index forgotten,
                                                  file_system& files,
                                                  const std::string& path,
                                                  const stop_check& stop) {
  auto writer = std::optional<snapshot_writer>{};
  auto scanned = rows.scan_all(forgotten, [&](const any_row& row) -> status {
    if (stop && stop())
      return stopped(path);
    if (const auto* meta = std::get_if<store_meta>(&row)) {
      auto created = snapshot_writer::create(
        files, path, {.position = meta->applied, .members = meta->members});
      if (!created)
        return created.error();
      writer.emplace(std::move(*created));
    }
    return writer->add(encode_snapshot_row(row));
  });
  if (!scanned)
    return scanned.error();
  return writer->finish();
}

result<store_meta>
install_board_snapshot(task_store& store, const snapshot_file& from,
                       const stop_check& stop,
                       const std::function<void(store_meta&)>& change) {
  if (auto begun = store.begin_install(); !begun)
    return begun.error();
  auto rows = installation{store};
  auto scanned = from.scan([&](std::string_view bytes) -> status {
    if (stop && stop())
      return stopped(from.path());
    auto row = decode_snapshot_row(bytes);
    if (!row)
      return failure{errc::corrupted,
                     from.path() + ": a row of the snapshot is not known"};
    return rows.take(std::move(*row), bytes.size());
  });
  if (scanned)
    scanned = rows.flush();
  if (!scanned)
    return scanned.error();
  if (!rows.meta)
    return failure{errc::corrupted,
                   from.path() + ": the snapshot holds no board"};
  auto meta = std::move(*rows.meta);
  meta.applied = from.about().base.position;
  meta.members = from.about().base.members;
  if (change)
    change(meta);
  if (auto finished = store.finish_install(meta); !finished)
    return finished.error();
  return meta;
}

} // namespace taskraft::persistence
