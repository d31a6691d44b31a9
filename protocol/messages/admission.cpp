#include "protocol/messages/admission.hpp"

#include <algorithm>
#include <optional>

namespace taskraft::protocol {

namespace {

verdict refused(const std::string& reason) {
  return {.reason = reason, .told = reason};
}

/// The sender's disk has no place in the cluster, if this node is in one.
verdict refused_for_ever(const admission& known, const std::string& reason,
                         const std::string& told) {
  return {
    .fatal = !known.self.cluster_id.empty(), .reason = reason, .told = told};
}

/// The sender is of another cluster.
verdict refused_other_cluster(const admission& known,
                              const std::string& reason) {
  return refused_for_ever(known, reason, "refused");
}

std::string name_of(raft::node_id id) {
  return "node " + std::to_string(id.value);
}

/// Whether somebody who is no member here may have become one since: this node
/// was away for long, or waits to be added. A founder that has neither heard of
/// a bootstrap nor passed the bootstrap condition takes part in its own
/// bootstrap only.
bool may_be_new(const admission& known, const protocol::hello& received) {
  if (received.cluster_id.empty())
    return false;
  if (!known.self.cluster_id.empty())
    return received.cluster_id == known.self.cluster_id;
  if (!known.vouched_cluster_id.empty())
    return received.cluster_id == known.vouched_cluster_id;
  const auto* self = known.members.find(known.self.node);
  auto has_bootstrapped = self != nullptr && !self->disk_id.empty();
  return self == nullptr || has_bootstrapped;
}

/// An objection to the count of a disk's starts, if there is one.
std::optional<verdict> judge_starts(const admission& known,
                                    const protocol::hello& received) {
  auto seen = known.seen.find(received.node);
  if (seen == known.seen.end() || seen->second.disk_id != received.disk_id) {
    if (received.incarnation > most_starts)
      return refused("cannot have been started so often");
    return std::nullopt;
  }
  const auto& progress = seen->second.progress;
  if (is_older(received, progress)) {
    auto reason
      = name_of(received.node) + " has older data than was seen of it";
    return refused_for_ever(known, reason, reason);
  }
  if (received.incarnation - progress.incarnation > most_new_starts)
    return refused("cannot have been started so often");
  return std::nullopt;
}

/// An objection to the place that the sender takes in this cluster.
std::optional<verdict> judge_place(const admission& known,
                                   const protocol::hello& received) {
  auto name = name_of(received.node);
  if (received.node == known.self.node) {
    auto reason = name + " is the id of the node it speaks to";
    return refused_for_ever(known, reason, reason);
  }
  if (known.members.has_removed(received.node)) {
    auto reason = name + " was removed from the cluster";
    return verdict{
      .fatal = true, .removed = true, .reason = reason, .told = reason};
  }
  const auto* member = known.members.find(received.node);
  if (member == nullptr && !may_be_new(known, received))
    return refused(name + " is not a member");
  if (received.disk_id.empty())
    return refused("does not name its disk");
  // A new disk under a known id has forgotten how it voted.
  if (member != nullptr && !member->disk_id.empty()
      && member->disk_id != received.disk_id)
    return refused_for_ever(known,
                            name + " is known with disk " + member->disk_id
                              + ", not " + received.disk_id,
                            name + " is known with another disk");
  return std::nullopt;
}

std::string mode_of(const protocol::hello& x) {
  return name_of(x.node) + " has auth.mode \""
         + (x.auth_required ? "required" : "open") + '"';
}

} // namespace

bool is_older(const hello& x, const seen_progress& seen) {
  return x.incarnation < seen.incarnation
         || (x.incarnation == seen.incarnation && seen.start_id != 0
             && x.start_id != seen.start_id);
}

std::uint32_t agreed_wire_version(const protocol::hello& one,
                                  const protocol::hello& other) {
  return std::min(one.wire_version, other.wire_version);
}

verdict judge(const admission& known, const protocol::hello& received) {
  if (received.cluster_name != known.self.cluster_name)
    return refused_other_cluster(known, "belongs to cluster \""
                                          + received.cluster_name + "\", not \""
                                          + known.self.cluster_name + '"');
  auto both_founded
    = !received.cluster_id.empty() && !known.self.cluster_id.empty();
  if (both_founded && received.cluster_id != known.self.cluster_id)
    return refused_other_cluster(known, "its data is of cluster id "
                                          + received.cluster_id + ", not "
                                          + known.self.cluster_id);
  if (received.wire_version < oldest_wire_version)
    return refused("wire version " + std::to_string(received.wire_version)
                   + " is not supported");
  if (auto objection = judge_place(known, received))
    return *objection;
  if (auto objection = judge_starts(known, received))
    return *objection;
  // What everybody may do at one node, nobody could be kept from at another.
  if (received.auth_required != known.self.auth_required)
    return refused(mode_of(received) + ", " + mode_of(known.self));
  return {.accepted = true, .reason = {}};
}

void remember(admission& known, const protocol::hello& accepted) {
  auto& seen = known.seen[accepted.node];
  if (seen.disk_id != accepted.disk_id)
    seen = {.disk_id = accepted.disk_id};
  seen.progress.incarnation = accepted.incarnation;
  seen.progress.start_id = accepted.start_id;
  if (!accepted.cluster_id.empty()
      && known.members.find(accepted.node) != nullptr)
    known.vouched_cluster_id = accepted.cluster_id;
}

} // namespace taskraft::protocol
