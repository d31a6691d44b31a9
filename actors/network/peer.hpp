// The PEER actor: keeps the link to one other node.

#pragma once

#include "actors/network/guard/admitted_nodes.hpp"
#include "actors/network/guard/port_security.hpp"
#include "actors/network/sockets/dialer.hpp"
#include "protocol/actors/peer_actor.hpp"
#include "protocol/actors/server_actor.hpp"
#include "protocol/messages/admission.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace taskraft::network {

struct peer_options {
  /// The other node, and its address, which is resolved at each dial.
  raft::node_id node;
  std::string address;
  /// Our hello, until `introduce_as` changes it.
  protocol::introduce_as introduction;
  std::shared_ptr<network::dialer> dialer;
  /// Is told about the link.
  protocol::server_actor server;
  /// Whose messages count; null: everybody's.
  std::shared_ptr<const admitted_nodes> admitted;
  port_security security = {};

  std::chrono::milliseconds dial_timeout{1000};
  /// A hello that is not answered for this long is sent again.
  std::chrono::milliseconds hello_timeout{1000};
  std::chrono::milliseconds shortest_pause{20};
  std::chrono::milliseconds longest_pause{500};
  /// After a fatal refusal.
  std::chrono::milliseconds refused_pause{5000};
};

class peer_state {
public:
  static inline const char* name = "peer";
  using self_pointer = protocol::peer_actor::stateful_pointer<peer_state>;

  void start(self_pointer self, peer_options options);
  void handle(const protocol::hello_answer& answer);
  void handle(const protocol::announcement& x);
  void handle(const protocol::introduce_as& change);
  void handle(const protocol::dialled& outcome);
  void handle(const protocol::redial& cause);
  void handle_down(const caf::down_msg& message);

private:
  enum class phase {
    /// No link; a timer runs.
    waiting,
    /// The dialler is at work.
    dialling,
    /// The handshake of CAF is under way.
    connecting,
    /// Our hello is not accepted yet; a timer runs.
    introducing,
    open,
  };

  void dial();
  void retry_later(const std::string& reason);
  void greet(protocol::node_actor remote);
  void say_hello();
  void refused(const protocol::hello_answer& why);
  /// Whether the current message is from the other end of our link.
  bool is_from_remote() const;
  /// Everything that this link needs is known.
  void open_up(raft::rules_level theirs);
  void set_timer(std::chrono::milliseconds delay);
  std::chrono::milliseconds next_pause();
  /// Both nodes dial each other. If both did it at once, then each would take
  /// the other's connection for the redundant one and close its own.
  std::chrono::milliseconds dial_stagger() const;
  protocol::verdict judge_answer(const protocol::hello& introduction) const;
  void note_failure(const char* event, const std::string& reason);

  self_pointer self_ = nullptr;
  peer_options options_;
  phase phase_ = phase::waiting;
  protocol::node_actor remote_;
  protocol::seen_disk seen_;
  /// The other side's answer to our last hello.
  std::optional<protocol::hello> answered_;
  std::uint64_t timer_ = 0;
  std::chrono::milliseconds pause_{};
  std::minstd_rand random_;
  /// The last failure, so that each outage is logged once.
  std::string last_failure_;
};

protocol::peer_actor::behavior_type peer(peer_state::self_pointer self,
                                         peer_options options);

} // namespace taskraft::network
