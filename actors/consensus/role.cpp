#include "actors/consensus/role.hpp"

#include "actors/consensus/candidate.hpp"
#include "actors/consensus/follower.hpp"
#include "actors/consensus/leader.hpp"
#include "actors/consensus/role_conduct.hpp"

namespace taskraft::actors {

namespace {

/// What an operator is told of the outcome.
std::pair<errc, std::string> meaning_of(raft::membership_outcome x) {
  switch (x) {
    case raft::membership_outcome::done:
      return {errc::none, ""};
    case raft::membership_outcome::not_leader:
      return {errc::not_leader, "the leader has just changed"};
    case raft::membership_outcome::busy:
      return {errc::member_change_pending,
              "another change of the members, or of the leader, is under way"};
    case raft::membership_outcome::unknown:
      return {errc::outcome_unknown,
              "the leader was lost before the change was committed"};
    case raft::membership_outcome::not_found:
      return {errc::not_found, "there is no such member"};
    case raft::membership_outcome::conflict:
      return {errc::conflict,
              "the id or the address belongs to another member, or the id did "
              "before: ids are not used again"};
    case raft::membership_outcome::last_voter:
      return {errc::conflict, "it is the last voter"};
    case raft::membership_outcome::lags:
      return {errc::unavailable,
              "it has not caught up yet; it becomes a voter by itself then"};
    case raft::membership_outcome::outdated:
      return {errc::conflict,
              "its program does not know the rules level that the cluster is "
              "at: start a newer taskraftd there first"};
    case raft::membership_outcome::no_quorum:
      return {errc::no_quorum,
              "nothing was done: too few of the voters that would remain can "
              "be reached"};
  }
  return {errc::unavailable, ""};
}

std::uint64_t to_ms(const raft::consensus& consensus, std::uint64_t ticks) {
  return ticks * consensus.tuning.tick_us / 1000;
}

void note_unwritten(protocol::node_status& to,
                    const raft::consensus& consensus) {
  to.inflight_entries
    = consensus.log.last().index.value
      - std::min(consensus.durable_index, consensus.log.last().index).value;
  to.inflight_bytes = consensus.pending_bytes;
}

} // namespace

std::string_view to_string(raft::role_kind kind) {
  switch (kind) {
    case raft::role_kind::follower:
      return "follower";
    case raft::role_kind::candidate:
      return "candidate";
    case raft::role_kind::leader:
      return "leader";
  }
  return "unknown";
}

std::string_view to_string(raft::step_down_cause why) {
  switch (why) {
    case raft::step_down_cause::none:
      return "none";
    case raft::step_down_cause::later_term:
      return "later_term";
    case raft::step_down_cause::no_quorum:
      return "no_quorum";
    case raft::step_down_cause::disk_hangs:
      return "disk_hangs";
    case raft::step_down_cause::disk_full:
      return "disk_full";
    case raft::step_down_cause::removed:
      return "removed";
  }
  return "unknown";
}

protocol::node_status status_of(const role_environment& environment,
                                const raft::consensus& consensus,
                                raft::role_kind kind) {
  auto status = environment.about;
  const auto* self = consensus.members().find(consensus.self);
  // A node that waits to be added, or was removed, has no vote either.
  auto learner
    = (self == nullptr || !self->voter) && kind == raft::role_kind::follower;
  status.role = learner ? "learner" : std::string{to_string(kind)};
  status.term = consensus.hard.term;
  status.leader = consensus.leader;
  status.first_index = consensus.log.first_index();
  status.last_index = consensus.log.last().index;
  status.commit_index = consensus.commit_index;
  status.applied_index = environment.applied.visible;
  status.voted_for = consensus.hard.vote;
  status.durable_index = consensus.durable_index;
  if (environment.disk_free)
    status.disk_free = environment.disk_free();
  return status;
}

void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::follower& role) {
  note_unwritten(to, consensus);
  to.heartbeat_age_ms = to_ms(consensus, role.quiet_ticks);
}

void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::candidate& role) {
  note_unwritten(to, consensus);
  to.heartbeat_age_ms = to_ms(consensus, consensus.tuning.election_ticks_min
                                           + role.elapsed_ticks);
}

void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::leader& role) {
  to.inflight_entries
    = consensus.log.last().index.value - consensus.commit_index.value;
  to.inflight_bytes = role.uncommitted_bytes;
}

std::vector<protocol::follower_seen>
followers_of(const raft::follower& /*role*/) {
  return {};
}

std::vector<protocol::follower_seen>
followers_of(const raft::candidate& /*role*/) {
  return {};
}

std::vector<protocol::follower_seen> followers_of(const raft::leader& role) {
  auto all = std::vector<protocol::follower_seen>{};
  for (const auto& [id, peer] : role.peers)
    all.push_back(
      {id, peer.match_index, peer.visible_index, peer.round_trip_us});
  return all;
}

protocol::members_answered members_answer(std::uint64_t context,
                                          raft::membership_outcome outcome,
                                          const raft::membership& members) {
  auto [code, reason] = meaning_of(outcome);
  auto answer = protocol::members_answered{};
  answer.context = context;
  answer.code = code;
  answer.reason = reason;
  answer.members = raft::encode(members);
  return answer;
}

std::string meaning_of(const raft::disk_verdict& x) {
  auto index = std::to_string(x.index.value);
  switch (x.fault) {
    case raft::disk_fault::lost_entries:
      return "this disk lost entries that it had confirmed up to " + index
             + "; it has " + std::to_string(x.last.value);
    case raft::disk_fault::other_past:
      return "entry " + index
             + " was committed on this disk, and the leader has another past: "
               "one of the disks was rolled back";
    case raft::disk_fault::rolled_back:
      return "this disk is older than what other nodes have seen of it: it was "
             "rolled back or copied";
  }
  return "";
}

raft::membership_change change_of(const protocol::request_members& request,
                                  std::uint64_t context) {
  auto step = raft::membership_step::add;
  if (request.operation == protocol::members_operation::promote)
    step = raft::membership_step::promote;
  if (request.operation == protocol::members_operation::remove)
    step = raft::membership_step::remove;
  return {.context = context,
          .step = step,
          .node = request.node,
          .address = request.address,
          .disk_id = request.disk_id};
}

protocol::role_actor spawn_role(caf::actor_system& system,
                                const role_environment& environment,
                                const protocol::baton& baton) {
  switch (baton.next) {
    case raft::role_kind::candidate:
      return system.spawn(candidate, environment, baton);
    case raft::role_kind::leader:
      return system.spawn(leader, environment, baton);
    case raft::role_kind::follower:
      break;
  }
  return system.spawn(follower, environment, baton);
}

} // namespace taskraft::actors
