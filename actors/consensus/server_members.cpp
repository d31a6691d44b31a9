#include "actors/consensus/server_members.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

/// How long a removed node goes on: its last messages, an operator's answer
/// among them, are on their way.
constexpr auto removal_grace_ticks = std::uint64_t{50};

void end_peer(server_pointer self, raft::node_id node,
              const server_state::kept_peer& peer) {
  if (peer.handle) {
    self->unlink_from(peer.handle);
    self->send_exit(peer.handle, caf::exit_reason::user_shutdown);
  }
  tell_link_closed(self, node);
}

server_state::kept_peer begin_peer(server_pointer self,
                                   const raft::member& wanted) {
  auto& state = self->state;
  auto peer = server_state::kept_peer{};
  peer.address = wanted.address;
  peer.disk_id = wanted.disk_id;
  auto words
    = protocol::introduce_as{state.known.hello_for(wanted.id), wanted.disk_id};
  peer.handle = state.make_peer(protocol::server_actor{self},
                                {wanted.id, wanted.address, words});
  if (peer.handle)
    self->link_to(peer.handle);
  return peer;
}

/// Everybody this node wants a link to.
std::map<raft::node_id, raft::member> wanted_peers(const server_state& state) {
  auto wanted = std::map<raft::node_id, raft::member>{};
  for (auto& one : state.known.partners())
    wanted.emplace(one.id, one);
  auto add = [&](const std::map<raft::node_id, std::string>& more) {
    for (const auto& [node, address] : more)
      wanted.try_emplace(
        node, raft::member{.id = node, .address = address, .disk_id = {}});
  };
  add(state.joining_nodes.addresses());
  add(state.unlisted_peers);
  for (auto& one : state.known.seed_nodes())
    wanted.emplace(one.id, one);
  return wanted;
}

/// Tells those whose removal is committed, as far as they have a link here.
void dismiss_removed(server_pointer self) {
  auto& state = self->state;
  for (const auto& one : state.known.partners())
    state.unlisted_peers.erase(one.id);
  std::erase_if(state.unlisted_peers, [&](const auto& unlisted_peer) {
    return state.known.is_removed(unlisted_peer.first);
  });
  auto dismissed = std::erase_if(state.accepted, [&](const auto& one) {
    const auto& unlisted_peer = one.second;
    if (!state.known.is_removed(unlisted_peer.node))
      return false;
    auto words = protocol::hello_answer{};
    words.fatal = true;
    words.removed = true;
    words.reason = "node " + std::to_string(unlisted_peer.node.value)
                   + " was removed from the cluster";
    self->send(unlisted_peer.peer, words);
    logging::info("member_dismissed", "peer", unlisted_peer.node);
    return true;
  });
  if (dismissed > 0)
    tell_admitted(self);
}

/// Records that the cluster is founded or that this node was added, so that
/// later hellos say it.
void record_cluster(server_pointer self, const raft::membership& members) {
  auto& state = self->state;
  if (members.cluster_id.empty() || state.recorded_cluster == members.cluster_id
      || state.known.self().cluster_id == members.cluster_id)
    return;
  state.recorded_cluster = members.cluster_id;
  auto bootstrap = protocol::save_bootstrap{};
  bootstrap.cluster_id = members.cluster_id;
  for (const auto& member : members.members)
    bootstrap.disk_ids[member.id] = member.disk_id;
  state.saving_bootstrap = true;
  self->send(state.environment.log, bootstrap);
}

void answer_request(server_pointer self,
                    const protocol::request_members& request, errc code,
                    const std::string& reason) {
  auto answer = protocol::members_answered{};
  answer.context = request.context;
  answer.code = code;
  answer.reason = reason;
  answer_gateway(self, self->state.environment, request.from, answer);
}

} // namespace

void note_level(server_pointer self, raft::node_id node,
                std::optional<raft::rules_level> level) {
  auto& state = self->state;
  auto& known = state.environment.announced;
  if (level)
    known[node] = *level;
  else
    known.erase(node);
  if (state.role)
    self->send(state.role, raft::event{raft::levels_announced{known}});
}

void tell_link_closed(server_pointer self, raft::node_id node) {
  auto& state = self->state;
  state.environment.links.erase(node);
  note_level(self, node, std::nullopt);
  auto closed = protocol::link_closed{node};
  if (state.role)
    self->send(state.role, closed);
  self->send(state.environment.gateway, closed);
  self->send(state.environment.snapshot_sender, closed);
}

void tell_admitted(server_pointer self) {
  auto& state = self->state;
  if (!state.admitted)
    return;
  auto nodes = std::vector<caf::node_id>{};
  for (const auto& [node, one] : state.accepted)
    nodes.push_back(node);
  state.admitted(nodes);
}

void allow_elections(server_pointer self) {
  auto& state = self->state;
  if (state.role)
    self->send(state.role,
               raft::event{raft::elections_allowed{state.known.bootstrap()}});
}

void keep_peers(server_pointer self) {
  auto& state = self->state;
  auto wanted = wanted_peers(state);
  std::erase_if(state.peers, [&](const auto& kept) {
    auto still = wanted.find(kept.first);
    if (still != wanted.end() && still->second.address == kept.second.address)
      return false;
    end_peer(self, kept.first, kept.second);
    return true;
  });
  for (const auto& [node, member] : wanted) {
    auto kept = state.peers.find(node);
    if (kept == state.peers.end()) {
      state.peers.emplace(node, begin_peer(self, member));
      continue;
    }
    auto& peer = kept->second;
    if (std::exchange(peer.disk_id, member.disk_id) != member.disk_id
        && peer.handle)
      self->send(peer.handle, protocol::introduce_as{
                                state.known.hello_for(node), member.disk_id});
  }
}

