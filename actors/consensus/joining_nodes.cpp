#include "actors/consensus/joining_nodes.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

void joining_nodes::add(const protocol::request_members& request) {
  auto& one = all_[request.node];
  if (one.address != request.address) {
    one.address = request.address;
    one.disk_id.clear();
    one.age = 0;
  }
  // A repeated request does not extend the waiting time.
  auto same = [&](const protocol::request_members& x) {
    return x.from == request.from && x.context == request.context;
  };
  if (std::ranges::none_of(one.waiting, same))
    one.waiting.push_back(request);
}

std::map<raft::node_id, std::string> joining_nodes::addresses() const {
  auto result = std::map<raft::node_id, std::string>{};
  for (const auto& [node, one] : all_)
    result.emplace(node, one.address);
  return result;
}

joining_nodes::requests joining_nodes::meet(raft::node_id node,
                                            const std::string& disk_id) {
  auto met = requests{};
  auto found = all_.find(node);
  if (found == all_.end())
    return met;
  found->second.disk_id = disk_id;
  met = std::exchange(found->second.waiting, {});
  for (auto& request : met)
    request.disk_id = disk_id;
  return met;
}

joining_nodes::requests joining_nodes::meet_again(raft::node_id node) {
  auto found = all_.find(node);
  if (found == all_.end() || found->second.disk_id.empty())
    return {};
  return meet(node, std::string{found->second.disk_id});
}

void joining_nodes::lose(raft::node_id node) {
  if (auto found = all_.find(node); found != all_.end())
    found->second.disk_id.clear();
}

void joining_nodes::note(raft::node_id node, const std::string& reason) {
  if (auto found = all_.find(node); found != all_.end())
    found->second.reason = reason;
}

joining_nodes::requests joining_nodes::drop(raft::node_id node) {
  auto found = all_.find(node);
  if (found == all_.end())
    return {};
  auto left = std::move(found->second.waiting);
  all_.erase(found);
  return left;
}

std::vector<joining_nodes::failed_join> joining_nodes::tick() {
  auto result = std::vector<failed_join>{};
  for (auto at = all_.begin(); at != all_.end();) {
    auto& one = at->second;
    if (++one.age < time_limit_ticks_) {
      ++at;
      continue;
    }
    auto why = one.reason.empty() ? "no answer" : one.reason;
    for (auto& request : one.waiting)
      result.push_back({std::move(request), why});
    at = all_.erase(at);
  }
  return result;
}

} // namespace taskraft::actors
