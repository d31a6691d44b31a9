#include "persistence/board/request_window.hpp"

#include "protocol/invariant.hpp"

#include <functional>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t least_slots = 64;

} // namespace

std::size_t request_window::home(const protocol::request_id& id) const {
  return std::hash<protocol::request_id>{}(id) & (slots_.size() - 1);
}

std::size_t request_window::slot_of(const protocol::request_id& id) const {
  auto slot = home(id);
  while (slots_[slot] != 0 && at_number(slots_[slot]).id != id)
    slot = (slot + 1) & (slots_.size() - 1);
  return slot;
}

std::optional<raft::log_index>
request_window::find(const protocol::request_id& id, raft::log_index at) const {
  if (slots_.empty())
    return std::nullopt;
  auto number = slots_[slot_of(id)];
  if (number == 0)
    return std::nullopt;
  auto index = at_number(number).index;
  if (index <= forgotten_at(at))
    return std::nullopt;
  return index;
}

void request_window::record(const protocol::request_id& id,
                            raft::log_index index) {
  RAFT_INVARIANT(order_.empty() || order_.back().index < index);
  if ((order_.size() + 1) * 2 > slots_.size())
    grow();
  auto number = first_number_ + order_.size();
  auto slot = slot_of(id);
  auto before = std::exchange(slots_[slot], number);
  if (before != 0) {
    RAFT_INVARIANT(at_number(before).index <= forgotten_at(index));
    replaced_.push_back({number, before});
  }
  order_.push_back({id, index});
}

void request_window::forget(raft::log_index at) {
  while (!order_.empty() && order_.front().index <= forgotten_at(at)) {
    free_slot_of(first_number_);
    order_.pop_front();
    ++first_number_;
  }
  replaced_.clear();
}

void request_window::take_back(raft::log_index after) {
  while (!order_.empty() && order_.back().index > after) {
    auto number = first_number_ + order_.size() - 1;
    if (!replaced_.empty() && replaced_.back().number == number) {
      slots_[slot_of(order_.back().id)] = replaced_.back().before;
      replaced_.pop_back();
    } else {
      free_slot_of(number);
    }
    order_.pop_back();
  }
}

void request_window::free_slot_of(std::uint64_t number) {
  auto mask = slots_.size() - 1;
  auto hole = slot_of(at_number(number).id);
  // A later entry may carry the id that is being forgotten.
  if (slots_[hole] != number)
    return;
  // Ids that were placed after the hole move into it, so that no search ends
  // early.
  for (auto next = (hole + 1) & mask; slots_[next] != 0;
       next = (next + 1) & mask) {
    auto wanted = home(at_number(slots_[next]).id);
    if (((next - wanted) & mask) >= ((next - hole) & mask)) {
      slots_[hole] = slots_[next];
      hole = next;
    }
  }
  slots_[hole] = 0;
}

void request_window::grow() {
  auto size = slots_.empty() ? least_slots : slots_.size() * 2;
  slots_.assign(size, 0);
  for (auto number = first_number_; number < first_number_ + order_.size();
       ++number)
    slots_[slot_of(at_number(number).id)] = number;
}

} // namespace taskraft::persistence