void introduce_anew(server_pointer self) {
  auto& state = self->state;
  for (const auto& one : state.known.partners())
    if (auto peer = state.peers.find(one.id); peer != state.peers.end())
      peer->second.disk_id = one.disk_id;
  for (const auto& [node, peer] : state.peers)
    if (peer.handle)
      self->send(peer.handle, protocol::introduce_as{
                                state.known.hello_for(node), peer.disk_id});
}

void follow_members(server_pointer self, const protocol::members_changed& x) {
  auto& state = self->state;
  auto waited = !state.known.may_elect();
  state.known.follow(x.current, x.committed);
  if (waited && state.known.may_elect())
    allow_elections(self);
  record_cluster(self, x.committed);
  for (const auto& [node, address] : state.joining_nodes.addresses())
    if (state.known.is_member(node))
      // Somebody else has added it: the role knows what that means to them.
      for (const auto& request : state.joining_nodes.drop(node))
        self->send(state.role, protocol::role_request{request});
  dismiss_removed(self);
  keep_peers(self);
  if (state.known.is_removed(state.known.self().node)
      && state.removal_grace == 0) {
    state.removal_grace = removal_grace_ticks;
    logging::warn("removed_from_cluster");
  }
}

namespace {

/// Begins to use a link that was opened to a joining node.
void greet_unlisted_peer(server_pointer self, raft::node_id node) {
  auto& state = self->state;
  auto peer = state.peers.find(node);
  if (peer == state.peers.end() || !peer->second.handle
      || !state.joining_nodes.contains(node)
      || state.environment.links.contains(node))
    return;
  self->send(
    peer->second.handle,
    protocol::introduce_as{state.known.hello_for(node), peer->second.disk_id});
}

} // namespace

void welcome(server_pointer self, const protocol::hello& x) {
  auto& state = self->state;
  auto partners = state.known.partners();
  if (std::ranges::find(partners, x.node, &raft::member::id)
      == partners.end()) {
    state.unlisted_peers[x.node] = x.address;
    keep_peers(self);
    greet_unlisted_peer(self, x.node);
  }
  // While this node waits to be added, a hello of a member may mean that it was
  // added: it dials that member at once.
  auto peer = state.peers.find(x.node);
  if (!state.known.may_elect() && !state.known.is_founder()
      && peer != state.peers.end() && peer->second.handle)
    self->send(peer->second.handle, protocol::redial{});
}

bool dial_joining_node(server_pointer self,
                       const protocol::request_members& x) {
  auto& state = self->state;
  if (x.operation != protocol::members_operation::add || !x.disk_id.empty()
      || state.known.is_member(x.node) || state.known.is_removed(x.node)
      || state.leadership.leader != state.known.self().node)
    return false;
  state.joining_nodes.add(x);
  keep_peers(self);
  for (const auto& request : state.joining_nodes.meet_again(x.node))
    self->send(state.role, protocol::role_request{request});
  return true;
}

bool meet_joining_node(server_pointer self, const protocol::link_opened& x) {
  auto& state = self->state;
  if (!state.joining_nodes.contains(x.node) || state.known.is_member(x.node))
    return false;
  note_level(self, x.node, x.newest_rules_level);
  for (const auto& request :
       state.joining_nodes.meet(x.node, x.introduction.disk_id))
    self->send(state.role, protocol::role_request{request});
  return true;
}

bool compare_seen(server_pointer self, const protocol::hello& x) {
  auto& state = self->state;
  auto seen = state.known.seen_by(x);
  if (!seen || !state.role)
    return false;
  self->send(state.role, raft::event{*seen});
  return seen->newer_start;
}

void keep_seen(server_pointer self, bool at_once) {
  /// Ticks between two saves: each replaces a file and costs a sync.
  constexpr auto keep_interval = std::uint64_t{500};
  auto& state = self->state;
  if (!at_once && state.keep_pause > 0) {
    --state.keep_pause;
    return;
  }
  if (!state.environment.auditor || state.kept_seen == state.known.seen())
    return;
  state.keep_pause = keep_interval;
  state.kept_seen = state.known.seen();
  self->send(state.environment.auditor, protocol::keep_seen{state.kept_seen});
}

void note_failure(server_pointer self, const protocol::link_failed& x) {
  auto& state = self->state;
  if (!x.refused) {
    state.joining_nodes.note(x.node, x.reason);
    return;
  }
  for (const auto& request : state.joining_nodes.drop(x.node))
    answer_request(self, request, errc::conflict,
                   "the node at " + request.address
                     + " does not fit: " + x.reason);
  keep_peers(self);
}

void age_members(server_pointer self) {
  auto& state = self->state;
  auto late = state.joining_nodes.tick();
  for (const auto& [request, reason] : late)
    answer_request(self, request, errc::timed_out,
                   "nothing was done: there is no link to the node at "
                     + request.address + ": " + reason);
  if (!late.empty())
    keep_peers(self);
  // A removed leader goes on until another node leads.
  if (state.removal_grace == 0
      || state.leadership.leader == state.known.self().node
      || --state.removal_grace > 0)
    return;
  auto reason = std::string{"this node was removed from the cluster"};
  logging::error("identity_refused", "reason", reason);
  self->quit(caf::make_error(errc::identity_refused, reason));
}

} // namespace taskraft::actors
