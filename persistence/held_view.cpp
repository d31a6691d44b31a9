#include "persistence/held_view.hpp"

#include "persistence/state_hash.hpp"

#include <string>
#include <utility>

namespace taskraft::persistence {

void held_view::open(task_store& store, raft::log_index at) {
  if (auto opened = try_open(store, at); !opened)
    failure_ = opened.error();
}

status held_view::try_open(task_store& store, raft::log_index at) {
  auto opened = store.open_reader();
  if (!opened)
    return opened.error();
  auto found = (*opened)->begin();
  if (!found)
    return found.error();
  if (*found != at) {
    (*opened)->end();
    return failure{errc::corrupted,
                   "the store shows log index " + std::to_string(found->value)
                     + " where it has committed " + std::to_string(at.value)};
  }
  at_ = at;
  rows_ = std::move(*opened);
  return done{};
}

result<state_digest> held_view::digest(raft::log_index forgotten) {
  if (failure_)
    return *failure_;
  auto rows = std::move(rows_);
  auto hash = hash_of_view(*rows, forgotten);
  rows->end();
  if (!hash)
    return hash.error();
  return state_digest{at_, *hash};
}

} // namespace taskraft::persistence
