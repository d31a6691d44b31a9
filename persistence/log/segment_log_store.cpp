#include "persistence/log/segment_log_store.hpp"

#include "persistence/log/batch_packer.hpp"
#include "persistence/log/batch_reader.hpp"
#include "persistence/log/segment_source.hpp"
#include "protocol/invariant.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::persistence {

namespace {

/// Bounds what must be read at once to check one batch.
constexpr std::size_t most_payload_bytes = 8U << 20U;

constexpr std::size_t search_window_bytes = 1U << 20U;

/// Without a base, which is written last, there may be no entries.
status check_nothing_there(file_system& files, const std::string& directory,
                           const std::string& hard_state_path) {
  auto lost
    = failure{errc::corrupted, directory
                                 + "/base: byte 0: the record of the log's base"
                                   " is missing"};
  auto segments = list_segments(files, directory);
  if (!segments)
    return segments.error();
  for (const auto& each : *segments) {
    auto reader = batch_reader{*each->content, each->header.capacity,
                               search_window_bytes};
    auto batch = reader.find(segment_block_bytes, each->header.salt, 1);
    if (!batch)
      return batch.error();
    if (*batch)
      return lost;
  }
  auto there = files.exists(hard_state_path);
  if (!there)
    return there.error();
  if (!*there)
    return done{};
  // A file that a crash left unfinished cannot be read; it held no vote.
  auto hard = hard_state_file::open(files, hard_state_path);
  if (hard && hard->current() != raft::hard_state{})
    return lost;
  return done{};
}

status create_log(file_system& files, const std::string& directory,
                  const segment_log_options& options) {
  auto hard_state_path = directory + "/hard_state";
  if (auto checked = check_nothing_there(files, directory, hard_state_path);
      !checked)
    return checked;
  if (auto hard = hard_state_file::create(files, hard_state_path); !hard)
    return hard.error();
  auto leftovers = list_segments(files, directory);
  if (!leftovers)
    return leftovers.error();
  for (const auto& each : *leftovers)
    if (auto removed = files.remove(each->path); !removed)
      return removed;
  auto pool
    = segment_pool{files,
                   directory,
                   {options.first_segment_bytes, options.least_segment_bytes},
                   next_segment_name(*leftovers)};
  auto first = pool.take(
    0, {.number = 1, .salt = options.random(), .first_sequence = 1});
  if (!first)
    return first.error();
  return save(files, directory + "/base", log_base{});
}

} // namespace

result<std::unique_ptr<segment_log_store>>
segment_log_store::open(file_system& files, const std::string& directory,
                        segment_log_options options) {
  if (auto made = make_directories(files, directory); !made)
    return made.error();
  auto lock = files.lock(directory + "/lock");
  if (!lock)
    return lock.error();
  auto base = load_log_base(files, directory + "/base");
  if (!base)
    return base.error();
  if (!*base && options.must_exist)
    return failure{errc::corrupted, directory + ": the log is missing"};
  if (!*base) {
    if (auto created = create_log(files, directory, options); !created)
      return created.error();
    base = std::optional<log_base>{log_base{}};
  }
  auto hard = hard_state_file::open(files, directory + "/hard_state");
  if (!hard)
    return hard.error();
  auto found = recover_log(files, directory, **base, hard->newest_segment());
  if (!found)
    return found.error();
  auto store = std::unique_ptr<segment_log_store>{new segment_log_store{
    files, directory, std::move(options), std::move(*lock), std::move(*hard),
    std::move(*found)}};
  if (auto settled = store->settle(); !settled)
    return settled.error();
  return store;
}

segment_log_store::segment_log_store(file_system& files,
                                     const std::string& directory,
                                     segment_log_options options,
                                     std::unique_ptr<file_lock> lock,
                                     hard_state_file hard, log_content found)
  : files_(files), directory_(directory), options_(std::move(options)),
    lock_(std::move(lock)),
    hard_(std::move(hard)), recovered_{.hard = hard_.current(),
                                       .log = found.view,
                                       .memberships
                                       = std::move(found.memberships)},
    log_(std::move(found)),
    pool_(files, directory,
          {options_.segment_bytes, options_.least_segment_bytes},
          log_.next_name) {
}

