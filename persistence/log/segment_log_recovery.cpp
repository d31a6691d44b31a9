#include "persistence/log/segment_log_recovery.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/log/batch_reader.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t recovery_window_bytes = 1024 * 1024;

failure damage(const std::string& path, std::uint64_t offset,
               const std::string& what) {
  return {errc::corrupted,
          path + ": byte " + std::to_string(offset) + ": " + what};
}

/// One pass over the chain.
class replay {
public:
  explicit replay(log_content& found) : found_(found) {
  }

  status run() {
    for (auto i = std::size_t{0}; i < found_.chain.size(); ++i)
      if (auto followed = follow(i); !followed)
        return followed;
    if (found_.next_sequence <= found_.base.forgotten_sequence)
      return damaged_batch(*found_.chain.back().where, found_.tail);
    return done{};
  }

private:
  raft::log_index next_index() const {
    return found_.view.last().index.next();
  }

  failure damaged_batch(const segment& in, std::uint64_t offset) const {
    return damage(in.path, offset,
                  "the batch with entry " + std::to_string(next_index().value)
                    + " is damaged, though durable ones follow");
  }

  status follow(std::size_t place) {
    auto& link = found_.chain[place];
    const auto& in = *link.where;
    auto size = in.content->size();
    if (!size)
      return size.error();
    if (*size < in.header.capacity)
      return damage(in.path, *size, "the file is cut short");
    if (place == 0)
      found_.next_sequence = in.header.first_sequence;
    auto reader
      = batch_reader{*in.content, in.header.capacity, recovery_window_bytes};
    auto offset = segment_block_bytes;
    found_.unproven = 0;
    while (true) {
      auto batch = reader.at(offset);
      if (!batch)
        return batch.error();
      if (!*batch || (*batch)->header.salt != in.header.salt)
        break;
      if ((*batch)->header.sequence != found_.next_sequence)
        return damaged_batch(in, offset);
      ++found_.next_sequence;
      if (auto applied = apply(link, **batch); !applied)
        return applied;
      found_.unproven = offset;
      offset = (*batch)->end();
    }
    found_.tail = offset;
    return finish(place, reader, offset);
  }

  /// There is no whole batch at `offset`: either nothing more was ever
  /// durable here, or what was durable is damaged.
  status finish(std::size_t place, batch_reader& reader, std::uint64_t offset) {
    const auto& in = *found_.chain[place].where;
    if (place + 1 < found_.chain.size()) {
      auto follows = found_.chain[place + 1].where->header.first_sequence;
      if (follows != found_.next_sequence)
        return damaged_batch(in, offset);
      return done{};
    }
    auto later = reader.find(offset, in.header.salt, found_.next_sequence);
    if (!later)
      return later.error();
    if (*later)
      return damaged_batch(in, offset);
    return done{};
  }

  status apply(chain_link& link, const found_batch& batch) {
    auto forgotten = batch.header.sequence <= found_.base.forgotten_sequence;
    switch (batch.header.kind) {
      case batch_kind::mark:
        return done{};
      case batch_kind::truncation:
        if (!forgotten)
          truncate(batch.header);
        return done{};
      case batch_kind::entries:
        if (!forgotten)
          return append(link, batch);
        return done{};
    }
    return damage(link.where->path, batch.offset, "unknown kind of batch");
  }

  void truncate(const batch_header& header) {
    auto from = std::max(header.first_index, found_.base.position.index.next());
    found_.truncations.push_back({header.sequence, header.first_index});
    if (from <= found_.view.last().index)
      found_.view.truncate_suffix(from);
    found_.entries->truncate_suffix(from);
    while (!found_.memberships.empty()
           && found_.memberships.back().index >= from)
      found_.memberships.pop_back();
  }

  status append(chain_link& link, const found_batch& batch) {
    auto rest = batch.payload;
    auto first = std::optional<raft::log_index>{};
    auto last = raft::log_position{};
    while (!rest.empty()) {
      auto entry = take_entry(rest);
      if (!entry)
        return damage(link.where->path, batch.offset,
                      "the batch with entry "
                        + std::to_string(next_index().value) + " is malformed");
      link.highest = std::max(link.highest, entry->index);
      if (entry->index <= found_.base.position.index)
        continue;
      if (auto taken = take_up(link, batch, *entry, last); !taken)
        return taken;
      if (!first)
        first = entry->index;
    }
    if (!first)
      return done{};
    found_.view.append(last);
    found_.entries->append(link.where, batch.offset,
                           batch_bytes(batch.header.payload_bytes), *first,
                           last.index);
    return done{};
  }

