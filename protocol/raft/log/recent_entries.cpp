#include "protocol/raft/log/recent_entries.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::raft {

namespace {

/// The batch that holds `index`, or the end.
auto find(const std::deque<entry_batch>& batches, log_index index) {
  auto after = std::upper_bound(batches.begin(), batches.end(), index,
                                [](log_index wanted, const entry_batch& x) {
                                  return wanted < x.first().index;
                                });
  if (after == batches.begin() || std::prev(after)->last().index < index)
    return batches.end();
  return std::prev(after);
}

} // namespace

void recent_entries::append(entry_batch entries, std::size_t max_bytes,
                            log_index keep_after) {
  if (entries.empty())
    return;
  RAFT_INVARIANT(batches_.empty()
                 || entries.first().index
                      == batches_.back().last().index.next());
  size_ += entries.size_bytes();
  batches_.push_back(std::move(entries));
  while (size_ > max_bytes && batches_.size() > 1
         && batches_.front().last().index <= keep_after) {
    size_ -= batches_.front().size_bytes();
    batches_.pop_front();
  }
}

void recent_entries::truncate_suffix(log_index from) {
  while (!batches_.empty() && batches_.back().last().index >= from) {
    auto cut = std::move(batches_.back());
    batches_.pop_back();
    size_ -= cut.size_bytes();
    if (cut.first().index < from) {
      batches_.push_back(cut.slice(cut.first().index, from.previous()));
      size_ += batches_.back().size_bytes();
    }
  }
}

entry_batch recent_entries::read(log_index from, std::size_t max_bytes) const {
  auto at = find(batches_, from);
  if (at == batches_.end())
    return {};
  auto first = at->slice(from, at->last().index).prefix(max_bytes);
  auto pieces = std::vector<entry_batch>{};
  auto size = first.size_bytes();
  if (first.last() == at->last())
    for (++at; at != batches_.end() && size + at->size_bytes() <= max_bytes;
         ++at) {
      size += at->size_bytes();
      if (pieces.empty())
        pieces.push_back(first);
      pieces.push_back(*at);
    }
  return pieces.empty() ? first : entry_batch::join(pieces);
}

std::vector<entry_batch> recent_entries::range(log_index from,
                                               log_index to) const {
  auto result = std::vector<entry_batch>{};
  if (batches_.empty() || to < from)
    return result;
  auto at = find(batches_, std::max(from, batches_.front().first().index));
  for (; at != batches_.end() && at->first().index <= to; ++at)
    result.push_back(at->slice(from, to));
  return result;
}

log_index recent_entries::first_index() const {
  return batches_.empty() ? log_index{} : batches_.front().first().index;
}

} // namespace taskraft::raft
