#include "persistence/disk/hard_state_file.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/disk/crc32c.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace taskraft::persistence {

namespace {

constexpr std::uint64_t magic = 0x31545354'53445248; // "HRDSTST1"
constexpr std::size_t block_bytes = 4096;
constexpr std::size_t state_bytes = 40;
/// The newest segment and a checksum of everything follow.
constexpr std::size_t slot_bytes = 56;
constexpr std::size_t file_bytes = 4 * block_bytes;

struct slot {
  std::uint64_t counter = 0;
  raft::hard_state state;
  std::uint64_t newest_segment = 0;
};

std::string encode(const slot& x) {
  auto bytes = std::string{};
  store(bytes, magic);
  store(bytes, x.counter);
  store(bytes, x.state.term.value);
  store(bytes, x.state.vote.value);
  store(bytes, std::uint64_t{crc32c(bytes)});
  store(bytes, x.newest_segment);
  store(bytes, std::uint64_t{crc32c(bytes)});
  return bytes;
}

/// Zero if that is not known.
std::uint64_t decode_newest_segment(std::string_view block) {
  auto checked = block.substr(0, slot_bytes - 8);
  if (load<std::uint64_t>(block.data() + slot_bytes - 8) != crc32c(checked))
    return 0;
  return load<std::uint64_t>(block.data() + state_bytes);
}

std::optional<slot> decode(std::string_view block, std::uint64_t pair) {
  const auto* at = block.data();
  auto checked = block.substr(0, state_bytes - 8);
  auto counter = load<std::uint64_t>(at + 8);
  if (load<std::uint64_t>(at) != magic || counter % 2 != pair
      || load<std::uint64_t>(at + state_bytes - 8) != crc32c(checked))
    return std::nullopt;
  return slot{.counter = counter,
              .state = {.term = {load<std::uint64_t>(at + 16)},
                        .vote = {load<std::uint64_t>(at + 24)}},
              .newest_segment = decode_newest_segment(block)};
}

/// Both slots of the pair that a state goes to.
status write_pair(file& to, const slot& x) {
  static const auto gap = std::string(block_bytes - slot_bytes, '\0');
  auto bytes = encode(x);
  auto parts = std::array<std::string_view, 4>{bytes, gap, bytes, gap};
  return to.write(x.counter % 2 * 2 * block_bytes, parts);
}

} // namespace

result<hard_state_file> hard_state_file::create(file_system& files,
                                                const std::string& path) {
  auto opened = files.open(path, open_mode::create);
  if (!opened)
    return opened.error();
  auto fresh = hard_state_file{std::move(*opened)};
  if (auto written = write_pair(*fresh.file_, slot{}); !written)
    return written.error();
  if (auto saved = fresh.save({}); !saved)
    return saved.error();
  return fresh;
}

result<hard_state_file> hard_state_file::open(file_system& files,
                                              const std::string& path) {
  auto there = files.exists(path);
  if (!there)
    return there.error();
  if (!*there)
    return failure{errc::corrupted, path + ": term and vote are missing"};
  auto opened = files.open(path, open_mode::existing);
  if (!opened)
    return opened.error();
  auto found = hard_state_file{std::move(*opened)};
  auto content = std::string(file_bytes, '\0');
  if (auto got = found.file_->read(0, content); !got)
    return got.error();
  for (auto pair = std::size_t{0}; pair < 2; ++pair) {
    auto readable = false;
    for (auto twin = std::size_t{0}; twin < 2; ++twin) {
      auto offset = (pair * 2 + twin) * block_bytes;
      auto block = std::string_view{content}.substr(offset, block_bytes);
      auto x = decode(block, pair);
      if (!x)
        continue;
      readable = true;
      // The number of the newest segment only grows.
      found.newest_segment_
        = std::max(found.newest_segment_, x->newest_segment);
      if (x->counter >= found.counter_) {
        found.counter_ = x->counter;
        found.current_ = x->state;
      }
    }
    if (!readable)
      return failure{errc::corrupted,
                     path + ": byte " + std::to_string(pair * 2 * block_bytes)
                       + ": both copies of a term and vote are damaged"};
  }
  return found;
}

status hard_state_file::save(const raft::hard_state& x) {
  return write(x, newest_segment_);
}

status hard_state_file::note_segment(std::uint64_t number) {
  return write(current_, number);
}

status hard_state_file::write(const raft::hard_state& x,
                              std::uint64_t newest_segment) {
  auto next = slot{
    .counter = counter_ + 1, .state = x, .newest_segment = newest_segment};
  if (auto written = write_pair(*file_, next); !written)
    return written;
  if (auto synced = file_->sync(); !synced)
    return synced;
  counter_ = next.counter;
  current_ = x;
  newest_segment_ = newest_segment;
  return done{};
}

} // namespace taskraft::persistence
