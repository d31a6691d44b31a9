// The links of simulated servers. Each opens some time after both nodes can
// reach each other, when the other server has accepted the hello.

#pragma once

#include "protocol/actors/role_actor.hpp"
#include "protocol/messages/admission.hpp"
#include "tests/support/actors/remote_actor.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/simulation/judge/simulated_history.hpp"

#include <caf/actor_system.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace taskraft::tests {

/// One end of a link as the cluster sees it now.
struct link_ends {
  protocol::server_actor from;
  protocol::server_actor to;
  /// The actor that `from` uses as the other node's server.
  protocol::node_actor wire;
  /// How often the other node was started.
  std::uint64_t incarnation = 0;
  bool possible = false;
};

class simulated_links {
public:
  simulated_links(caf::actor_system& system, dice& chance,
                  simulated_history& history)
    : system_(system), chance_(chance), history_(history) {
  }

  /// The peer that a server asked for; it keeps the link until it is ended.
  protocol::peer_actor make(raft::node_id from,
                            const protocol::peer_order& order);

  /// Called when time has passed. `ends` returns the state of a link's two
  /// nodes, if the first runs.
  using look = std::function<std::optional<link_ends>(raft::node_id from,
                                                      raft::node_id to)>;
  void tend(const look& ends);

  /// All links from and to a node close, and are opened again.
  void flap(raft::node_id node, const look& ends);

  /// The node has ended, and its links with it.
  void forget(raft::node_id from);

private:
  struct link {
    std::uint64_t number = 0;
    protocol::introduce_as words;
    /// The actor that says hello at the other node.
    std::shared_ptr<remote_actor> caller;
    bool greeted = false;
    bool anew = false;
    bool open = false;
    std::uint64_t incarnation = 0;
  };
  using pair = std::pair<raft::node_id, raft::node_id>;

  void tend(const pair& who, link& one, const link_ends& ends);
  void greet(link& one, const link_ends& ends);
  void hear(const pair& who, link& one, const link_ends& ends);
  raft::rules_level level_heard(link& one,
                                const protocol::hello_answer& answer);

  template <class Message>
  void tell(const protocol::server_actor& to, Message message) {
    postman_.tell(to, std::move(message));
  }

  caf::actor_system& system_;
  dice& chance_;
  simulated_history& history_;
  probe postman_{system_};
  std::map<pair, std::shared_ptr<link>> links_;
  std::uint64_t last_number_ = 0;
  std::uint32_t last_process_ = 0;
};

} // namespace taskraft::tests