  /// `last` is the entry before it in the batch, still to be put into the
  /// view; index zero if there is none.
  status take_up(const chain_link& link, const found_batch& batch,
                 const raft::entry_view& entry, raft::log_position& last) {
    auto before = last.index.value == 0 ? found_.view.last() : last;
    if (entry.index != before.index.next() || entry.term < before.term)
      return damage(link.where->path, batch.offset,
                    "entry " + std::to_string(entry.index.value)
                      + " does not follow entry "
                      + std::to_string(before.index.value));
    if (last.index.value != 0 && entry.term != last.term)
      found_.view.append(last);
    last = {entry.index, entry.term};
    if (entry.kind != raft::entry_kind::membership)
      return done{};
    auto members = raft::decode_membership(entry.payload);
    if (!members)
      return damage(link.where->path, batch.offset,
                    "the membership in entry "
                      + std::to_string(entry.index.value) + " cannot be read");
    found_.memberships.push_back({entry.index, std::move(*members)});
    return done{};
  }

  /// The first record, taken off the front; nothing if it is malformed.
  static std::optional<raft::entry_view> take_entry(std::string_view& rest) {
    if (rest.size() < raft::record_header_bytes)
      return std::nullopt;
    auto payload = load<std::uint32_t>(rest.data());
    if (rest.size() - raft::record_header_bytes < payload)
      return std::nullopt;
    auto entry = *raft::entry_batch::iterator{rest.data()};
    rest.remove_prefix(raft::record_header_bytes + payload);
    return entry;
  }

  log_content& found_;
};

/// Sorts files into the chain and the unused; gives those without a readable
/// header.
result<std::vector<segment_ptr>> sort_files(log_content& found,
                                            std::vector<segment_ptr> files) {
  auto unreadable = std::vector<segment_ptr>{};
  for (auto& each : files) {
    auto size = each->content->size();
    if (!size)
      return size.error();
    if (each->header.capacity == 0)
      unreadable.push_back(each);
    else if (each->header.number >= found.base.first_segment)
      found.chain.push_back({.where = each, .highest = {}});
    else if (*size < each->header.capacity)
      found.unfinished.push_back(each->path);
    else
      found.unused.push_back(each);
  }
  std::ranges::sort(found.chain, {},
                    [](const chain_link& x) { return x.where->header.number; });
  return unreadable;
}

status check_chain(const log_content& found, const std::string& directory) {
  auto expected = found.base.first_segment;
  for (const auto& link : found.chain)
    if (link.where->header.number != expected++)
      return damage(link.where->path, 0,
                    "segment " + std::to_string(expected - 1)
                      + " was expected, this is "
                      + std::to_string(link.where->header.number));
  if (found.chain.empty())
    return damage(directory, 0,
                  "segment " + std::to_string(expected)
                    + ", with the entry after "
                    + std::to_string(found.base.position.index.value)
                    + ", is not there or its header is damaged");
  return done{};
}

/// A file without a readable header was being taken into use when the power
/// failed, unless it holds something that can only have been written
/// afterwards.
status check_unreadable(log_content& found, const segment& suspect) {
  auto size = suspect.content->size();
  if (!size)
    return size.error();
  auto reader = batch_reader{*suspect.content, *size, recovery_window_bytes};
  auto written
    = reader.find(segment_block_bytes, std::nullopt, found.next_sequence);
  if (!written)
    return written.error();
  if (*written)
    return damage(suspect.path, 0,
                  "the header of the segment with entry "
                    + std::to_string(found.view.last().index.next().value)
                    + " is damaged");
  found.unfinished.push_back(suspect.path);
  return done{};
}

/// No later segment shows that the newest one is gone: so its number is
/// recorded in the file of the hard state.
status check_newest(const log_content& found, const std::string& directory,
                    std::uint64_t newest) {
  if (found.chain.back().where->header.number >= newest)
    return done{};
  return damage(directory, 0,
                "segment " + std::to_string(newest)
                  + ", with what followed entry "
                  + std::to_string(found.view.last().index.value)
                  + ", is not there or its header is damaged");
}

} // namespace

result<log_content> recover_log(file_system& files,
                                const std::string& directory,
                                const log_base& base,
                                std::uint64_t newest_segment) {
  log_content found;
  found.base = base;
  found.view = raft::log_terms{base.position};
  if (!base.members.members.empty())
    found.memberships.push_back({base.position.index, base.members});
  auto segments = list_segments(files, directory);
  if (!segments)
    return segments.error();
  found.next_name = next_segment_name(*segments);
  auto unreadable = sort_files(found, std::move(*segments));
  if (!unreadable)
    return unreadable.error();
  if (auto checked = check_chain(found, directory); !checked)
    return checked.error();
  if (auto followed = replay{found}.run(); !followed)
    return followed.error();
  for (const auto& suspect : *unreadable)
    if (auto checked = check_unreadable(found, *suspect); !checked)
      return checked.error();
  if (auto checked = check_newest(found, directory, newest_segment); !checked)
    return checked.error();
  return found;
}

void extend(raft::log_terms& view, const raft::entry_batch& entries) {
  if (entries.first().term == entries.last().term) {
    view.append(entries.last());
    return;
  }
  auto before = entries.first();
  for (auto entry : entries) {
    if (entry.term != before.term)
      view.append(before);
    before = {entry.index, entry.term};
  }
  view.append(before);
}

} // namespace taskraft::persistence
