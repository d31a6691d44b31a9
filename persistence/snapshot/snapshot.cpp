#include "persistence/snapshot/snapshot.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/disk/crc32c.hpp"
#include "persistence/snapshot/snapshot_records.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t buffered_bytes = 1UL << 20U;
constexpr std::size_t fixed_head_bytes = 24;

std::string encode_head(const raft::snapshot_base& x) {
  auto head = std::string{};
  store(head, x.position.index.value);
  store(head, x.position.term.value);
  store(head, x.members.index.value);
  if (x.members.value != raft::membership{})
    head += raft::encode(x.members.value);
  return head;
}

std::optional<raft::snapshot_base> decode_head(std::string_view bytes) {
  if (bytes.size() < fixed_head_bytes)
    return std::nullopt;
  auto x = raft::snapshot_base{};
  x.position.index = {load<std::uint64_t>(bytes.data())};
  x.position.term = {load<std::uint64_t>(bytes.data() + 8)};
  x.members.index = {load<std::uint64_t>(bytes.data() + 16)};
  if (bytes.size() > fixed_head_bytes) {
    auto members = raft::decode_membership(bytes.substr(fixed_head_bytes));
    if (!members)
      return std::nullopt;
    x.members.value = std::move(*members);
  }
  return x;
}

} // namespace

std::uint32_t checksum_of(std::string_view bytes) {
  return crc32c(bytes);
}

snapshot_writer::snapshot_writer(file_system& files, std::string path,
                                 std::unique_ptr<file> content)
  : files_(&files), path_(std::move(path)), file_(std::move(content)) {
}

snapshot_writer::snapshot_writer(snapshot_writer&& other) noexcept = default;

snapshot_writer::~snapshot_writer() {
  if (!file_)
    return;
  file_.reset();
  // If this fails, the file is removed when the directory is used again.
  static_cast<void>(files_->remove(unfinished_snapshot(path_)));
}

result<snapshot_writer>
snapshot_writer::create(file_system& files, std::string path,
                        const raft::snapshot_base& base) {
  auto opened = files.open(unfinished_snapshot(path), open_mode::create);
  if (!opened)
    return opened.error();
  auto writer = snapshot_writer{files, std::move(path), std::move(*opened)};
  writer.about_.base = base;
  writer.buffer_ = snapshot_magic;
  append_snapshot_record(writer.buffer_, snapshot_record::head,
                         encode_head(base));
  return result<snapshot_writer>{std::move(writer)};
}

status snapshot_writer::flush() {
  auto bytes = std::string_view{buffer_};
  if (auto written = file_->write(written_, {&bytes, 1}); !written)
    return written;
  about_.checksum = crc32c(bytes, about_.checksum);
  written_ += bytes.size();
  buffer_.clear();
  return done{};
}

status snapshot_writer::add(std::string_view row) {
  RAFT_INVARIANT(row.size() <= max_snapshot_row_bytes);
  append_snapshot_record(buffer_, snapshot_record::row, row);
  ++rows_;
  if (buffer_.size() >= buffered_bytes)
    return flush();
  return done{};
}

result<raft::snapshot_about> snapshot_writer::finish() {
  if (auto flushed = flush(); !flushed)
    return flushed.error();
  auto payload = std::string{};
  store(payload, rows_);
  store(payload, written_);
  store(payload, about_.checksum);
  auto trailer = std::string{};
  append_snapshot_record(trailer, snapshot_record::trailer, payload);
  auto bytes = std::string_view{trailer};
  if (auto written = file_->write(written_, {&bytes, 1}); !written)
    return written.error();
  about_.size_bytes = written_ + bytes.size();
  if (auto synced = file_->sync(); !synced)
    return synced.error();
  auto renamed = files_->rename(unfinished_snapshot(path_), path_);
  if (!renamed)
    return renamed.error();
  file_.reset();
  auto synced = files_->sync_directory(parent_directory(path_));
  if (!synced)
    return synced.error();
  return about_;
}

