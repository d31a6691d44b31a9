#include "persistence/board/pinned_view.hpp"

#include "persistence/board/state_digest.hpp"

#include <string>
#include <utility>

namespace taskraft::persistence {

void pinned_view::open(task_store& store, raft::log_index at) {
  if (auto opened = try_open(store, at); !opened)
    failure_ = opened.error();
}

status pinned_view::try_open(task_store& store, raft::log_index at) {
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

result<state_digest> pinned_view::digest(raft::log_index forgotten) {
  if (failure_)
    return *failure_;
  auto rows = std::move(rows_);
  auto digest = digest_of_view(*rows, forgotten);
  rows->end();
  if (!digest)
    return digest.error();
  return state_digest{at_, std::move(*digest)};
}

} // namespace taskraft::persistence
