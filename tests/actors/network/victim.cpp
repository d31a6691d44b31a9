// A program with both ports open, for tests that try to break it. It writes
// its ports to standard output and ends when standard input does. With an
// address as its argument it dials there, over and over, as a node does or, if
// "client" follows, as a client does.

#include "actors/network/acceptor.hpp"
#include "actors/network/configure.hpp"
#include "actors/network/link.hpp"
#include "actors/network/link_rules.hpp"
#include "actors/network/sockets/dialer.hpp"
#include "protocol/actors/dialling.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "protocol/actors/node_actor.hpp"
#include "protocol/messages/wire.hpp"
#include "tests/actors/network/mutation.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/wire_types.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <unistd.h>

using namespace taskraft;

namespace {

struct config : caf::actor_system_config {
  explicit config(network::program_kind kind) {
    network::configure(*this, {.kind = kind});
  }
};

/// All that `rules` let through goes to the sender; `Last` tells it that all
/// the rest is there.
template <class Last>
void say_everything(caf::event_based_actor* self,
                    const network::guard_rules& rules) {
  if (!self->current_sender())
    return;
  auto sender = caf::actor_cast<caf::actor>(self->current_sender());
  tests::for_each_wire_type([&]<class T>(const char* name) {
    if (!std::is_same_v<T, Last> && tests::lets_through(rules, name))
      self->send(sender, tests::filled<T>());
  });
  self->send(sender, tests::filled<Last>());
}

caf::behavior answering_actor(caf::event_based_actor* self) {
  self->set_default_handler(caf::drop);
  return {
    [=](const protocol::client_hello&) {
      auto rules
        = network::dialled_rules(self->system(), network::port_kind::clients);
      say_everything<protocol::gateway_hello>(self, rules);
    },
    [=](const protocol::hello&) {
      auto rules
        = network::accepted_rules(self->system(), network::port_kind::nodes);
      say_everything<protocol::hello_answer>(self, rules);
    },
  };
}

/// Greets the other side, and dials again once that is over.
template <class Handle, class Greeting>
caf::behavior dialling_actor(caf::event_based_actor* self, std::string address,
                             std::shared_ptr<network::dialer> dialer,
                             network::port_kind kind) {
  auto dial
    = [=] { dialer->dial(address, std::chrono::seconds{2}, caf::actor{self}); };
  self->set_default_handler(caf::drop);
  self->set_down_handler([=](const caf::down_msg&) { dial(); });
  dial();
  return {
    [=](const protocol::dialled& x) {
      if (!x.socket)
        return dial();
      network::open_link<Handle>(
        self, x, kind,
        [=](const Handle& remote) {
          self->monitor(remote);
          self->send(remote, Greeting{});
        },
        [=](const std::string&) { dial(); });
    },
  };
}

template <class Handle>
std::unique_ptr<network::acceptor>
open(caf::actor_system& system, network::port_kind kind, caf::actor actor) {
  auto started
    = network::acceptor::start(system, {.address = "127.0.0.1:0", .kind = kind},
                               caf::actor_cast<Handle>(actor));
  if (!started) {
    std::fprintf(stderr, "%s\n", started.error().detail.c_str());
    std::exit(1);
  }
  return std::move(*started);
}

void run(const std::string& address, bool as_client) {
  using network::port_kind;
  auto cfg = config{as_client ? network::program_kind::client
                              : network::program_kind::node};
  auto system = caf::actor_system{cfg};
  auto actor = system.spawn(answering_actor);
  auto nodes
    = open<protocol::node_actor>(system, network::port_kind::nodes, actor);
  auto clients
    = open<protocol::gateway_actor>(system, network::port_kind::clients, actor);
  std::printf("%u %u\n", nodes->address().port, clients->address().port);
  std::fflush(stdout);
  auto dialer = std::make_shared<network::dialer>();
  auto caller = caf::actor{};
  if (as_client)
    caller = system.spawn(
      dialling_actor<protocol::gateway_actor, protocol::client_hello>, address,
      dialer, port_kind::clients);
  else if (!address.empty())
    caller = system.spawn(dialling_actor<protocol::node_actor, protocol::hello>,
                          address, dialer, port_kind::nodes);
  auto byte = char{};
  while (::read(STDIN_FILENO, &byte, 1) > 0) {
  }
  dialer->stop();
  caf::anon_send_exit(caller, caf::exit_reason::user_shutdown);
  nodes->stop();
  clients->stop();
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
}

} // namespace

int main(int argc, char** argv) {
  run(argc > 1 ? argv[1] : "", argc > 2);
  // CAF 0.17 sometimes leaves a proxy and its broker behind if it stops amid a
  // handshake: nothing that a search for leaks should stumble over.
  std::_Exit(0);
}
