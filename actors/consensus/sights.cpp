#include "actors/consensus/sights.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace taskraft::actors {

namespace {

raft::sight sight_of(raft::node_id to, const raft::voted& x) {
  return raft::vote_seen{x.from, to, x.term, x.pre_vote, x.granted};
}

raft::sight sight_of(raft::node_id to, const raft::append_entries& x) {
  return raft::append_seen{
    x.leader,      to, x.term, x.entries.first().index, x.entries.last().index,
    x.commit_index};
}

/// Heartbeats without entries are not shown.
template <class Message>
void show_message(raft::observer& to, std::uint64_t at_us,
                  raft::node_id receiver, const Message& message) {
  if (const auto* vote = std::get_if<raft::voted>(&message))
    to.see(at_us, sight_of(receiver, *vote));
  const auto* append = std::get_if<raft::append_entries>(&message);
  if (append != nullptr && !append->entries.empty())
    to.see(at_us, sight_of(receiver, *append));
}

std::string_view reason_for(raft::step_down_cause why) {
  switch (why) {
    case raft::step_down_cause::later_term:
      return "a later term has begun";
    case raft::step_down_cause::no_quorum:
      return "too few followers were heard";
    case raft::step_down_cause::disk_hangs:
      return "its disk hangs";
    case raft::step_down_cause::disk_full:
      return "its disk is full";
    case raft::step_down_cause::removed:
      return "it was removed from the cluster";
    case raft::step_down_cause::none:
      break;
  }
  return "another node leads, or a newer term has begun";
}

std::string_view reason_for(const raft::transition& next) {
  switch (next.next) {
    case raft::role_kind::candidate:
      return next.transfer ? "the leader has asked for an election"
                           : "no leader was heard in time";
    case raft::role_kind::leader:
      return "a majority has voted for it";
    case raft::role_kind::follower:
      break;
  }
  return reason_for(next.why);
}

} // namespace

void show_step(raft::observer& to, std::uint64_t at_us, raft::node_id self,
               const raft::event& heard, const raft::effects& made) {
  show_message(to, at_us, self, heard);
  for (const auto& each : made.messages)
    show_message(to, at_us, each.to, each.message);
}

void show_role(raft::observer& to, std::uint64_t at_us, raft::node_id self,
               raft::term term, const raft::transition& next) {
  to.see(at_us,
         raft::role_seen{self, next.next, term, std::string{reason_for(next)}});
}

} // namespace taskraft::actors
