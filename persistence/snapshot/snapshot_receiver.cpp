#include "persistence/disk/crc32c.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "persistence/snapshot/snapshot_records.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::string_view unfinished_suffix = ".part";
constexpr std::string_view incoming_prefix = "incoming-";

/// The name of the partial file tells which file it belongs to.
std::string incoming_name(const raft::snapshot_about& x) {
  return std::string{incoming_prefix}
         + std::to_string(x.base.position.index.value) + "-"
         + std::to_string(x.base.position.term.value) + "-"
         + std::to_string(x.size_bytes) + "-" + std::to_string(x.checksum)
         + std::string{unfinished_suffix};
}

/// How many bytes from the beginning are whole: a power cut may have lost any
/// that were written later.
result<std::uint64_t> whole_bytes(const file& content, const std::string& path,
                                  const raft::snapshot_about& about) {
  auto size = content.size();
  if (!size)
    return size.error();
  auto begin = std::string(snapshot_magic.size(), '\0');
  auto got = content.read(0, begin);
  if (!got)
    return got.error();
  if (begin != snapshot_magic)
    return std::uint64_t{0};
  auto source = snapshot_record_source{content, path, snapshot_magic.size(),
                                       std::min(*size, about.size_bytes)};
  while (!source.at_end()) {
    auto record = source.next();
    if (!record && record.error().code != errc::corrupted)
      return record.error();
    if (!record)
      break;
  }
  return source.offset();
}

} // namespace

std::string unfinished_snapshot(const std::string& path) {
  return path + std::string{unfinished_suffix};
}

status remove_unfinished_snapshots(file_system& files,
                                   const std::string& directory) {
  auto names = files.list(directory);
  if (!names)
    return names.error();
  for (const auto& name : *names)
    if (name.ends_with(unfinished_suffix))
      if (auto removed = files.remove(directory + "/" + name); !removed)
        return removed;
  return done{};
}

snapshot_receiver::snapshot_receiver(file_system& files, std::string path,
                                     std::unique_ptr<file> content,
                                     const raft::snapshot_about& about)
  : files_(&files), path_(std::move(path)), file_(std::move(content)),
    about_(about) {
}

result<snapshot_receiver>
snapshot_receiver::begin(file_system& files, const std::string& directory,
                         const raft::snapshot_about& about) {
  auto name = incoming_name(about);
  auto names = files.list(directory);
  if (!names)
    return names.error();
  auto known = false;
  for (const auto& each : *names) {
    known = known || each == name;
    if (each != name && each.starts_with(incoming_prefix))
      if (auto removed = files.remove(directory + "/" + each); !removed)
        return removed.error();
  }
  auto path = directory + "/" + name;
  auto opened
    = files.open(path, known ? open_mode::existing : open_mode::create);
  if (!opened)
    return opened.error();
  auto receiver = snapshot_receiver{files, path, std::move(*opened), about};
  if (known) {
    auto whole = whole_bytes(*receiver.file_, path, about);
    if (!whole)
      return whole.error();
    receiver.offset_ = *whole;
  }
  return result<snapshot_receiver>{std::move(receiver)};
}

status snapshot_receiver::write(std::uint64_t offset, std::string_view chunk,
                                std::uint32_t checksum) {
  if (offset > offset_ || offset + chunk.size() > about_.size_bytes)
    return failure{errc::malformed,
                   "a chunk from byte " + std::to_string(offset)
                     + " does not follow byte " + std::to_string(offset_)};
  if (crc32c(chunk) != checksum)
    return failure{errc::malformed, "the chunk from byte "
                                      + std::to_string(offset) + " is damaged"};
  auto known = static_cast<std::size_t>(offset_ - offset);
  if (known >= chunk.size())
    return done{};
  auto fresh = chunk.substr(known);
  if (auto written = file_->write(offset_, {&fresh, 1}); !written)
    return written;
  offset_ += fresh.size();
  return done{};
}

result<std::shared_ptr<const snapshot_file>>
snapshot_receiver::finish(const std::string& path) {
  RAFT_INVARIANT(complete());
  if (auto synced = file_->sync(); !synced)
    return synced.error();
  auto received = snapshot_file::open(*files_, path_);
  auto whole = received ? (*received)->verify() : status{received.error()};
  if (whole && (*received)->about() != about_)
    whole = failure{errc::corrupted,
                    path_ + ": byte 0: this is not the file that was sent"};
  if (!whole) {
    if (whole.error().code == errc::corrupted)
      if (auto removed = files_->remove(path_); !removed)
        return removed.error();
    return whole.error();
  }
  if (auto renamed = files_->rename(path_, path); !renamed)
    return renamed.error();
  auto synced = files_->sync_directory(parent_directory(path));
  if (!synced)
    return synced.error();
  return snapshot_file::open(*files_, path);
}

} // namespace taskraft::persistence
