// What the three role actors have in common: what surrounds a role, and how
// the rules' effects become messages.

#pragma once

#include "actors/consensus/applier_feed.hpp"
#include "protocol/actors/role_actor.hpp"
#include "protocol/actors/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace taskraft::actors {

using protocol::role_environment;

/// A requester that waits for an answer, and the number it gave its request.
struct requester {
  raft::node_id node;
  std::uint64_t context = 0;
  /// It asks for the members, as current as a linearizable read.
  bool wants_members = false;
};

/// A gateway that waits until the log begins after `until`, and its deadline.
struct compaction_requester {
  requester who;
  raft::log_index until;
  std::uint32_t ticks_left = 0;
};

template <class Role>
struct role_state {
  static inline const char* name = "role";

  role_environment environment;
  std::shared_ptr<raft::consensus> consensus;
  Role role;
  /// The baton is handed on: every later message is given back to the server.
  bool over = false;
  /// What the gateway was told last.
  protocol::leadership_changed announced;
  /// The entries of the members that were told last: in force, and committed.
  raft::log_position announced_current;
  raft::log_index announced_committed;
  bool members_announced = false;
  /// Requests under way, by the numbers that the rules know them by.
  std::map<std::uint64_t, requester> requesters;
  std::uint64_t last_context = 0;
  std::vector<compaction_requester> compactions;
  /// Commands that gather for the next proposal, and who sent them.
  std::vector<std::shared_ptr<const std::string>> gathered;
  std::map<raft::node_id, std::vector<std::uint64_t>> gathered_from;
  bool flushing = false;
  applier_feed feed;
  /// What the gateway was told last of how new the state is.
  std::optional<std::int64_t> told_known_us;
  std::uint32_t ticks = 0;
};

/// Sends an answer to the gateway of node `to`, this one's or another's.
template <class Self>
void answer_gateway(Self* self, const role_environment& environment,
                    raft::node_id to, const protocol::gateway_answer& answer) {
  if (to == environment.about.id) {
    self->send(environment.gateway, answer);
    return;
  }
  if (auto link = environment.links.find(to); link != environment.links.end())
    std::visit([&](const auto& x) { self->send(link->second, x); }, answer);
}

template <class Role>
using role_pointer = protocol::role_actor::stateful_pointer<role_state<Role>>;

/// Begins the follower, candidate or leader that takes over `baton`.
protocol::role_actor spawn_role(caf::actor_system& system,
                                const role_environment& environment,
                                const protocol::baton& baton);

} // namespace taskraft::actors
