#include "persistence/board/request_window.hpp"

#include "protocol/invariant.hpp"

#include <functional>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t least_slots = 64;

std::size_t hash_of(const protocol::request_id& id) {
  return std::hash<protocol::request_id>{}(id);
}

} // namespace

std::size_t request_window::slot_of(const protocol::request_id& id,
                                    std::size_t hash) const {
  auto mask = slots_.size() - 1;
  auto at = hash & mask;
  while (
    !slots_[at].is_free()
    && !(slots_[at].may_be(hash) && at_number(slots_[at].number()).id == id))
    at = (at + 1) & mask;
  return at;
}

std::optional<raft::log_index>
request_window::find(const protocol::request_id& id, raft::log_index at) const {
  if (slots_.empty())
    return std::nullopt;
  auto found = slots_[slot_of(id, hash_of(id))];
  if (found.is_free())
    return std::nullopt;
  auto index = at_number(found.number()).index;
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
  auto hash = hash_of(id);
  auto before
    = std::exchange(slots_[slot_of(id, hash)], slot::of(number, hash));
  if (!before.is_free()) {
    RAFT_INVARIANT(at_number(before.number()).index <= forgotten_at(index));
    replaced_.push_back({number, before.number()});
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
      const auto& id = order_.back().id;
      auto hash = hash_of(id);
      slots_[slot_of(id, hash)] = slot::of(replaced_.back().before, hash);
      replaced_.pop_back();
    } else {
      free_slot_of(number);
    }
    order_.pop_back();
  }
}

void request_window::free_slot_of(std::uint64_t number) {
  auto mask = slots_.size() - 1;
  const auto& id = at_number(number).id;
  auto hole = slot_of(id, hash_of(id));
  // A later entry may carry the id that is being forgotten.
  if (slots_[hole].number() != number)
    return;
  // Ids that were placed after the hole move into it, so that no search ends
  // early.
  for (auto next = (hole + 1) & mask; !slots_[next].is_free();
       next = (next + 1) & mask) {
    auto wanted = hash_of(at_number(slots_[next].number()).id) & mask;
    if (((next - wanted) & mask) >= ((next - hole) & mask)) {
      slots_[hole] = slots_[next];
      hole = next;
    }
  }
  slots_[hole] = {};
}

void request_window::grow() {
  auto size = slots_.empty() ? least_slots : slots_.size() * 2;
  slots_.assign(size, {});
  for (auto number = first_number_; number < first_number_ + order_.size();
       ++number) {
    const auto& id = at_number(number).id;
    auto hash = hash_of(id);
    slots_[slot_of(id, hash)] = slot::of(number, hash);
  }
}

} // namespace taskraft::persistence
