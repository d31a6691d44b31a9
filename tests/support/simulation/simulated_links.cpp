#include "tests/support/simulation/simulated_links.hpp"

#include "protocol/messages/wire.hpp"

#include <caf/typed_event_based_actor.hpp>

namespace taskraft::tests {

protocol::peer_actor simulated_links::make(raft::node_id from,
                                           const protocol::peer_order& order) {
  auto who = pair{from, order.node};
  auto one = std::make_shared<link>();
  one->number = ++last_number_;
  one->words = order.introduction;
  links_[who] = one;
  auto peer = system_.spawn([one](protocol::peer_actor::pointer)
                              -> protocol::peer_actor::behavior_type {
    return {
      [](const protocol::hello_answer&) {},
      [](const protocol::announcement&) {},
      [one](const protocol::introduce_as& x) {
        one->words = x;
        one->anew = true;
      },
      [](const protocol::dialled&) {},
      [one](const protocol::redial&) { one->greeted = false; },
    };
  });
  auto* actor = caf::actor_cast<caf::abstract_actor*>(peer);
  actor->attach_functor([this, who, number = one->number] {
    auto known = links_.find(who);
    if (known != links_.end() && known->second->number == number)
      links_.erase(known);
  });
  return peer;
}

void simulated_links::tend(const look& ends) {
  for (auto& [who, one] : links_)
    if (auto now = ends(who.first, who.second))
      tend(who, *one, *now);
}

void simulated_links::tend(const pair& who, link& one, const link_ends& ends) {
  if (!one.open) {
    if (!ends.possible || chance_.below(5) != 0)
      return;
    if (one.greeted)
      hear(who, one, ends);
    else
      greet(one, ends);
    return;
  }
  if (ends.possible && one.incarnation == ends.incarnation) {
    if (one.anew && chance_.below(5) == 0)
      greet(one, ends);
    hear(who, one, ends);
    return;
  }
  if (chance_.below(100) != 0)
    return;
  one.open = false;
  one.greeted = false;
  tell(ends.from, protocol::link_closed{who.second});
}

void simulated_links::greet(link& one, const link_ends& ends) {
  if (!one.caller || !one.open)
    one.caller = std::make_shared<remote_actor>(system_, ++last_process_);
  one.anew = false;
  one.greeted = true;
  one.incarnation = ends.incarnation;
  one.caller->tell(ends.to, one.words.self);
}

/// The other node's answer to the hello, or a later message of it.
void simulated_links::hear(const pair& who, link& one, const link_ends& ends) {
  auto answers = one.caller->take<protocol::hello_answer>();
  if (answers.empty()) {
    // The node was started again in between.
    if (!one.open && chance_.below(20) == 0)
      one.greeted = false;
    return;
  }
  const auto& answer = answers.back();
  if (answer.accepted) {
    one.open = true;
    tell(ends.from, protocol::link_opened{who.second, ends.wire, answer.self,
                                          level_heard(one, answer)});
    return;
  }
  one.greeted = false;
  if (std::exchange(one.open, false))
    tell(ends.from, protocol::link_closed{who.second});
  if (answer.fatal)
    tell(ends.from, protocol::refused_by_peer{who.second, answer.reason,
                                              answer.removed, answer.self});
  tell(ends.from, protocol::link_failed{who.second, answer.reason, true});
}

/// The server sends this together with its answer.
raft::rules_level
simulated_links::level_heard(link& one, const protocol::hello_answer& answer) {
  auto said = one.caller->take<protocol::announcement>();
  if (!said.empty())
    return said.back().newest_rules_level;
  history_.add_violation("node " + std::to_string(answer.self.node.value)
                         + " does not announce what it knows");
  return raft::first_rules_level;
}

void simulated_links::flap(raft::node_id node, const look& ends) {
  for (auto& [who, one] : links_) {
    if ((who.first != node && who.second != node) || !one->open)
      continue;
    one->open = false;
    one->greeted = false;
    if (auto now = ends(who.first, who.second))
      tell(now->from, protocol::link_closed{who.second});
  }
}

void simulated_links::forget(raft::node_id from) {
  std::erase_if(links_, [&](const auto& x) { return x.first.first == from; });
}

} // namespace taskraft::tests
