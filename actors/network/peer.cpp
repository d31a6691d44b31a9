#include "actors/network/peer.hpp"

#include "actors/logging/logging.hpp"
#include "actors/network/link.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>

namespace taskraft::network {

using namespace std::chrono_literals;

void peer_state::start(self_pointer self, peer_options options) {
  self_ = self;
  options_ = std::move(options);
  random_.seed(std::random_device{}());
  pause_ = options_.shortest_pause;
  set_timer(dial_stagger());
}

void peer_state::handle(const protocol::redial& cause) {
  if (cause.timer != 0 && cause.timer != timer_)
    return;
  if (phase_ == phase::waiting)
    dial();
  else if (phase_ == phase::introducing)
    say_hello();
}

void peer_state::dial() {
  phase_ = phase::dialling;
  using kind = tls::expected_peer::kind;
  options_.dialer->dial(
    options_.address, options_.dial_timeout, protocol::peer_actor{self_},
    {.tls = options_.security.tls,
     .expected = {.what = kind::node, .number = options_.node.value},
     .takes_plaintext = options_.security.takes_plaintext});
}

void peer_state::handle(const protocol::dialled& outcome) {
  if (!outcome.socket)
    return retry_later(outcome.reason);
  phase_ = phase::connecting;
  open_link<protocol::node_actor>(
    self_, outcome, port_kind::nodes,
    [this](protocol::node_actor remote) { greet(std::move(remote)); },
    [this](const std::string& reason) { retry_later(reason); },
    {.wire_version = options_.introduction.self.wire_version,
     .admitted = options_.admitted,
     .certified = options_.security.certified,
     .ends = options_.security.ends,
     .address = options_.address});
}

void peer_state::retry_later(const std::string& reason) {
  note_failure("peer_unreachable", reason);
  phase_ = phase::waiting;
  set_timer(next_pause() + dial_stagger());
}

void peer_state::greet(protocol::node_actor remote) {
  remote_ = std::move(remote);
  self_->monitor(remote_);
  phase_ = phase::introducing;
  say_hello();
}

void peer_state::say_hello() {
  answered_.reset();
  self_->send(remote_, options_.introduction.self);
  set_timer(options_.hello_timeout);
}

void peer_state::handle(const protocol::introduce_as& change) {
  options_.introduction = change;
  if (phase_ == phase::introducing || phase_ == phase::open)
    say_hello();
}

bool peer_state::is_from_remote() const {
  auto sender = self_->current_sender();
  auto expected = phase_ == phase::introducing || phase_ == phase::open;
  return expected && sender && sender->node() == remote_.node();
}

void peer_state::handle(const protocol::hello_answer& answer) {
  if (!is_from_remote())
    return;
  // The connection may be one that the other side has opened.
  if (!speaks_for(options_.security, remote_.node(), options_.node))
    return refused(
      {.self = answer.self, .reason = "its certificate is of another node"});
  if (!answer.accepted)
    return refused(answer);
  // A verdict on the other side says nothing about our own disk.
  if (auto opinion = judge_answer(answer.self); !opinion.accepted)
    return refused({.self = answer.self, .reason = opinion.reason});
  seen_.disk_id = answer.self.disk_id;
  seen_.progress.incarnation = answer.self.incarnation;
  seen_.progress.start_id = answer.self.start_id;
  // Its announcement comes next.
  answered_ = answer.self;
}

void peer_state::handle(const protocol::announcement& x) {
  if (is_from_remote() && answered_ && x.node == options_.node)
    open_up(std::max(x.newest_rules_level, raft::first_rules_level));
}

void peer_state::open_up(raft::rules_level theirs) {
  last_failure_.clear();
  pause_ = options_.shortest_pause;
  if (phase_ != phase::open)
    logging::info("link_opened", "peer", options_.node, "address",
                  options_.address);
  phase_ = phase::open;
  self_->send(options_.server, protocol::link_opened{options_.node, remote_,
                                                     *answered_, theirs});
}

protocol::verdict
peer_state::judge_answer(const protocol::hello& introduction) const {
  auto known = protocol::admission{};
  if (introduction.node != options_.node)
    return {.reason = "is node " + std::to_string(introduction.node.value)};
  known.self = options_.introduction.self;
  known.members.members.push_back(
    {.id = options_.node,
     .address = options_.address,
     .disk_id = options_.introduction.remote_disk_id});
  known.seen.emplace(options_.node, seen_);
  return judge(known, introduction);
}

void peer_state::refused(const protocol::hello_answer& why) {
  note_failure("refused_by_peer", why.reason);
  if (phase_ == phase::open)
    self_->send(options_.server, protocol::link_closed{options_.node});
  if (why.fatal)
    self_->send(options_.server,
                protocol::refused_by_peer{options_.node, why.reason,
                                          why.removed, why.self});
  phase_ = phase::introducing;
  set_timer(why.fatal ? options_.refused_pause : options_.longest_pause);
}

void peer_state::handle_down(const caf::down_msg& message) {
  if (!remote_ || remote_.address() != message.source)
    return;
  auto why = end_of_link(options_.security, remote_.node());
  // Its actor has told of its end on a connection that is still open.
  if (message.reason != caf::exit_reason::remote_link_unreachable)
    why = "the other node stops";
  remote_ = nullptr;
  if (phase_ == phase::open) {
    if (why.empty())
      logging::info("link_closed", "peer", options_.node);
    else
      logging::info("link_closed", "peer", options_.node, "reason", why);
    self_->send(options_.server, protocol::link_closed{options_.node});
  }
  phase_ = phase::waiting;
  set_timer(next_pause() + dial_stagger());
}

void peer_state::set_timer(std::chrono::milliseconds delay) {
  self_->delayed_send(self_, delay, protocol::redial{++timer_});
}

std::chrono::milliseconds peer_state::next_pause() {
  auto half = pause_.count() / 2;
  auto jitter = static_cast<std::int64_t>(random_()) % (half + 1);
  pause_ = std::min(pause_ * 2, options_.longest_pause);
  return std::chrono::milliseconds{half + jitter};
}

std::chrono::milliseconds peer_state::dial_stagger() const {
  if (options_.introduction.self.node < options_.node)
    return 0ms;
  // Longer than a message takes: more with each try.
  return std::clamp(pause_, 25ms, 150ms);
}

void peer_state::note_failure(const char* event, const std::string& reason) {
  auto text = event + (' ' + reason);
  if (text == last_failure_)
    return;
  last_failure_ = text;
  self_->send(options_.server,
              protocol::link_failed{options_.node, reason,
                                    phase_ == phase::introducing
                                      || phase_ == phase::open});
  logging::warn(event, "peer", options_.node, "address", options_.address,
                "reason", reason);
}

protocol::peer_actor::behavior_type peer(peer_state::self_pointer self,
                                         peer_options options) {
  self->set_down_handler(
    [self](const caf::down_msg& message) { self->state.handle_down(message); });
  // A remote node may send what only other actors of a node understand.
  self->set_default_handler(caf::drop);
  self->state.start(self, std::move(options));
  return {
    [self](const protocol::hello_answer& x) { self->state.handle(x); },
    [self](const protocol::announcement& x) { self->state.handle(x); },
    [self](const protocol::introduce_as& x) { self->state.handle(x); },
    [self](const protocol::dialled& x) { self->state.handle(x); },
    [self](const protocol::redial& x) { self->state.handle(x); },
  };
}

} // namespace taskraft::network
