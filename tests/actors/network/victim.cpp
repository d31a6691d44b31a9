// A program with both ports open, for tests that try to break it. It writes
// its ports to standard output and ends when standard input does. With an
// address as its argument it dials there, over and over.

#include "actors/network/acceptor.hpp"
#include "actors/network/configure.hpp"
#include "actors/network/dialer.hpp"
#include "actors/network/link.hpp"
#include "protocol/wire.hpp"

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
  config() {
    network::configure(*this, {});
  }
};

caf::behavior answering_actor(caf::event_based_actor* self) {
  self->set_default_handler(caf::drop);
  auto answer = [self](auto message) {
    if (auto sender = self->current_sender())
      self->send(caf::actor_cast<caf::actor>(sender), std::move(message));
  };
  return {
    [=](const protocol::client_hello&) { answer(protocol::gateway_hello{}); },
    [=](const protocol::hello&) { answer(protocol::hello_answer{}); },
  };
}

/// Greets whoever is there, and dials again once that is over.
caf::behavior dialling_actor(caf::event_based_actor* self, std::string address,
                             std::shared_ptr<network::dialer> dialer) {
  auto dial
    = [=] { dialer->dial(address, std::chrono::seconds{2}, caf::actor{self}); };
  self->set_default_handler(caf::drop);
  self->set_down_handler([=](const caf::down_msg&) { dial(); });
  dial();
  return {
    [=](const protocol::dialled& x) {
      if (x.descriptor < 0)
        return dial();
      network::open_link<protocol::node_actor>(
        self, x.descriptor, network::port_kind::nodes,
        [=](const protocol::node_actor& remote) {
          self->monitor(remote);
          self->send(remote, protocol::hello{});
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

void run(const std::string& address) {
  auto cfg = config{};
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
  if (!address.empty())
    caller = system.spawn(dialling_actor, address, dialer);
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
  run(argc > 1 ? argv[1] : "");
  // CAF 0.17 sometimes leaves a proxy and its broker behind if it stops amid a
  // handshake: nothing that a search for leaks should stumble over.
  std::_Exit(0);
}
