#include "actors/consensus/applier_feed.hpp"

#include <utility>

namespace taskraft::actors {

applier_feed::applier_feed(raft::log_index released, raft::log_index evaluated,
                           std::size_t max_bytes)
  : max_bytes_(max_bytes) {
  if (evaluated >= released)
    return;
  // These count as too many bytes, whatever their size is, so nothing more is
  // sent until the applier has evaluated them.
  sent_.push_back({released, max_bytes + 1});
  bytes_ = max_bytes + 1;
}

std::optional<raft::committed> applier_feed::offer(raft::committed news) {
  if (bytes_ <= max_bytes_) {
    for (const auto& batch : news.entries) {
      sent_.push_back({batch.last().index, batch.size_bytes()});
      bytes_ += batch.size_bytes();
    }
    return news;
  }
  if (std::exchange(lags_, true)) {
    untold_ = news.commit_index;
    return std::nullopt;
  }
  news.entries.clear();
  return news;
}

std::optional<raft::committed>
applier_feed::progress(raft::log_index evaluated) {
  while (!sent_.empty() && sent_.front().last <= evaluated) {
    bytes_ -= sent_.front().bytes;
    sent_.pop_front();
  }
  if (bytes_ > max_bytes_)
    return std::nullopt;
  lags_ = false;
  auto told = std::exchange(untold_, std::nullopt);
  if (!told)
    return std::nullopt;
  return raft::committed{*told, {}};
}

} // namespace taskraft::actors
