#include "protocol/tasks/recorder.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

row_ptr copy_of(const row_message* x) {
  if (x == nullptr)
    return nullptr;
  auto copy = std::unique_ptr<row_message>{x->New()};
  copy->CopyFrom(*x);
  return row_ptr{std::move(copy)};
}

bool differs(const changed_row& x) {
  if (!x.before || !x.after)
    return x.before || x.after;
  return x.before->SerializeAsString() != x.after->SerializeAsString();
}

/// Counters, what is used, keys with values, parts of files, and rows that only find others
/// have no history: what they were need not be looked up.
bool is_recorded(const row_type& type) {
  return &type != &row_type_of<wire::Counter>()
         && &type != &row_type_of<wire::KeyValue>()
         && &type != &row_type_of<wire::AttachmentChunk>()
         && &type != &row_type_of<wire::Usage>()
         && &type != &row_type_of<wire::RankOrder>()
         && &type != &row_type_of<wire::BlockedBy>();
}

} // namespace

std::vector<changed_row> recorder::changes() const {
  auto all = std::vector<changed_row>{};
  std::ranges::copy_if(rows_, std::back_inserter(all), differs);
  return all;
}

void recorder::note(const row_type& type, const std::string& key,
                    const row_ptr& x, bool is_new) {
  if (!is_recorded(type))
    return;
  auto [at, is_first] = places_.try_emplace({&type, key}, rows_.size());
  if (is_first) {
    auto before = is_new ? nullptr : copy_of(state_.find_row(type, key));
    rows_.push_back({&type, key, before, before});
  }
  auto& row = rows_[at->second];
  steps_.push_back({state_.mark(), at->second, std::exchange(row.after, x)});
}

void recorder::take_back(std::size_t mark) {
  for (; !steps_.empty() && steps_.back().mark >= mark; steps_.pop_back())
    rows_[steps_.back().place].after = std::move(steps_.back().after);
  state_.take_back(mark);
}

void recorder::put_row(const row_type& type, std::string key, row_ptr x) {
  note(type, key, x, false);
  state_.put_row(type, std::move(key), std::move(x));
}

void recorder::add_row(const row_type& type, std::string key, row_ptr x) {
  note(type, key, x, true);
  state_.put_row(type, std::move(key), std::move(x));
}

} // namespace taskraft::tasks