snapshot_file::snapshot_file(std::string path, std::unique_ptr<file> content)
  : path_(std::move(path)), file_(std::move(content)) {
}

failure snapshot_file::damaged(std::uint64_t offset,
                               const std::string& what) const {
  return {errc::corrupted,
          path_ + ": byte " + std::to_string(offset) + ": " + what};
}

result<std::shared_ptr<const snapshot_file>>
snapshot_file::open(file_system& files, const std::string& path) {
  auto there = files.exists(path);
  if (!there)
    return there.error();
  if (!*there)
    return failure{errc::not_found, path + ": there is no such file"};
  auto opened = files.open(path, open_mode::readable);
  if (!opened)
    return opened.error();
  auto found = std::shared_ptr<snapshot_file>{
    new snapshot_file{path, std::move(*opened)}};
  if (auto loaded = found->read_ends(); !loaded)
    return loaded.error();
  return std::shared_ptr<const snapshot_file>{std::move(found)};
}

status snapshot_file::read_ends() {
  auto size = file_->size();
  if (!size)
    return size.error();
  about_.size_bytes = *size;
  if (auto head = read_head(); !head)
    return head;
  return read_trailer();
}

status snapshot_file::read_head() {
  auto magic = read(0, snapshot_magic.size());
  if (!magic)
    return magic.error();
  if (*magic != snapshot_magic)
    return damaged(0, "this is neither a backup nor a snapshot");
  auto source
    = snapshot_record_source{*file_, path_, magic->size(), about_.size_bytes};
  auto record = source.next();
  if (!record)
    return record.error();
  auto base = record->kind == snapshot_record::head
                ? decode_head(record->payload)
                : std::nullopt;
  if (!base)
    return damaged(record->offset, "the head of the file is damaged");
  about_.base = std::move(*base);
  first_row_ = source.offset();
  return done{};
}

status snapshot_file::read_trailer() {
  if (about_.size_bytes < first_row_ + snapshot_trailer_bytes)
    return damaged(about_.size_bytes, "the file is cut off");
  end_of_rows_ = about_.size_bytes - snapshot_trailer_bytes;
  auto source
    = snapshot_record_source{*file_, path_, end_of_rows_, about_.size_bytes};
  auto record = source.next();
  if (!record || record->kind != snapshot_record::trailer || !source.at_end())
    return damaged(end_of_rows_,
                   "the end of the file is damaged, or it is cut off");
  rows_ = load<std::uint64_t>(record->payload.data());
  about_.checksum = load<std::uint32_t>(record->payload.data() + 16);
  if (load<std::uint64_t>(record->payload.data() + 8) != end_of_rows_)
    return damaged(end_of_rows_, "the file lacks a part");
  return done{};
}

status snapshot_file::scan(const row_scanner& scan) const {
  auto before_rows = read(0, static_cast<std::size_t>(first_row_));
  if (!before_rows)
    return before_rows.error();
  auto source = snapshot_record_source{*file_, path_, first_row_, end_of_rows_};
  source.checksum = crc32c(*before_rows);
  auto count = std::uint64_t{0};
  while (!source.at_end()) {
    auto record = source.next();
    if (!record)
      return record.error();
    if (record->kind != snapshot_record::row)
      return damaged(record->offset, "there should be a row");
    ++count;
    if (auto scanned = scan(record->payload); !scanned)
      return scanned;
  }
  if (count != rows_ || source.checksum != about_.checksum)
    return damaged(end_of_rows_, "the rows are not those that were written");
  return done{};
}

status snapshot_file::verify() const {
  return scan([](std::string_view) { return done{}; });
}

void snapshot_file::forget_cached() const {
  file_->forget_cached(0, about_.size_bytes);
}

result<std::string> snapshot_file::read(std::uint64_t offset,
                                        std::size_t max_bytes) const {
  auto bytes = std::string(max_bytes, '\0');
  auto got = file_->read(offset, bytes);
  if (!got)
    return got.error();
  bytes.resize(*got);
  return bytes;
}

} // namespace taskraft::persistence
