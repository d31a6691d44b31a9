#include "actors/consensus/known_nodes.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

known_nodes::known_nodes(protocol::hello self,
                         std::vector<raft::member> configured,
                         const std::map<raft::node_id, std::string>& disk_ids,
                         std::string fresh_cluster_id,
                         protocol::seen_disks seen)
  : fresh_cluster_id_(std::move(fresh_cluster_id)) {
  known_.self = std::move(self);
  founders_.members = std::move(configured);
  known_.members = founders_;
  known_.seen = std::move(seen);
  if (!disk_ids.empty())
    recorded({known_.self.cluster_id, disk_ids});
}

protocol::hello known_nodes::hello_for(raft::node_id node) const {
  auto words = known_.self;
  if (auto seen = known_.seen.find(node); seen != known_.seen.end())
    words.seen = seen->second.progress;
  return words;
}

void known_nodes::note_confirmed(const raft::confirmation& x) {
  auto seen = known_.seen.find(x.node);
  if (x.node == known_.self.node) {
    seen = known_.seen.try_emplace(x.node).first;
    seen->second.disk_id = known_.self.disk_id;
  }
  if (seen == known_.seen.end())
    return;
  auto& has = seen->second.progress;
  has.term = std::max(has.term, x.term);
  if (x.confirmed.index > has.confirmed.index)
    has.confirmed = x.confirmed;
}

std::optional<raft::seen_by_peer>
known_nodes::seen_by(const protocol::hello& other) const {
  const auto* member = known_.members.find(other.node);
  auto is_member = member != nullptr && !member->disk_id.empty()
                   && member->disk_id == other.disk_id
                   && !known_.self.cluster_id.empty()
                   && known_.self.cluster_id == other.cluster_id;
  if (!is_member || other.seen == protocol::seen_progress{})
    return std::nullopt;
  return raft::seen_by_peer{.by = other.node,
                            .term = other.seen.term,
                            .confirmed = other.seen.confirmed,
                            .newer_start
                            = protocol::is_older(known_.self, other.seen)};
}

void known_nodes::met(const protocol::hello& other) {
  protocol::remember(known_, other);
  met_[other.node] = other;
  refused_by_.erase(other.node);
  removed_by_.erase(other.node);
}

void known_nodes::follow(const raft::membership& current,
                         const raft::membership& committed) {
  if (current.cluster_id.empty()) {
    known_.members = founders_;
    return;
  }
  known_.members = current;
  // Only what is committed is final.
  known_.members.removed = committed.removed;
  auto& members = known_.members.members;
  for (const auto& one : committed.members)
    if (current.find(one.id) == nullptr && !committed.cluster_id.empty())
      members.insert(
        std::ranges::lower_bound(members, one.id, {}, &raft::member::id), one);
}

std::vector<raft::member> known_nodes::partners() const {
  auto result = std::vector<raft::member>{};
  if (known_.members.cluster_id.empty() && !is_founder())
    return result;
  for (const auto& one : known_.members.members)
    if (one.id != known_.self.node)
      result.push_back(one);
  return result;
}

std::vector<raft::member> known_nodes::seed_nodes() const {
  if (may_elect() || is_founder())
    return {};
  return founders_.members;
}

bool known_nodes::is_founder() const {
  return founders_.find(known_.self.node) != nullptr;
}

std::vector<raft::node_id> known_nodes::missing() const {
  auto result = std::vector<raft::node_id>{};
  for (const auto& member : founders_.members)
    if (member.id != known_.self.node && !met_.contains(member.id))
      result.push_back(member.id);
  return result;
}

std::optional<protocol::save_bootstrap>
known_nodes::bootstrap_condition() const {
  if (may_elect() || !is_founder() || !missing().empty())
    return std::nullopt;
  auto bootstrap = protocol::save_bootstrap{};
  bootstrap.disk_ids[known_.self.node] = known_.self.disk_id;
  for (const auto& [node, other] : met_) {
    // A cluster exists already: this node does not begin another one.
    if (!other.cluster_id.empty())
      return std::nullopt;
    bootstrap.disk_ids[node] = other.disk_id;
  }
  return bootstrap;
}

void known_nodes::recorded(const protocol::save_bootstrap& bootstrap) {
  recorded_ = true;
  known_.self.cluster_id = bootstrap.cluster_id;
  auto follows_log = !known_.members.cluster_id.empty();
  for (auto& member : founders_.members)
    if (auto disk = bootstrap.disk_ids.find(member.id);
        disk != bootstrap.disk_ids.end())
      member.disk_id = disk->second;
  if (!follows_log)
    known_.members = founders_;
}

raft::membership known_nodes::bootstrap() const {
  auto result = founders_;
  result.cluster_id = fresh_cluster_id_;
  return result;
}

bool known_nodes::is_misplaced(const protocol::hello& refused) {
  const auto& ours = known_.self.cluster_id;
  const auto* founder = founders_.find(refused.node);
  if (ours.empty() || refused.cluster_id.empty() || refused.cluster_id == ours
      || founder == nullptr || founder->address != refused.address)
    return false;
  // After a restore or `--force-new-cluster` the data knows the disk of this
  // node only.
  if (founder->disk_id.empty())
    return false;
  // If the log has the same member at this address, this node dials it and
  // judges the answer. A hello from a node that connects proves nothing.
  const auto* member = known_.members.find(refused.node);
  if (member != nullptr && member->address == founder->address)
    return false;
  foreign_.insert(refused.node);
  return foreign_.size() > founders_.members.size() / 2;
}

bool known_nodes::refused(const protocol::refused_by_peer& x) {
  // A disk that belongs to no cluster has nothing to lose.
  if (known_.self.cluster_id.empty() && !x.removed)
    return true;
  // Nodes of a cluster that this node no longer belongs to have no say.
  if (known_.members.find(x.node) == nullptr)
    return false;
  auto& voices = x.removed ? removed_by_ : refused_by_;
  voices.insert(x.node);
  auto others = std::size_t{0};
  auto agreed = std::size_t{0};
  for (const auto& one : known_.members.members) {
    others += one.id != known_.self.node ? 1U : 0U;
    agreed += one.id != known_.self.node && voices.contains(one.id) ? 1U : 0U;
  }
  auto voters = x.removed ? others : known_.members.members.size();
  return agreed > voters / 2;
}

} // namespace taskraft::actors
