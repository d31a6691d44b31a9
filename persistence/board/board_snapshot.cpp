#include "persistence/board/board_snapshot.hpp"

#include "persistence/board/state_machine.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <algorithm>
#include <cstddef>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <memory>
#include <utility>

namespace taskraft::persistence {

namespace {

/// How many bytes of rows are installed in one transaction.
constexpr std::size_t install_bytes = 4UL << 20U;
constexpr std::size_t install_rows = 10'000;

/// The wire type of Protocol Buffers for a field of bytes.
constexpr std::uint32_t tag_type_bits = 3;
constexpr std::uint32_t tag_of(std::uint32_t number) {
  return number << tag_type_bits | 2U;
}

using tasks::wire::SnapshotRow;

std::string encoded(const store_meta& x) {
  auto row = SnapshotRow{};
  auto& board = *row.mutable_board();
  board.set_cluster_id(x.cluster_id);
  board.set_rules_level(x.rules_level);
  board.set_clock_us(x.clock_us);
  return row.SerializeAsString();
}

std::string encoded(const request_row& x) {
  auto row = SnapshotRow{};
  auto& request = *row.mutable_request();
  request.set_index(x.index.value);
  request.set_id(x.id.bytes.data(), x.id.bytes.size());
  request.set_result(x.result);
  return row.SerializeAsString();
}

/// Appends the bytes of a `SnapshotRow` that has this field.
std::string encoded(const typed_row& x) {
  auto bytes = std::string{};
  {
    auto out = google::protobuf::io::StringOutputStream{&bytes};
    auto coded = google::protobuf::io::CodedOutputStream{&out};
    coded.WriteTag(tag_of(x.type->number));
    coded.WriteVarint32(static_cast<std::uint32_t>(x.content->ByteSizeLong()));
    x.content->SerializeToCodedStream(&coded);
  }
  return bytes;
}

store_meta meta_from(const tasks::wire::Board& x) {
  auto meta = store_meta{};
  meta.cluster_id = x.cluster_id();
  meta.rules_level = x.rules_level();
  meta.clock_us = x.clock_us();
  return meta;
}

std::optional<snapshot_row> request_from(const tasks::wire::AppliedRequest& x) {
  auto row = request_row{};
  if (x.id().size() != row.id.bytes.size())
    return std::nullopt;
  row.index = {x.index()};
  std::ranges::copy(x.id(), row.id.bytes.begin());
  row.result = x.result();
  return snapshot_row{std::move(row)};
}

/// The number and the bytes of the only field of an encoded row.
struct only_field {
  std::uint32_t number = 0;
  std::string_view bytes;
};

std::optional<only_field> field_in(std::string_view bytes) {
  auto in = google::protobuf::io::CodedInputStream{
    reinterpret_cast<const std::uint8_t*>(bytes.data()),
    static_cast<int>(bytes.size())};
  auto tag = in.ReadTag();
  auto size = std::uint32_t{0};
  if (!in.ReadVarint32(&size))
    return std::nullopt;
  auto begin = static_cast<std::size_t>(in.CurrentPosition());
  auto number = tag >> tag_type_bits;
  if (tag != tag_of(number) || bytes.size() - begin != size)
    return std::nullopt;
  return only_field{number, bytes.substr(begin)};
}

/// False if the row has a field that this program does not know.
bool parse(std::string_view bytes, google::protobuf::Message& to) {
  return to.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))
         && !tasks::has_unknown_fields(to);
}

failure stopped(const std::string& path) {
  return {errc::unavailable, path + ": stopped half-way"};
}

/// Puts rows into a store, many in each transaction.
class installation {
public:
  explicit installation(task_store& store) : store_(store) {
  }

  status take(snapshot_row row, std::size_t bytes) {
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

  /// The meta row; nothing until it has been read.
  std::optional<store_meta> meta;

private:
  void add(store_meta x) {
    meta = std::move(x);
  }
  void add(owned_row x) {
    auto key = tasks::key_of(*x.type, *x.content);
    rows_.rows.at(*x.type).insert_or_assign(std::move(key),
                                            std::move(x.content));
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
  return std::visit([](const auto& content) { return encoded(content); }, x);
}

std::optional<snapshot_row> decode_snapshot_row(std::string_view bytes,
                                                const schema& tables) {
  auto field = field_in(bytes);
  if (!field)
    return std::nullopt;
  if (field->number == SnapshotRow::kBoardFieldNumber) {
    auto board = tasks::wire::Board{};
    return parse(field->bytes, board)
             ? std::optional<snapshot_row>{meta_from(board)}
             : std::nullopt;
  }
  if (field->number == SnapshotRow::kRequestFieldNumber) {
    auto request = tasks::wire::AppliedRequest{};
    return parse(field->bytes, request) ? request_from(request) : std::nullopt;
  }
  const auto* table = tables.row_numbered(field->number);
  if (table == nullptr)
    return std::nullopt;
  auto row = std::unique_ptr<tasks::row_message>{table->row->blank->New()};
  if (!parse(field->bytes, *row))
    return std::nullopt;
  return owned_row{table->row, std::move(row)};
}

std::optional<store_meta> decode_board(std::string_view bytes) {
  auto field = field_in(bytes);
  auto board = tasks::wire::Board{};
  if (!field || field->number != SnapshotRow::kBoardFieldNumber
      || !board.ParseFromArray(field->bytes.data(),
                               static_cast<int>(field->bytes.size())))
    return std::nullopt;
  return meta_from(board);
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
    auto row = decode_snapshot_row(bytes, store.tables());
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

bool is_being_installed(const failure& why) {
  return why.code == errc::store_busy
         && why.detail.ends_with(snapshot_is_installed);
}

} // namespace taskraft::persistence
