#include "persistence/log/live_log.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

constexpr std::uint64_t bytes_between_marks = 16 * 1024;

} // namespace

void live_log::append(const segment_ptr& where, std::uint64_t offset,
                      std::uint64_t size, raft::log_index first,
                      raft::log_index last) {
  auto guard = std::lock_guard{mutex_};
  if (runs_.empty() || runs_.back().closed || runs_.back().where != where)
    runs_.emplace_back(where, first);
  else
    RAFT_INVARIANT(first == runs_.back().last.next());
  auto& open = runs_.back();
  open.last = last;
  open.end = offset + size;
  if (open.marks.empty()
      || offset - open.marks.back().offset >= bytes_between_marks)
    open.marks.push_back({first, offset});
}

void live_log::truncate_suffix(raft::log_index from) {
  auto guard = std::lock_guard{mutex_};
  ++version_;
  while (!runs_.empty() && runs_.back().first >= from)
    runs_.pop_back();
  if (runs_.empty())
    return;
  auto& open = runs_.back();
  open.last = std::min(open.last, from.previous());
  open.closed = true;
  while (open.marks.back().first >= from)
    open.marks.pop_back();
}

void live_log::truncate_prefix(raft::log_index base) {
  auto guard = std::lock_guard{mutex_};
  ++version_;
  while (!runs_.empty() && runs_.front().last <= base)
    runs_.pop_front();
  if (runs_.empty() || runs_.front().first > base)
    return;
  auto& first = runs_.front();
  first.first = base.next();
  auto needed
    = std::ranges::upper_bound(first.marks, first.first, {}, &mark::first);
  first.marks.erase(first.marks.begin(), std::prev(needed));
}

std::optional<live_log::place> live_log::find(raft::log_index from) const {
  auto guard = std::lock_guard{mutex_};
  auto in = std::ranges::upper_bound(runs_, from, {}, &run::first);
  if (in == runs_.begin())
    return std::nullopt;
  --in;
  if (from > in->last)
    return std::nullopt;
  auto near = std::ranges::upper_bound(in->marks, from, {}, &mark::first);
  RAFT_INVARIANT(near != in->marks.begin());
  return place{.where = in->where,
               .offset = std::prev(near)->offset,
               .end = in->end,
               .last = in->last,
               .version = version_};
}

raft::log_index live_log::first() const {
  auto guard = std::lock_guard{mutex_};
  return runs_.empty() ? raft::log_index{} : runs_.front().first;
}

bool live_log::is_current(std::uint64_t version) const {
  auto guard = std::lock_guard{mutex_};
  return version == version_;
}

} // namespace taskraft::persistence
