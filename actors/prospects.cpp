#include "actors/prospects.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

void prospects::add(const protocol::request_members& wish) {
  auto& one = all_[wish.node];
  if (one.address != wish.address) {
    one.address = wish.address;
    one.disk_id.clear();
    one.age = 0;
  }
  // Whoever asks again waits no longer for that.
  auto same = [&](const protocol::request_members& x) {
    return x.from == wish.from && x.context == wish.context;
  };
  if (std::ranges::none_of(one.waiting, same))
    one.waiting.push_back(wish);
}

std::map<raft::node_id, std::string> prospects::addresses() const {
  auto result = std::map<raft::node_id, std::string>{};
  for (const auto& [node, one] : all_)
    result.emplace(node, one.address);
  return result;
}

prospects::wishes prospects::meet(raft::node_id node,
                                  const std::string& disk_id) {
  auto met = wishes{};
  auto found = all_.find(node);
  if (found == all_.end())
    return met;
  found->second.disk_id = disk_id;
  met = std::exchange(found->second.waiting, {});
  for (auto& wish : met)
    wish.disk_id = disk_id;
  return met;
}

prospects::wishes prospects::meet_again(raft::node_id node) {
  auto found = all_.find(node);
  if (found == all_.end() || found->second.disk_id.empty())
    return {};
  return meet(node, std::string{found->second.disk_id});
}

void prospects::lose(raft::node_id node) {
  if (auto found = all_.find(node); found != all_.end())
    found->second.disk_id.clear();
}

void prospects::note(raft::node_id node, const std::string& reason) {
  if (auto found = all_.find(node); found != all_.end())
    found->second.reason = reason;
}

prospects::wishes prospects::drop(raft::node_id node) {
  auto found = all_.find(node);
  if (found == all_.end())
    return {};
  auto left = std::move(found->second.waiting);
  all_.erase(found);
  return left;
}

std::vector<prospects::disappointment> prospects::tick() {
  auto result = std::vector<disappointment>{};
  for (auto at = all_.begin(); at != all_.end();) {
    auto& one = at->second;
    if (++one.age < patience_ticks_) {
      ++at;
      continue;
    }
    auto why = one.reason.empty() ? "no answer" : one.reason;
    for (auto& wish : one.waiting)
      result.push_back({std::move(wish), why});
    at = all_.erase(at);
  }
  return result;
}

} // namespace taskraft::actors
