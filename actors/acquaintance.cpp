#include "actors/acquaintance.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

acquaintances::acquaintances(protocol::hello self,
                             std::vector<raft::member> configured,
                             std::map<raft::node_id, std::string> disk_ids,
                             std::string fresh_cluster_id)
  : self_(std::move(self)), configured_(std::move(configured)),
    disk_ids_(std::move(disk_ids)),
    fresh_cluster_id_(std::move(fresh_cluster_id)) {
}

void acquaintances::met(const protocol::hello& other) {
  met_[other.node] = other;
  auto& newest = incarnations_[other.disk_id];
  newest = std::max(newest, other.incarnation);
  refused_by_.erase(other.node);
}

bool acquaintances::is_founder() const {
  return std::ranges::any_of(configured_, [&](const raft::member& x) {
    return x.id == self_.node;
  });
}

std::vector<raft::node_id> acquaintances::missing() const {
  auto result = std::vector<raft::node_id>{};
  for (const auto& member : configured_)
    if (member.id != self_.node && !met_.contains(member.id))
      result.push_back(member.id);
  return result;
}

std::optional<protocol::save_founding> acquaintances::gate() const {
  if (may_elect() || !is_founder() || !missing().empty())
    return std::nullopt;
  auto founding = protocol::save_founding{};
  founding.disk_ids[self_.node] = self_.disk_id;
  for (const auto& member : configured_) {
    if (member.id == self_.node)
      continue;
    const auto& other = met_.at(member.id);
    // A cluster exists: it takes this node in, or refuses it.
    if (!other.cluster_id.empty())
      return std::nullopt;
    founding.disk_ids[member.id] = other.disk_id;
  }
  return founding;
}

void acquaintances::recorded(const protocol::save_founding& founding) {
  self_.cluster_id = founding.cluster_id;
  disk_ids_ = founding.disk_ids;
}

raft::membership acquaintances::founding() const {
  auto result = raft::membership{fresh_cluster_id_, configured_};
  for (auto& member : result.members)
    if (auto disk = disk_ids_.find(member.id); disk != disk_ids_.end())
      member.disk_id = disk->second;
  return result;
}

bool acquaintances::refused(raft::node_id by,
                            const protocol::hello& introduction) {
  if (self_.cluster_id.empty())
    return !introduction.cluster_id.empty();
  refused_by_.insert(by);
  return refused_by_.size() > configured_.size() / 2;
}

} // namespace taskraft::actors
