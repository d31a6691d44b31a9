#include "actors/acquaintance.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

acquaintances::acquaintances(
  protocol::hello self, std::vector<raft::member> configured,
  const std::map<raft::node_id, std::string>& disk_ids,
  std::string fresh_cluster_id)
  : fresh_cluster_id_(std::move(fresh_cluster_id)) {
  known_.self = std::move(self);
  known_.members.members = std::move(configured);
  if (!disk_ids.empty())
    recorded({known_.self.cluster_id, disk_ids});
}

void acquaintances::met(const protocol::hello& other) {
  network::remember(known_, other);
  met_[other.node] = other;
  refused_by_.erase(other.node);
}

bool acquaintances::is_founder() const {
  return known_.members.find(known_.self.node) != nullptr;
}

std::vector<raft::node_id> acquaintances::missing() const {
  auto result = std::vector<raft::node_id>{};
  for (const auto& member : known_.members.members)
    if (member.id != known_.self.node && !met_.contains(member.id))
      result.push_back(member.id);
  return result;
}

std::optional<protocol::save_founding> acquaintances::gate() const {
  if (may_elect() || !is_founder() || !missing().empty())
    return std::nullopt;
  auto founding = protocol::save_founding{};
  founding.disk_ids[known_.self.node] = known_.self.disk_id;
  for (const auto& [node, other] : met_) {
    // A cluster exists: it takes this node in, or refuses it.
    if (!other.cluster_id.empty())
      return std::nullopt;
    founding.disk_ids[node] = other.disk_id;
  }
  return founding;
}

void acquaintances::recorded(const protocol::save_founding& founding) {
  recorded_ = true;
  known_.self.cluster_id = founding.cluster_id;
  known_.members.cluster_id = founding.cluster_id;
  for (auto& member : known_.members.members)
    if (auto disk = founding.disk_ids.find(member.id);
        disk != founding.disk_ids.end())
      member.disk_id = disk->second;
}

raft::membership acquaintances::founding() const {
  auto result = known_.members;
  result.cluster_id = fresh_cluster_id_;
  return result;
}

bool acquaintances::refused(raft::node_id by,
                            const protocol::hello& introduction) {
  if (known_.self.cluster_id.empty())
    return !introduction.cluster_id.empty();
  refused_by_.insert(by);
  return refused_by_.size() > known_.members.members.size() / 2;
}

} // namespace taskraft::actors