status segment_log_store::settle() {
  // The process may have died without a power cut: then what was read may
  // still be in memory alone and not on the disk.
  if (auto synced = files_.sync_directory(directory_); !synced)
    return synced;
  if (auto written = write_again(); !written)
    return written;
  if (auto saved = hard_.save(hard_.current()); !saved)
    return saved;
  for (const auto& path : log_.unfinished)
    if (auto removed = files_.remove(path); !removed)
      return removed;
  for (auto& each : std::exchange(log_.unused, {}))
    if (auto given = pool_.give(std::move(each)); !given)
      return given;
  // Overwrites the beginning of a torn batch, and from now on damage to what
  // was found is never taken for a torn tail.
  if (auto marked = write(batch_kind::mark, {}, {}); !marked)
    return marked.error();
  marked_ = true;
  return done{};
}

/// A sync that failed has left what it did not write in memory, and no other
/// one writes that: the process that stopped for it has to have it written
/// again. Each batch is synced before the next one, so it is the last one at
/// most.
status segment_log_store::write_again() {
  auto bytes = std::string(log_.tail - log_.unproven, '\0');
  auto& to = *active().content;
  if (auto read = to.read(log_.unproven, bytes); !read)
    return read.error();
  auto parts = std::vector<std::string_view>{bytes};
  if (auto written = to.write(log_.unproven, parts); !written)
    return written;
  return to.sync();
}

status segment_log_store::keep(status outcome) {
  if (!outcome && outcome.error().code != errc::disk_full)
    failed_ = outcome.error();
  return outcome;
}

status segment_log_store::save(const raft::hard_state& x) {
  if (failed_)
    return *failed_;
  return keep(hard_.save(x));
}

status segment_log_store::append(std::span<const raft::entry_batch> batches) {
  if (failed_)
    return *failed_;
  if (auto written = write_entries(batches); !written)
    return keep(written);
  return options_.prepare_in_background ? keep(prepare_next()) : done{};
}

status
segment_log_store::write_entries(std::span<const raft::entry_batch> batches) {
  auto left = batch_packer{batches};
  while (!left.empty()) {
    auto most = std::min<std::uint64_t>(room(), most_payload_bytes);
    auto parts = left.take(most, false);
    if (parts.empty()) {
      if (auto rolled = roll(left.next_entry_bytes()); !rolled)
        return rolled;
      parts
        = left.take(std::min<std::uint64_t>(room(), most_payload_bytes), true);
    }
    auto payload = std::vector<std::string_view>{};
    for (const auto& part : parts)
      payload.push_back(part.records());
    auto first = parts.front().first().index;
    RAFT_INVARIANT(first == last().index.next());
    auto offset = write(batch_kind::entries, first, payload);
    if (!offset)
      return offset.error();
    for (const auto& part : parts)
      extend(log_.view, part);
    auto& highest = log_.chain.back().highest;
    highest = std::max(highest, last().index);
    log_.entries->append(log_.chain.back().where, *offset, log_.tail - *offset,
                         first, last().index);
  }
  return done{};
}

std::uint64_t segment_log_store::room() const {
  auto left = active().header.capacity - log_.tail;
  return left < batch_bytes(0) ? 0 : (left - batch_bytes(0)) / 8 * 8;
}

status segment_log_store::roll(std::uint64_t payload_bytes) {
  auto next = pool_.take(segment_block_bytes + batch_bytes(payload_bytes),
                         {.number = active().header.number + 1,
                          .salt = options_.random(),
                          .first_sequence = log_.next_sequence});
  if (!next)
    return next.error();
  if (auto noted = hard_.note_segment((*next)->header.number); !noted)
    // If the log went on in the segment before, another one would get this
    // number: no start could tell the two apart.
    return failure{errc::storage_failed, noted.error().detail};
  log_.chain.push_back({.where = std::move(*next), .highest = {}});
  log_.tail = segment_block_bytes;
  return done{};
}

result<std::uint64_t>
segment_log_store::write(batch_kind kind, raft::log_index first,
                         std::vector<std::string_view> payload) {
  auto size = std::uint64_t{0};
  for (auto part : payload)
    size += part.size();
  if (log_.tail + batch_bytes(size) > active().header.capacity)
    if (auto rolled = roll(size); !rolled)
      return rolled.error();
  payload.push_back(batch_padding(size));
  auto header = encode({.kind = kind,
                        .payload_bytes = static_cast<std::uint32_t>(size),
                        .salt = active().header.salt,
                        .sequence = log_.next_sequence,
                        .first_index = first},
                       payload);
  payload.insert(payload.begin(), header);
  auto& to = *active().content;
  if (auto written = to.write(log_.tail, payload); !written)
    return written.error();
  if (auto synced = to.sync(); !synced)
    return synced.error();
  ++log_.next_sequence;
  marked_ = false;
  return std::exchange(log_.tail, log_.tail + batch_bytes(size));
}

