// What is judged of a simulated cluster: each node's inside as it runs, logs
// and removals at the end.

#include "actors/consensus/server.hpp"
#include "tests/support/simulation/simulated_cluster.hpp"

#include <caf/actor_cast.hpp>

#include <algorithm>
#include <set>
#include <span>

namespace taskraft::tests {

namespace {

using server_pointer
  = protocol::server_actor::stateful_pointer<actors::server_state>;
using leader_pointer
  = protocol::role_actor::stateful_pointer<actors::role_state<raft::leader>>;

template <class Pointer, class Handle>
Pointer inside_of(const Handle& handle) {
  return dynamic_cast<Pointer>(caf::actor_cast<caf::abstract_actor*>(handle));
}

/// Log Matching: two logs are equal up to the last entry that they share, as
/// far as both still have entries.
bool match(std::span<const committed_entry> one,
           std::span<const committed_entry> other) {
  if (one.empty() || other.empty())
    return true;
  auto first = std::max(one.front().position.index.value,
                        other.front().position.index.value);
  auto from_first = [first](std::span<const committed_entry> log) {
    auto skipped = first - log.front().position.index.value;
    return log.subspan(std::min<std::size_t>(skipped, log.size()));
  };
  one = from_first(one);
  other = from_first(other);
  auto shared = std::min(one.size(), other.size());
  while (shared > 0 && one[shared - 1].position != other[shared - 1].position)
    --shared;
  return std::ranges::equal(
    one.first(shared), other.first(shared),
    [](const committed_entry& x, const committed_entry& y) {
      return x.position == y.position && x.payload == y.payload;
    });
}

} // namespace

judged_nodes simulated_cluster::insides() {
  auto consensus = [this](raft::node_id id) -> const raft::consensus* {
    return node(id).alive() ? &node(id).consensus() : nullptr;
  };
  auto durable
    = [this](raft::node_id id) { return node(id).state().durable(); };
  auto lease = [this](raft::node_id id) { return read_by_lease(id); };
  return {consensus, durable, lease, [this] { return ids(); }};
}

raft::node_id simulated_cluster::candidate() {
  for (auto id : living())
    if (const auto& x = node(id).consensus();
        x.leader.value == 0 && x.hard.vote == id)
      return id;
  return {};
}

raft::node_id simulated_cluster::learner() const {
  if (const auto& known = history.members())
    for (const auto& one : known->members)
      if (!one.voter)
        return one.id;
  return {};
}

/// Asks a copy of the leader, so that it does not notice.
std::optional<raft::log_index>
simulated_cluster::read_by_lease(raft::node_id id) {
  // What is dying has no inside any more.
  if (dying_.contains(id))
    return std::nullopt;
  auto server = inside_of<server_pointer>(node(id).actors().server);
  if (server == nullptr)
    return std::nullopt;
  auto leader = inside_of<leader_pointer>(server->state.role);
  if (leader == nullptr || leader->state.over)
    return std::nullopt;
  auto role = leader->state.role;
  auto consensus = *leader->state.consensus;
  auto effects = raft::step(
    role, consensus,
    raft::event{raft::read_requested{UINT64_MAX, node(id).uptime_us()}});
  for (const auto& granted : effects.reads_granted)
    if (granted.context == UINT64_MAX)
      return granted.read_index;
  return std::nullopt;
}

/// Only roles, and the server that makes them, change consensus.
void simulated_cluster::show_to_judge(const owner& whose) {
  if (whose.name != "role" && whose.name != "server")
    return;
  auto& one = node(whose.node);
  if (one.alive())
    judge.look(whose.node, one.consensus());
}

void simulated_cluster::check_retired() {
  for (auto& [id, node] : nodes_)
    if (node->retired && !found_out_.contains(id)
        && !(history.members() && history.members()->has_removed(id)))
      history.add_violation("node " + std::to_string(id.value)
                            + " retired though nobody removed it");
}

/// A removed node believes a majority of the other members that it knows. If
/// most of these are no members any more, no majority tells it, and the node
/// waits for ever: a retired node is silent, and a node that has not heard of
/// its own removal, or never was a member, does not know of others'.
bool simulated_cluster::can_hear_of_removal(raft::node_id id) const {
  // A member that leaves is one until an entry that says so is committed.
  const auto& state = nodes_.at(id)->consensus();
  auto others = std::set<raft::node_id>{};
  for (const auto* known : {&state.members(), &state.committed_members().value})
    for (const auto& one : known->members)
      if (one.id != id)
        others.insert(one.id);
  auto answering = std::ranges::count_if(others, [this](raft::node_id other) {
    return history.members()->find(other) != nullptr;
  });
  return static_cast<std::size_t>(answering) > others.size() / 2;
}

bool simulated_cluster::removed_have_retired() const {
  const auto& now = history.members();
  return !now || std::ranges::all_of(nodes_, [&](const auto& x) {
    return x.second->retired || !now->has_removed(x.first)
           || !can_hear_of_removal(x.first);
  });
}

void simulated_cluster::compare_logs() {
  for (auto id : living())
    crash(id);
  auto logs = std::vector<std::vector<committed_entry>>{};
  for (auto& [id, node] : nodes_) {
    if (is_found_out(id))
      continue;
    auto log = node->read_log();
    if (!log) {
      history.add_violation("the log of node " + std::to_string(id.value)
                            + " cannot be read: " + log.error().detail);
      return;
    }
    logs.push_back(std::move(*log));
  }
  for (const auto& one : logs)
    for (const auto& other : logs)
      if (!match(one, other))
        history.add_violation("two logs differ below an entry that both have");
}

} // namespace taskraft::tests
