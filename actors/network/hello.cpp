#include "actors/network/hello.hpp"

#include <algorithm>

namespace taskraft::network {

namespace {

verdict refused(std::string reason) {
  return {.accepted = false, .fatal = false, .reason = std::move(reason)};
}

verdict refused_for_ever(std::string reason) {
  return {.accepted = false, .fatal = true, .reason = std::move(reason)};
}

std::string name_of(raft::node_id id) {
  return "node " + std::to_string(id.value);
}

} // namespace

verdict judge(const acquaintances& known, const protocol::hello& received) {
  if (received.cluster_name != known.self.cluster_name)
    return refused_for_ever("belongs to cluster \"" + received.cluster_name
                            + "\", not \"" + known.self.cluster_name + '"');
  if (received.wire_version < oldest_wire_version)
    return refused("wire version " + std::to_string(received.wire_version)
                   + " is not supported");
  auto both_founded
    = !received.cluster_id.empty() && !known.self.cluster_id.empty();
  if (both_founded && received.cluster_id != known.self.cluster_id)
    return refused_for_ever("its data is of cluster id " + received.cluster_id
                            + ", not " + known.self.cluster_id);
  if (received.node == known.self.node)
    return refused_for_ever(name_of(received.node)
                            + " is the id of the node it speaks to");
  auto& members = known.members.members;
  auto member = std::ranges::find(members, received.node, &raft::member::id);
  if (member == members.end())
    return refused(name_of(received.node) + " is not a member");
  if (received.disk_id.empty())
    return refused("does not name its disk");
  // A new disk under a known id has forgotten how it voted.
  if (!member->disk_id.empty() && member->disk_id != received.disk_id)
    return refused_for_ever(name_of(received.node) + " is known with disk "
                            + member->disk_id + ", not " + received.disk_id);
  auto seen = known.seen.find(received.node);
  if (seen != known.seen.end() && seen->second.disk_id == received.disk_id
      && received.incarnation < seen->second.incarnation)
    return refused("has been started again since");
  return {.accepted = true, .fatal = false, .reason = {}};
}

void remember(acquaintances& known, const protocol::hello& accepted) {
  known.seen[accepted.node]
    = {.disk_id = accepted.disk_id, .incarnation = accepted.incarnation};
}

} // namespace taskraft::network