status segment_log_store::truncate_suffix(raft::log_index from) {
  if (failed_)
    return *failed_;
  RAFT_INVARIANT(from > log_.base.position.index);
  if (from > last().index)
    return done{};
  auto sequence = log_.next_sequence;
  if (auto written = write(batch_kind::truncation, from, {}); !written)
    return keep(written.error());
  log_.truncations.push_back({sequence, from});
  log_.view.truncate_suffix(from);
  log_.entries->truncate_suffix(from);
  return done{};
}

status segment_log_store::truncate_prefix(const raft::log_position& base,
                                          const raft::membership& members) {
  if (failed_)
    return *failed_;
  if (base.index <= log_.base.position.index)
    return done{};
  auto next = log_.base;
  next.position = base;
  next.members = members;
  // Entries after a base that this log does not have, or has from another
  // leader, are not part of the same log.
  auto continues = log_.view.term_at(base.index) == base.term;
  if (!continues)
    next.forgotten_sequence = log_.next_sequence - 1;
  // A truncation at or below the base leaves only entries below the base.
  for (const auto& each : log_.truncations)
    if (each.from <= base.index.next())
      next.forgotten_sequence
        = std::max(next.forgotten_sequence, each.sequence);
  next.first_segment = first_needed_segment(next);
  if (auto saved = persistence::save(files_, directory_ + "/base", next);
      !saved)
    return keep(saved);
  log_.base = std::move(next);
  std::erase_if(log_.truncations, [this](const truncation& x) {
    return x.sequence <= log_.base.forgotten_sequence;
  });
  if (continues) {
    log_.view.truncate_prefix(base);
    log_.entries->truncate_prefix(base.index);
  } else {
    log_.view = raft::log_terms{base};
    log_.entries->truncate_suffix({});
  }
  return keep(release_segments());
}

std::uint64_t
segment_log_store::first_needed_segment(const log_base& base) const {
  auto i = std::size_t{0};
  for (; i + 1 < log_.chain.size(); ++i) {
    auto after = log_.chain[i + 1].where->header.first_sequence;
    if (log_.chain[i].highest > base.position.index
        && after > base.forgotten_sequence + 1)
      break;
  }
  return log_.chain[i].where->header.number;
}

status segment_log_store::release_segments() {
  auto needed = std::ranges::find_if(log_.chain, [this](const auto& x) {
    return x.where->header.number >= log_.base.first_segment;
  });
  auto status_of_all = status{done{}};
  for (auto at = log_.chain.begin(); at != needed && status_of_all; ++at)
    status_of_all = pool_.give(at->where);
  log_.chain.erase(log_.chain.begin(), needed);
  return status_of_all;
}

status segment_log_store::idle() {
  if (failed_)
    return *failed_;
  if (!marked_) {
    if (auto marked = write(batch_kind::mark, {}, {}); !marked)
      return keep(marked.error());
    marked_ = true;
  }
  return keep(prepare_next());
}

status segment_log_store::prepare_next() {
  if (log_.tail < active().header.capacity / 2)
    return done{};
  if (appends_to_wait_ > 0) {
    --appends_to_wait_;
    return done{};
  }
  auto prepared
    = pool_.prepare(options_.prepare_in_background ? std::launch::async
                                                   : std::launch::deferred);
  if (prepared || prepared.error().code != errc::disk_full)
    return prepared;
  // The segment in use still has room: appends go on, and the next one is tried
  // again later.
  appends_to_wait_ = 1000;
  return done{};
}

std::uint64_t segment_log_store::size_bytes() const {
  auto size = std::uint64_t{0};
  for (const auto& each : log_.chain)
    size += each.where->header.capacity;
  return size;
}

std::shared_ptr<log_source> segment_log_store::source() {
  return std::make_shared<segment_source>(log_.entries);
}

} // namespace taskraft::persistence
