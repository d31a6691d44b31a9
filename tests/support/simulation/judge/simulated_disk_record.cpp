#include "tests/support/simulation/judge/simulated_disk_record.hpp"

#include <algorithm>

namespace taskraft::tests {

bool disk_record::has(raft::log_position x) const {
  return x.index <= base_.index
         || (x.index <= last() && term_at(x.index) == x.term);
}

bool disk_record::has_had(const raft::hard_state& x) const {
  auto votes = votes_.find(x.term);
  return votes != votes_.end() && votes->second.contains(x.vote);
}

raft::term disk_record::term_at(raft::log_index index) const {
  return index.value == 0 || index > last() ? raft::term{}
                                            : terms_[index.value - 1];
}

void disk_record::save(const raft::hard_state& x) {
  hard_ = x;
  votes_[x.term].insert(x.vote);
}

void disk_record::append(raft::log_position x) {
  terms_.resize(x.index.value);
  terms_.back() = x.term;
  ever_.emplace(x.index, x.term);
}

void disk_record::cut_suffix(raft::log_index from) {
  terms_.resize(std::min(terms_.size(), std::size_t{from.value - 1}));
}

void disk_record::cut_prefix(raft::log_position base) {
  if (base.index <= base_.index)
    return;
  if (term_at(base.index) != base.term) {
    terms_.assign(base.index.value, {});
    terms_.back() = base.term;
  }
  base_ = base;
  ever_.emplace(base.index, base.term);
}

void disk_record::take(const raft::recovered_state& found) {
  save(found.hard);
  base_ = {};
  terms_.clear();
  if (found.log.base().index.value != 0)
    cut_prefix(found.log.base());
  for (auto next = found.log.first_index(); next <= found.log.last().index;
       next = next.next())
    append(found.log.position_at(next));
}

} // namespace taskraft::tests
