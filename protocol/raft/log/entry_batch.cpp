#include "protocol/raft/log/entry_batch.hpp"

#include "protocol/invariant.hpp"

#include <bit>
#include <cstring>
#include <utility>

namespace taskraft::raft {

static_assert(std::endian::native == std::endian::little,
              "records are little-endian and read in place");

namespace {

template <class T>
T read_at(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

template <class T>
void write_to(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

entry_view decode(const char* at) {
  return {.term = {read_at<std::uint64_t>(at + 8)},
          .index = {read_at<std::uint64_t>(at + 16)},
          .kind = static_cast<entry_kind>(read_at<std::uint32_t>(at + 4)),
          .time_us = read_at<std::uint64_t>(at + 24),
          .payload = {at + record_header_bytes, read_at<std::uint32_t>(at)}};
}

std::size_t record_bytes(const char* at) {
  return record_header_bytes + read_at<std::uint32_t>(at);
}

bool known(entry_kind kind) {
  return kind == entry_kind::no_op || kind == entry_kind::membership
         || kind == entry_kind::command || kind == entry_kind::level;
}

/// Whether `next` may follow `before` in one batch.
bool follows(const entry_view& before, const entry_view& next) {
  return next.index == before.index.next() && next.term >= before.term;
}

} // namespace

entry_batch::entry_batch(std::shared_ptr<const std::string> records) {
  auto rest = std::string_view{*records};
  auto before = entry_view{};
  for (auto first = true; !rest.empty(); first = false) {
    if (rest.size() < record_header_bytes
        || rest.size() < record_bytes(rest.data())) {
      malformed_ = true;
      return;
    }
    auto entry = decode(rest.data());
    if (entry.index.value == 0 || !known(entry.kind)
        || (!first && !follows(before, entry))) {
      malformed_ = true;
      return;
    }
    if (first)
      first_ = {entry.index, entry.term};
    before = entry;
    rest.remove_prefix(record_bytes(rest.data()));
  }
  last_ = {before.index, before.term};
  size_ = records->size();
  buffer_ = std::move(records);
}

entry_batch entry_batch::slice(log_index from, log_index to) const {
  if (empty() || to < first_.index || from > last_.index || to < from)
    return {};
  if (from <= first_.index && to >= last_.index)
    return *this;
  auto result = *this;
  const auto* start = buffer_->data() + offset_;
  const auto* at = start;
  while (decode(at).index < from)
    at += record_bytes(at);
  result.offset_ = offset_ + static_cast<std::size_t>(at - start);
  auto entry = decode(at);
  result.first_ = {entry.index, entry.term};
  result.size_ = 0;
  const auto* end = start + size_;
  while (at != end && (entry = decode(at)).index <= to) {
    result.last_ = {entry.index, entry.term};
    result.size_ += record_bytes(at);
    at += record_bytes(at);
  }
  return result;
}

entry_batch entry_batch::prefix(std::size_t max_bytes) const {
  if (size_ <= max_bytes || empty())
    return *this;
  const auto* at = buffer_->data() + offset_;
  const auto* end = at + size_;
  auto taken = record_bytes(at);
  auto last = decode(at).index;
  for (at += taken; at != end && taken + record_bytes(at) <= max_bytes;
       at += record_bytes(at)) {
    taken += record_bytes(at);
    last = decode(at).index;
  }
  return slice(first_.index, last);
}

entry_batch entry_batch::join(std::span<const entry_batch> pieces) {
  auto size = std::size_t{0};
  for (const auto& piece : pieces)
    size += piece.size_;
  auto bytes = std::string{};
  bytes.reserve(size);
  auto result = entry_batch{};
  for (const auto& piece : pieces) {
    if (piece.empty())
      continue;
    if (bytes.empty())
      result.first_ = piece.first_;
    else
      RAFT_INVARIANT(piece.first_.index == result.last_.index.next()
                     && piece.first_.term >= result.last_.term);
    result.last_ = piece.last_;
    bytes += piece.records();
  }
  result.size_ = size;
  if (size != 0)
    result.buffer_ = std::make_shared<const std::string>(std::move(bytes));
  return result;
}

entry_batch::iterator entry_batch::begin() const {
  return iterator{records().data()};
}

entry_batch::iterator entry_batch::end() const {
  auto all = records();
  return iterator{all.data() + all.size()};
}

entry_view entry_batch::iterator::operator*() const {
  return decode(at_);
}

entry_batch::iterator& entry_batch::iterator::operator++() {
  at_ += record_bytes(at_);
  return *this;
}

void entry_batch_builder::add(const entry_view& entry) {
  RAFT_INVARIANT(entry.payload.size() <= 0xffffffffU);
  write_to(bytes_, static_cast<std::uint32_t>(entry.payload.size()));
  write_to(bytes_, static_cast<std::uint32_t>(entry.kind));
  write_to(bytes_, entry.term.value);
  write_to(bytes_, entry.index.value);
  write_to(bytes_, entry.time_us);
  bytes_ += entry.payload;
}

entry_batch entry_batch_builder::build() {
  auto batch = entry_batch{
    std::make_shared<const std::string>(std::exchange(bytes_, {}))};
  RAFT_INVARIANT(!batch.malformed());
  return batch;
}

} // namespace taskraft::raft
