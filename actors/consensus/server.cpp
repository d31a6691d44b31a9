#include "actors/consensus/server.hpp"

#include "actors/consensus/server_members.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/messages/forwarded_frames.hpp"
#include "protocol/messages/wire.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>

namespace taskraft::actors {

namespace {

/// Whether the current message may be believed: it is from this node, or from
/// a node whose hello was accepted. An anonymous sender is nobody.
bool is_trusted(server_pointer self) {
  const auto& sender = self->current_sender();
  if (!sender)
    return false;
  return sender->node() == self->system().node()
         || self->state.accepted.contains(sender->node());
}

void to_gateway(server_pointer self, const protocol::gateway_answer& answer) {
  if (is_trusted(self))
    self->send(self->state.environment.gateway, answer);
}

/// Records the disks of all members once the bootstrap condition holds.
void try_bootstrap(server_pointer self) {
  auto& state = self->state;
  if (state.saving_bootstrap || !state.role)
    return;
  auto bootstrap = state.known.bootstrap_condition();
  if (!bootstrap)
    return;
  state.saving_bootstrap = true;
  logging::info("all_members_met");
  self->send(state.environment.log, *bootstrap);
}

void begin_role(server_pointer self, const protocol::baton& baton) {
  auto& state = self->state;
  state.role = spawn_role(self->system(), state.environment, baton);
  self->link_to(state.role);
}

void start_server(server_pointer self, const protocol::start_server& x) {
  auto& state = self->state;
  auto applied = state.environment.applied;
  state.environment = *x.environment;
  state.environment.applied = applied;
  state.environment.server = protocol::server_actor{self};
  state.make_peer = x.make_peer;
  state.admitted = x.admitted;
  state.may_speak = x.may_speak;
  follow_members(self,
                 {x.state->members(), x.state->committed_members().value});
  auto baton = protocol::baton{};
  baton.state = x.state;
  begin_role(self, baton);
  if (state.known.may_elect()) {
    allow_elections(self);
    return;
  }
  if (!state.known.is_founder())
    logging::info("waits_to_be_added", "node", state.known.self().node);
  else
    logging::info("waits_for_members", "missing", state.known.missing().size());
  try_bootstrap(self);
}

void take_baton(server_pointer self, const protocol::baton& baton) {
  auto before = std::exchange(self->state.role, nullptr);
  self->unlink_from(before);
  begin_role(self, baton);
  self->send(before, protocol::retire{});
}

/// Ends the node, because its disk does not belong to this cluster.
void give_up(server_pointer self, raft::node_id by, const std::string& reason) {
  logging::error("identity_refused", "by", by, "reason", reason);
  self->quit(caf::make_error(errc::identity_refused, reason));
}

/// A refused node tries again and again; each reason is logged once.
void warn_of_refusal(server_state& state, const protocol::hello& x,
                     const std::string& reason) {
  constexpr auto most_known = std::size_t{1000};
  if (state.refusals.size() > most_known)
    state.refusals.clear();
  if (std::exchange(state.refusals[x.node], reason) != reason)
    logging::warn("hello_refused", "peer", x.node, "address", x.address,
                  "reason", reason);
}

/// Says what this program knows, if the other side understands that.
void announce_level(server_pointer self, const protocol::peer_actor& peer) {
  const auto& state = self->state;
  const auto& own = state.known.self();
  auto known = state.environment.announced.find(own.node);
  if (known != state.environment.announced.end())
    self->send(peer, protocol::announcement{own.node, known->second});
}

/// Refuses a hello whose sender has the certificate of another node. Nothing
/// else in that hello is looked at.
void refuse_certificate(server_pointer self, const protocol::hello& x,
                        const protocol::peer_actor& peer) {
  auto answer = protocol::hello_answer{};
  answer.reason = "its certificate is of another node";
  warn_of_refusal(self->state, x, answer.reason);
  self->send(peer, answer);
}

void judge_hello(server_pointer self, const protocol::hello& x) {
  auto& state = self->state;
  const auto& sender = self->current_sender();
  auto peer = caf::actor_cast<protocol::peer_actor>(sender);
  if (!peer || sender->node() == self->system().node())
    return;
  if (state.may_speak && !state.may_speak(sender->node(), x.node))
    return refuse_certificate(self, x, peer);
  auto judgement = state.known.judge(x);
  auto answer = protocol::hello_answer{};
  answer.accepted = judgement.accepted;
  answer.fatal = judgement.fatal;
  answer.removed = judgement.removed;
  answer.reason = judgement.told;
  // Only nodes of this cluster are told names and ids: a member learns what was
  // seen of its disk even if it is refused.
  if (judgement.accepted || state.known.is_fellow(x))
    answer.self = state.known.hello_for(x.node);
  self->send(peer, answer);
  compare_seen(self, x);
  if (!judgement.accepted) {
    warn_of_refusal(state, x, judgement.reason);
    if (state.known.is_misplaced(x))
      give_up(self, x.node,
              "the members of the settings are of another "
              "cluster than the data");
    return;
  }
  announce_level(self, peer);
  state.refusals.erase(x.node);
  std::erase_if(state.accepted,
                [&](const auto& known) { return known.second.node == x.node; });
  state.accepted[sender->node()] = {x.node, peer};
  tell_admitted(self);
  state.known.met(x);
  keep_seen(self, true);
  welcome(self, x);
  try_bootstrap(self);
}

void open_link(server_pointer self, const protocol::link_opened& x) {
  auto& state = self->state;
  if (meet_joining_node(self, x) && !state.unlisted_peers.contains(x.node))
    return;
  compare_seen(self, x.introduction);
  // The peer has accepted our hello. Whether we accept the hello of the peer is
  // decided here.
  if (auto judgement = state.known.judge(x.introduction); !judgement.accepted) {
    logging::warn("link_refused", "peer", x.node, "reason", judgement.reason);
    return;
  }
  state.known.met(x.introduction);
  keep_seen(self, true);
  state.environment.links[x.node] = x.remote;
  note_level(self, x.node, x.newest_rules_level);
  if (state.role)
    self->send(state.role, x);
  self->send(state.environment.gateway, x);
  self->send(state.environment.snapshot_sender, x);
  try_bootstrap(self);
}

/// Log and store may be on different disks: a node is well when both are.
/// Nothing if that has not changed.
std::optional<raft::disk_room_changed>
judge_room(server_pointer self, const raft::disk_room_changed& x) {
  auto& state = self->state;
  const auto& sender = self->current_sender();
  auto is_from = [&](const auto& actor) {
    return sender && sender == caf::actor_cast<caf::strong_actor_ptr>(actor);
  };
  auto before = state.log_full || state.store_full;
  if (is_from(state.environment.applier))
    state.store_full = x.full;
  else if (is_from(state.environment.log))
    state.log_full = x.full;
  else
    return x;
  auto now = state.log_full || state.store_full;
  if (now == before)
    return std::nullopt;
  self->send(state.environment.gateway, raft::disk_room_changed{now});
  return raft::disk_room_changed{now};
}

/// Hands an event on to the current role.
void hear_event(server_pointer self, raft::event event) {
  auto& state = self->state;
  if (std::holds_alternative<raft::tick>(event)) {
    age_members(self);
    keep_seen(self, false);
  }
  if (!state.role || !is_trusted(self))
    return;
  if (const auto* room = std::get_if<raft::disk_room_changed>(&event)) {
    auto news = judge_room(self, *room);
    if (!news)
      return;
    event = *news;
  }
  self->send(state.role, std::move(event));
}

void close_link(server_pointer self, const protocol::link_closed& x) {
  auto& state = self->state;
  state.joining_nodes.lose(x.node);
  // The next hello tells what was seen of it until now.
  if (auto peer = state.peers.find(x.node);
      peer != state.peers.end() && peer->second.handle)
    self->send(peer->second.handle,
               protocol::introduce_as{state.known.hello_for(x.node),
                                      peer->second.disk_id});
  tell_link_closed(self, x.node);
}

void hear_refusal(server_pointer self, const protocol::refused_by_peer& x) {
  // If the peer has seen more of this disk than there is, the role ends the
  // node, and says why.
  if (compare_seen(self, x.introduction))
    return;
  if (!self->state.known.refused(x))
    return;
  give_up(self, x.node, x.reason);
}

void take_bootstrap(server_pointer self, const protocol::bootstrap_saved& x) {
  auto& state = self->state;
  state.saving_bootstrap = false;
  state.known.recorded(x.saved);
  if (!x.saved.cluster_id.empty())
    logging::info("cluster_known", "cluster_id", x.saved.cluster_id);
  introduce_anew(self);
  allow_elections(self);
}

/// A member can propose as any user, but not as another member: what the
/// history says of nodes and their operators is what they have done.
bool is_own_request(server_pointer self,
                    const protocol::role_request& request) {
  const auto* x = std::get_if<protocol::forward_commands>(&request);
  auto known = self->state.accepted.find(self->current_sender()->node());
  if (x == nullptr || known == self->state.accepted.end())
    return true;
  auto node = known->second.node;
  if (x->from == node && protocol::is_own_forward(x->frames, node))
    return true;
  logging::warn("commands_refused", "peer", node, "reason",
                "malformed, or in the name of another node");
  return false;
}

/// A request for the leader: to the own role, or to the leader's node. Requests
/// of other nodes are never sent on: they ask the leader themselves.
void hear_request(server_pointer self, const protocol::role_request& request) {
  auto& state = self->state;
  if (!is_trusted(self) || !state.role || !is_own_request(self, request))
    return;
  const auto* members = std::get_if<protocol::request_members>(&request);
  if (members != nullptr && dial_joining_node(self, *members))
    return;
  auto leader = state.leadership.leader;
  auto from = std::visit([](const auto& x) { return x.from; }, request);
  auto goes_on
    = from == state.known.self().node && leader != from
      && !std::holds_alternative<protocol::request_node_status>(request);
  auto link = state.environment.links.find(leader);
  if (goes_on && link != state.environment.links.end())
    std::visit([&](const auto& x) { self->send(link->second, x); }, request);
  else
    self->send(state.role, request);
}

void answer_digest(server_pointer self, raft::node_id to,
                   protocol::digest_answered answer) {
  answer.node = self->state.known.self().node;
  answer_gateway(self, self->state.environment, to, answer);
}

void ask_digest(server_pointer self, const protocol::request_digest& x) {
  auto& state = self->state;
  if (!is_trusted(self))
    return;
  if (auto answer = state.digests.ask(x, state.environment.applied.visible))
    return answer_digest(self, x.from, std::move(*answer));
  self->send(state.environment.applier, protocol::make_visible{x.index});
}

void take_digest(server_pointer self, const protocol::digest_taken& x) {
  for (const auto& question : self->state.digests.take(x))
    answer_digest(self, question.from, self->state.digests.answer(question));
}

/// Others have compared this node's state with their own.
void hear_verdict(server_pointer self, const protocol::digest_refuted& x) {
  auto own = self->state.digests.digest_at(x.index);
  if (is_trusted(self) && own && *own != x.digest)
    self->send(self->state.environment.auditor,
               protocol::mark_diverged{x.index, *own, x.digest});
}

void note_leader(server_pointer self, const protocol::leadership_changed& x) {
  self->state.leadership = x;
  self->send(self->state.environment.snapshot_sender, x);
}

void note_progress(server_pointer self, const protocol::applied& x) {
  self->state.environment.applied = x;
  if (self->state.role && is_trusted(self))
    self->send(self->state.role, x);
}

/// The handlers for all that is not only handed on.
auto own_handlers(server_pointer self) {
  return std::tuple{
    [self](const protocol::hello& x) { judge_hello(self, x); },
    [self](const protocol::request_digest& x) { ask_digest(self, x); },
    [self](const protocol::digest_refuted& x) { hear_verdict(self, x); },
    [self](const protocol::start_server& x) { start_server(self, x); },
    [self](const raft::event& x) { hear_event(self, x); },
    [self](const protocol::role_request& x) { hear_request(self, x); },
    [self](const protocol::link_opened& x) { open_link(self, x); },
    [self](const protocol::link_closed& x) { close_link(self, x); },
    [self](const protocol::refused_by_peer& x) { hear_refusal(self, x); },
    [self](const protocol::link_failed& x) { note_failure(self, x); },
    [self](const protocol::baton& x) { take_baton(self, x); },
    [self](const protocol::leadership_changed& x) { note_leader(self, x); },
    [self](const protocol::members_changed& x) { follow_members(self, x); },
    [self](const protocol::disks_confirmed& x) {
      for (const auto& one : x.all)
        self->state.known.note_confirmed(one);
    },
    [self](const protocol::bootstrap_saved& x) { take_bootstrap(self, x); },
    [self](const protocol::make_visible& x) {
      self->send(self->state.environment.applier, x);
    },
    [self](const protocol::applied& x) { note_progress(self, x); },
    [self](const protocol::take_digest& x) {
      self->state.digests.expect(x.index);
      self->send(self->state.environment.auditor, x);
    },
    [self](const protocol::digest_taken& x) { take_digest(self, x); },
  };
}

} // namespace

protocol::server_actor::behavior_type server(server_pointer self,
                                             known_nodes known) {
  self->state.known = std::move(known);
  return std::apply(
    [](auto... handlers) {
      return protocol::server_actor::behavior_type{std::move(handlers)...};
    },
    std::tuple_cat(protocol::handle_each_of<raft::message>(
                     [self](const auto& x) { hear_event(self, x); }),
                   protocol::handle_each_of<protocol::role_request>(
                     [self](const auto& x) { hear_request(self, x); }),
                   protocol::handle_each_of<protocol::gateway_answer>(
                     [self](const auto& x) { to_gateway(self, x); }),
                   own_handlers(self)));
}

} // namespace taskraft::actors
