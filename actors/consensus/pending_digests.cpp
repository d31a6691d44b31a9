#include "actors/consensus/pending_digests.hpp"

#include <algorithm>
#include <iterator>

namespace taskraft::actors {

namespace {

constexpr std::size_t most_digests = 16;
constexpr std::size_t most_waiting = 64;

} // namespace

void pending_digests::expect(raft::log_index index) {
  digests_[index];
  if (digests_.size() > most_digests)
    digests_.erase(digests_.begin());
}

std::vector<protocol::request_digest>
pending_digests::take(const protocol::digest_taken& digest) {
  digests_[digest.index] = digest;
  auto theirs = [&](const auto& x) { return x.index == digest.index; };
  auto first = std::stable_partition(waiting_.begin(), waiting_.end(),
                                     [&](const auto& x) { return !theirs(x); });
  auto requesters = std::vector(first, waiting_.end());
  waiting_.erase(first, waiting_.end());
  return requesters;
}

std::optional<protocol::digest_answered>
pending_digests::ask(const protocol::request_digest& question,
                     raft::log_index visible) {
  auto known = digests_.find(question.index);
  if (known != digests_.end() && known->second)
    return answer(question);
  if (known == digests_.end() && visible >= question.index)
    return answer(question);
  // A requester that asks again over another link is answered once.
  std::erase_if(waiting_, [&](const protocol::request_digest& x) {
    return x.from == question.from && x.context == question.context;
  });
  if (waiting_.size() == most_waiting)
    waiting_.erase(waiting_.begin());
  waiting_.push_back(question);
  return std::nullopt;
}

protocol::digest_answered
pending_digests::answer(const protocol::request_digest& question) const {
  auto x = protocol::digest_answered{};
  x.context = question.context;
  x.index = question.index;
  auto known = digests_.find(question.index);
  if (known == digests_.end() || !known->second) {
    x.reason = "its state passed this index before it could be hashed";
  } else if (!known->second->digest) {
    x.reason = known->second->reason;
  } else {
    x.taken = true;
    x.digest = *known->second->digest;
  }
  return x;
}

std::optional<std::string>
pending_digests::digest_at(raft::log_index index) const {
  auto known = digests_.find(index);
  return known == digests_.end() || !known->second ? std::nullopt
                                                   : known->second->digest;
}

} // namespace taskraft::actors
