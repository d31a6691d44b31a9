#include "actors/gateway/pending_reads.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::actors {

namespace {

/// Moves the queries for which `leaves` holds to `out`.
template <class Container, class Predicate>
void extract(Container& from, std::vector<open_query>& out, Predicate leaves) {
  auto stays = std::stable_partition(from.begin(), from.end(),
                                     [&](const auto& x) { return !leaves(x); });
  std::move(stays, from.end(), std::back_inserter(out));
  from.erase(stays, from.end());
}

constexpr auto max_waiting_bytes = std::size_t{16} << 20U;

/// How often at most `wanted` returns an index before readers see more: the
/// applier may be stuck, and must not be flooded.
constexpr auto most_told_in_vain = 64U;

std::size_t cost_of(const open_query& x) {
  constexpr auto query_overhead_bytes = std::size_t{256};
  return x.query.size() + query_overhead_bytes;
}

} // namespace

bool pending_reads::add(open_query query) {
  if (bytes_ + cost_of(query) > max_waiting_bytes)
    return false;
  bytes_ += cost_of(query);
  switch (query.consistency) {
    case protocol::consistency::linearizable:
      gathering_.push_back(std::move(query));
      break;
    case protocol::consistency::session:
      place(std::move(query));
      break;
    case protocol::consistency::stale:
      ready_.push_back(std::move(query));
      break;
  }
  return true;
}

void pending_reads::note_gone(const std::vector<open_query>& queries) {
  for (const auto& query : queries)
    bytes_ -= cost_of(query);
}

void pending_reads::place(open_query query) {
  query.is_placed = true;
  if (query.min_index <= visible_) {
    ready_.push_back(std::move(query));
    return;
  }
  auto index = query.min_index;
  waiting_.emplace(index, std::move(query));
}

std::optional<std::uint64_t> pending_reads::begin_round(tick_count now) {
  if (round_ && now - round_since_ >= retry_after_)
    abandon_round();
  if (round_ || gathering_.empty())
    return std::nullopt;
  in_round_ = std::exchange(gathering_, {});
  round_ = ++last_round_;
  round_since_ = now;
  return round_;
}

void pending_reads::grant(std::uint64_t round, raft::log_index read_index) {
  if (round_ != round)
    return;
  round_.reset();
  for (auto& query : std::exchange(in_round_, {})) {
    query.min_index = std::max(query.min_index, read_index);
    place(std::move(query));
  }
  take_settled(ahead_.grant(round, read_index));
}

void pending_reads::refuse(std::uint64_t round) {
  if (round_ == round)
    abandon_round();
}

void pending_reads::abandon_round() {
  if (!round_)
    return;
  auto back = ahead_.take_back(*round_);
  std::ranges::move(in_round_, std::back_inserter(back));
  std::ranges::move(gathering_, std::back_inserter(back));
  gathering_ = std::move(back);
  in_round_.clear();
  round_.reset();
}

std::optional<raft::log_index> pending_reads::wanted() {
  if (waiting_.empty() || waiting_.rbegin()->first <= told_wanted_
      || told_in_vain_ >= most_told_in_vain)
    return std::nullopt;
  ++told_in_vain_;
  told_wanted_ = waiting_.rbegin()->first;
  return told_wanted_;
}

void pending_reads::visible(raft::log_index index) {
  if (index > visible_)
    told_in_vain_ = 0;
  visible_ = std::max(visible_, index);
  while (!waiting_.empty() && waiting_.begin()->first <= visible_) {
    ready_.push_back(std::move(waiting_.begin()->second));
    waiting_.erase(waiting_.begin());
  }
}

std::vector<open_query> pending_reads::take_ready(std::size_t most) {
  auto count = std::min(most, ready_.size());
  auto end = ready_.begin() + static_cast<std::ptrdiff_t>(count);
  auto taken = std::vector<open_query>(std::make_move_iterator(ready_.begin()),
                                       std::make_move_iterator(end));
  ready_.erase(ready_.begin(), end);
  note_gone(taken);
  return taken;
}

std::vector<open_query> pending_reads::take_ahead(std::uint64_t context,
                                                  std::size_t most) {
  if (ahead_.is_full())
    return {};
  auto count = std::min(most, in_round_.size());
  auto end = in_round_.begin() + static_cast<std::ptrdiff_t>(count);
  auto taken = std::vector<open_query>(
    std::make_move_iterator(in_round_.begin()), std::make_move_iterator(end));
  in_round_.erase(in_round_.begin(), end);
  if (!taken.empty())
    ahead_.begin(context, *round_, taken);
  return taken;
}

void pending_reads::take_answers(std::uint64_t context,
                                 reads_ahead::answers_pointer answers) {
  take_settled(ahead_.take_answers(context, std::move(answers)));
}

void pending_reads::take_settled(reads_ahead::settled settled) {
  std::ranges::move(settled.answered, std::back_inserter(answered_));
  for (auto& query : settled.unanswered)
    place(std::move(query));
}

std::vector<answered_query> pending_reads::take_answered() {
  for (const auto& each : answered_)
    bytes_ -= cost_of(each.query);
  return std::exchange(answered_, {});
}

std::vector<open_query> pending_reads::expire(tick_count now,
                                              bool store_is_away) {
  auto expired = std::vector<open_query>{};
  auto late = [&](const open_query& x) { return is_late(x, now); };
  extract(gathering_, expired, late);
  if (store_is_away)
    extract(ready_, expired, late);
  extract(in_round_, expired, late);
  std::ranges::move(ahead_.take_if(late), std::back_inserter(expired));
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    if (!late(at->second)) {
      ++at;
      continue;
    }
    expired.push_back(std::move(at->second));
    at = waiting_.erase(at);
  }
  note_gone(expired);
  return expired;
}

bool pending_reads::waits_for_state(client_number client,
                                    std::uint64_t id) const {
  auto is_it
    = [&](const open_query& x) { return x.client == client && x.id == id; };
  return ahead_.waits_for_reader(client, id)
         || std::ranges::any_of(ready_, is_it)
         || std::ranges::any_of(waiting_,
                                [&](const auto& x) { return is_it(x.second); });
}

void pending_reads::forget(client_number client) {
  auto gone = std::vector<open_query>{};
  auto theirs = [&](const open_query& x) { return x.client == client; };
  extract(gathering_, gone, theirs);
  extract(in_round_, gone, theirs);
  std::ranges::move(ahead_.take_if(theirs), std::back_inserter(gone));
  extract(ready_, gone, theirs);
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    if (!theirs(at->second)) {
      ++at;
      continue;
    }
    gone.push_back(std::move(at->second));
    at = waiting_.erase(at);
  }
  note_gone(gone);
}

} // namespace taskraft::actors
