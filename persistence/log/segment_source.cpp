#include "persistence/log/segment_source.hpp"

#include "persistence/log/batch_reader.hpp"
#include "protocol/invariant.hpp"

#include <string>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t window_bytes = 256 * 1024;

} // namespace

result<raft::entry_batch>
segment_source::read_ahead(const live_log::place& at,
                           raft::log_index from) const {
  auto reader = batch_reader{*at.where->content, at.end, window_bytes};
  auto records = std::string{};
  auto next = from;
  for (auto offset = at.offset; offset < at.end;) {
    auto found = reader.at(offset);
    if (!found)
      return found.error();
    if (!*found || (*found)->header.salt != at.where->header.salt)
      return failure{errc::corrupted,
                     at.where->path + ": byte " + std::to_string(offset)
                       + ": the batch with entry " + std::to_string(next.value)
                       + " is damaged"};
    const auto& batch = **found;
    offset = batch.end();
    if (batch.header.kind != batch_kind::entries)
      continue;
    auto entries
      = raft::entry_batch{std::make_shared<const std::string>(batch.payload)};
    auto wanted = entries.slice(next, at.last);
    if (wanted.empty())
      continue;
    if (!records.empty() && records.size() + wanted.size_bytes() > window_bytes)
      break;
    records += wanted.records();
    next = wanted.last().index.next();
  }
  return raft::entry_batch{
    std::make_shared<const std::string>(std::move(records))};
}

result<raft::entry_batch> segment_source::read(raft::log_index from,
                                               std::size_t max_bytes) {
  while (true) {
    auto place = entries_->find(from);
    if (!place)
      return raft::entry_batch{};
    if (ahead_version_ == place->version && !ahead_.empty()
        && from >= ahead_.first().index && from <= ahead_.last().index)
      return ahead_.slice(from, ahead_.last().index).prefix(max_bytes);
    auto found = read_ahead(*place, from);
    // The segments of removed entries are recycled: what was read then is
    // neither an answer nor damage.
    if (!entries_->is_current(place->version))
      continue;
    if (!found)
      return found.error();
    RAFT_INVARIANT(!found->empty());
    ahead_ = std::move(*found);
    ahead_version_ = place->version;
    return ahead_.prefix(max_bytes);
  }
}

raft::log_index segment_source::first() {
  return entries_->first();
}

result<raft::entry_batch> segment_source::scrub(raft::log_index from) {
  while (true) {
    auto place = entries_->find(from);
    if (!place)
      return raft::entry_batch{};
    place->where->content->forget_cached(place->offset, 2 * window_bytes);
    auto found = read_ahead(*place, from);
    if (entries_->is_current(place->version))
      return found;
  }
}

} // namespace taskraft::persistence
