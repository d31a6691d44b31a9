// In which order a role's messages leave: what others wait for leaves first.
// Waking another thread takes as long as ten messages, so log and applier are
// woken after the other nodes have their entries; and other nodes hear last
// what is committed. Included by `role_conduct.hpp` only.

#pragma once

#include "actors/consensus/role.hpp"
#include "protocol/messages/wire.hpp"

#include <caf/actor.hpp>
#include <caf/send.hpp>

#include <utility>
#include <variant>

namespace taskraft::actors {

/// Sends a message after everything that the node sends now. Everything that
/// roles tell the log and the applier goes this way, and so in order, whichever
/// role said it.
template <class Role, class To, class Message>
void send_later(role_pointer<Role> self, const To& to, Message x) {
  const auto& after_sends = self->state.environment.after_sends;
  if (!after_sends)
    return self->send(to, std::move(x));
  after_sends([from = caf::actor_cast<caf::actor>(self), to, x = std::move(x)] {
    caf::send_as(from, to, x);
  });
}

template <class Role>
void carry_out_writes(role_pointer<Role> self, raft::effects& effects) {
  const auto& log = self->state.environment.log;
  if (effects.save)
    send_later(self, log, protocol::save_hard_state{*effects.save});
  if (!effects.writes.empty())
    send_later(self, log, protocol::write_log{std::move(effects.writes)});
}

/// Whether the message tells a follower no more than what is committed.
inline bool is_news_only(const raft::message& x) {
  const auto* append = std::get_if<raft::append_entries>(&x);
  return append != nullptr && append->entries.empty();
}

template <class Role>
void carry_out_messages(role_pointer<Role> self, raft::effects& effects,
                        bool commits) {
  const auto& links = self->state.environment.links;
  for (auto& outgoing : effects.messages) {
    auto link = links.find(outgoing.to);
    if (link == links.end())
      continue;
    auto waits = commits && is_news_only(outgoing.message);
    std::visit(
      [&](auto& x) {
        if (waits)
          send_later(self, link->second, std::move(x));
        else
          self->send(link->second, std::move(x));
      },
      outgoing.message);
  }
}

/// Tells the applier what is committed. It asks the log for what it has not
/// got, so it must not hear of entries before the log has them.
template <class Role>
void release(role_pointer<Role> self, raft::committed x) {
  send_later(self, self->state.environment.applier, std::move(x));
}

} // namespace taskraft::actors
