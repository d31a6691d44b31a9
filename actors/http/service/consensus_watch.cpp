#include "actors/http/service/consensus_watch.hpp"

#include <iterator>

namespace taskraft::http {

void consensus_watch::see(std::uint64_t at_us, const raft::sight& x) {
  auto lock = std::lock_guard{mutex_};
  if (const auto* append = std::get_if<raft::append_seen>(&x)) {
    appends_.insert_or_assign({append->from, append->to},
                              dated_sight{at_us, x});
    return;
  }
  kept_.push_back({at_us, x});
  if (kept_.size() > most_kept)
    kept_.pop_front();
}

void consensus_watch::watch(bool on) {
  auto lock = std::lock_guard{mutex_};
  is_watched_ = on;
  kept_.clear();
  appends_.clear();
}

std::vector<dated_sight> consensus_watch::take() {
  auto lock = std::lock_guard{mutex_};
  auto all = std::vector<dated_sight>{std::move_iterator{kept_.begin()},
                                      std::move_iterator{kept_.end()}};
  kept_.clear();
  for (auto& [way, each] : appends_)
    all.push_back(std::move(each));
  appends_.clear();
  return all;
}

} // namespace taskraft::http
