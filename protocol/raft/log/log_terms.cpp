#include "protocol/raft/log/log_terms.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>

namespace taskraft::raft {

std::optional<term> log_terms::term_at(log_index index) const {
  if (index == base_.index)
    return base_.term;
  if (index.value == 0)
    return term{0};
  if (index < base_.index || index > last_.index)
    return std::nullopt;
  if (runs_.back().first <= index)
    return runs_.back().term;
  auto after = std::upper_bound(
    runs_.begin(), runs_.end(), index,
    [](log_index wanted, const run& x) { return wanted < x.first; });
  return std::prev(after)->term;
}

bool log_terms::may_have(log_position entry) const {
  return entry.index < base_.index || term_at(entry.index) == entry.term;
}

log_position log_terms::position_at(log_index index) const {
  auto its_term = term_at(index);
  RAFT_INVARIANT(its_term);
  return {index, *its_term};
}

log_index log_terms::last_at_or_below(term t) const {
  if (last_.term <= t)
    return last_.index;
  auto above = std::upper_bound(
    runs_.begin(), runs_.end(), t,
    [](term wanted, const run& x) { return wanted < x.term; });
  return above == runs_.end() ? base_.index : above->first.previous();
}

void log_terms::append(log_position last) {
  RAFT_INVARIANT(last.index > last_.index && last.term >= last_.term);
  if (runs_.empty() || runs_.back().term != last.term)
    runs_.push_back({last_.index.next(), last.term});
  last_ = last;
}

void log_terms::truncate_suffix(log_index from) {
  RAFT_INVARIANT(from > base_.index);
  if (from > last_.index)
    return;
  while (!runs_.empty() && runs_.back().first >= from)
    runs_.pop_back();
  last_
    = runs_.empty() ? base_ : log_position{from.previous(), runs_.back().term};
}

void log_terms::truncate_prefix(log_position base) {
  if (base.index <= base_.index)
    return;
  auto kept = term_at(base.index) == base.term;
  base_ = base;
  if (!kept || base.index == last_.index) {
    runs_.clear();
    last_ = base;
    return;
  }
  auto after = std::upper_bound(
    runs_.begin(), runs_.end(), base.index.next(),
    [](log_index wanted, const run& x) { return wanted < x.first; });
  runs_.erase(runs_.begin(), std::prev(after));
  runs_.front().first = base.index.next();
}

} // namespace taskraft::raft
