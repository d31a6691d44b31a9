#include "actors/network/link.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/send.hpp>

#include <array>
#include <atomic>
#include <future>
#include <sys/socket.h>

namespace link_test {

using namespace taskraft;
using namespace std::chrono_literals;

/// What one end of a link has seen.
struct notes {
  std::atomic<int> opened = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> closed = 0;
  std::atomic<int> greetings = 0;
  std::atomic<std::size_t> bytes = 0;
  std::mutex mutex;
  std::string error;
  caf::actor remote;

  std::string why() {
    auto guard = std::lock_guard{mutex};
    return error;
  }

  caf::actor handle() {
    auto guard = std::lock_guard{mutex};
    return remote;
  }
};

/// Dials once, and counts.
template <class Handle>
caf::behavior dialling_actor(caf::event_based_actor* self,
                             std::shared_ptr<notes> seen,
                             std::shared_ptr<network::dialer> dialer,
                             std::uint16_t port, network::port_kind kind) {
  dialer->dial("127.0.0.1:" + std::to_string(port), 2s, caf::actor{self});
  self->set_down_handler([seen](const caf::down_msg&) {
    auto guard = std::lock_guard{seen->mutex};
    seen->remote = nullptr;
    ++seen->closed;
  });
  self->set_default_handler(caf::drop);
  return {
    [=](const protocol::dialled& x) {
      network::open_link<Handle>(
        self, x, kind,
        [=](const Handle& remote) {
          self->monitor(remote);
          auto guard = std::lock_guard{seen->mutex};
          seen->remote = caf::actor_cast<caf::actor>(remote);
          ++seen->opened;
        },
        [=](const std::string& reason) {
          auto guard = std::lock_guard{seen->mutex};
          seen->error = reason;
          ++seen->failed;
        });
    },
    [=](const protocol::gateway_hello&) { ++seen->greetings; },
    // The test sends through this actor, so that answers come back.
    [=](const protocol::client_hello& x) { self->send(seen->handle(), x); },
  };
}

caf::behavior published_actor(caf::event_based_actor* self,
                              std::shared_ptr<notes> seen) {
  self->set_default_handler(caf::drop);
  return {
    [=](const protocol::client_hello&) {
      ++seen->greetings;
      self->send(caf::actor_cast<caf::actor>(self->current_sender()),
                 protocol::gateway_hello{});
    },
    [=](const protocol::submit_commands& x) {
      seen->bytes += x.frames.view().size();
    },
    [=](const protocol::forward_commands& x) {
      seen->bytes += x.frames.view().size();
    },
  };
}

/// A node with both ports open.
struct node : tests::program {
  node() {
    actor = system.spawn(published_actor, seen);
    peers = start<protocol::node_actor>(network::port_kind::nodes);
    clients = start<protocol::gateway_actor>(network::port_kind::clients);
  }

  ~node() {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  template <class Handle>
  std::unique_ptr<network::acceptor> start(network::port_kind kind) {
    auto started = network::acceptor::start(
      system, {.address = "127.0.0.1:0", .kind = kind},
      caf::actor_cast<Handle>(actor));
    BOOST_REQUIRE(started);
    return std::move(*started);
  }

  /// Runs in the network thread.
  std::size_t kept_helpers() {
    auto answer = std::promise<std::size_t>{};
    system.middleman().backend().post([&] {
      auto broker = dynamic_cast<caf::io::basp_broker*>(
        caf::actor_cast<caf::abstract_actor*>(network::basp_of(system)));
      answer.set_value(broker->spawn_servers.size());
    });
    return answer.get_future().get();
  }

  std::shared_ptr<notes> seen = std::make_shared<notes>();
  caf::actor actor;
  std::unique_ptr<network::acceptor> peers;
  std::unique_ptr<network::acceptor> clients;
};

/// The node that dials.
struct dialling : tests::program {
  explicit dialling(network::program_kind kind) : program(kind) {
  }

  ~dialling() {
    {
      auto guard = std::lock_guard{seen->mutex};
      seen->remote = nullptr;
    }
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  template <class Handle>
  void dial(std::uint16_t port, network::port_kind kind) {
    actor = system.spawn(dialling_actor<Handle>, seen, dialer, port, kind);
  }

  void dial_node(std::uint16_t port) {
    dial<protocol::node_actor>(port, network::port_kind::nodes);
  }

  void dial_gateway(std::uint16_t port) {
    dial<protocol::gateway_actor>(port, network::port_kind::clients);
  }

  bool opened() {
    return tests::eventually([this] { return seen->opened == 1; });
  }

  bool failed() {
    return tests::eventually([this] { return seen->failed == 1; });
  }

  bool closed() {
    return tests::eventually([this] { return seen->closed == 1; });
  }

  std::shared_ptr<notes> seen = std::make_shared<notes>();
  caf::actor actor;
};

struct client : dialling {
  client() : dialling(network::program_kind::client) {
  }
};

struct other_node : dialling {
  other_node() : dialling(network::program_kind::node) {
  }
};

template <class Message>
Message carrying(std::size_t bytes) {
  auto result = Message{};
  result.frames = protocol::blob{std::string(bytes, 'x')};
  return result;
}

BOOST_AUTO_TEST_SUITE(a_link)

BOOST_AUTO_TEST_CASE(carries_messages_and_answers) {
  auto b = node{};
  auto a = client{};
  a.dial_gateway(b.clients->address().port);
  BOOST_REQUIRE(a.opened());
  for (auto i = 0; i < 1000; ++i)
    caf::anon_send(a.actor, protocol::client_hello{});
  BOOST_TEST(tests::eventually([&] { return a.seen->greetings == 1000; }));
}

BOOST_AUTO_TEST_CASE(carries_messages_of_every_size) {
  auto b = node{};
  auto a = other_node{};
  a.dial_node(b.peers->address().port);
  BOOST_REQUIRE(a.opened());
  auto sent = std::size_t{0};
  auto remote = a.seen->handle();
  for (auto size = std::size_t{1}; size <= 2'000'000; size = size * 3 / 2 + 1) {
    caf::anon_send(remote, carrying<protocol::forward_commands>(size));
    sent += size;
  }
  remote = nullptr;
  BOOST_TEST(tests::eventually([&] { return b.seen->bytes == sent; }));
  BOOST_TEST(a.seen->closed == 0);
}

BOOST_AUTO_TEST_CASE(is_cut_by_a_message_that_is_too_large) {
  auto b = node{};
  auto a = other_node{};
  a.dial_node(b.peers->address().port);
  BOOST_REQUIRE(a.opened());
  caf::anon_send(a.seen->handle(),
                 carrying<protocol::forward_commands>(2 << 20));
  BOOST_TEST(a.closed());
  BOOST_TEST(b.seen->bytes == 0);
}

BOOST_AUTO_TEST_CASE(is_cut_by_a_message_that_does_not_belong_there) {
  auto b = node{};
  auto a = other_node{};
  a.dial_node(b.peers->address().port);
  BOOST_REQUIRE(a.opened());
  caf::anon_send(a.seen->handle(), protocol::submit_commands{});
  BOOST_TEST(a.closed());
}

BOOST_AUTO_TEST_CASE(is_cut_by_a_remote_kill) {
  auto b = node{};
  auto a = client{};
  a.dial_gateway(b.clients->address().port);
  BOOST_REQUIRE(a.opened());
  caf::anon_send_exit(a.seen->handle(), caf::exit_reason::kill);
  BOOST_TEST(a.closed());
  // The gateway still lives.
  auto c = client{};
  c.dial_gateway(b.clients->address().port);
  BOOST_TEST(c.opened());
}

BOOST_AUTO_TEST_CASE(is_refused_to_a_client_on_the_port_for_nodes) {
  auto b = node{};
  auto a = client{};
  a.dial_node(b.peers->address().port);
  BOOST_TEST(
    tests::eventually([&] { return a.seen->failed + a.seen->closed == 1; }));
}

BOOST_AUTO_TEST_CASE(is_refused_if_the_interface_differs) {
  auto b = node{};
  auto a = other_node{};
  a.dial<protocol::gateway_actor>(b.peers->address().port,
                                  network::port_kind::clients);
  BOOST_REQUIRE(a.failed());
  BOOST_TEST(a.seen->why() == "speaks another version or protocol");
}

BOOST_AUTO_TEST_CASE(is_refused_to_who_speaks_another_protocol) {
  auto listener = tests::listen();
  auto a = other_node{};
  a.dial_node(network::local_endpoint(listener.get())->port);
  auto socket = descriptor{::accept(listener.get(), nullptr, nullptr)};
  auto answer = std::string{"HTTP/1.1 400 Bad Request\r\n\r\n nonsense"};
  BOOST_TEST_REQUIRE(::send(socket.get(), answer.data(), answer.size(), 0) > 0);
  BOOST_TEST(a.failed());
  BOOST_TEST(a.seen->why() == "has closed the connection");
}

BOOST_AUTO_TEST_CASE(is_down_when_the_other_program_ends) {
  auto a = other_node{};
  {
    auto b = node{};
    a.dial_node(b.peers->address().port);
    BOOST_REQUIRE(a.opened());
  }
  BOOST_TEST(a.closed());
}

BOOST_AUTO_TEST_CASE(is_down_soon_when_the_wire_falls_silent) {
  auto b = node{};
  auto wire = tests::proxy{b.peers->address().port};
  auto a = other_node{};
  a.dial_node(wire.port());
  BOOST_REQUIRE(a.opened());
  auto began = std::chrono::steady_clock::now();
  wire.silence(true);
  BOOST_TEST(a.closed());
  auto took = std::chrono::steady_clock::now() - began;
  BOOST_TEST((took > 800ms && took < 2s));
  auto& acceptor = *b.peers;
  BOOST_TEST(tests::eventually([&] { return acceptor.connections() == 0; }));
}

BOOST_AUTO_TEST_CASE(is_cut_when_too_much_is_unsent) {
  auto b = node{};
  auto wire = tests::proxy{b.peers->address().port};
  auto a = other_node{};
  a.dial_node(wire.port());
  BOOST_REQUIRE(a.opened());
  wire.silence(true);
  auto began = std::chrono::steady_clock::now();
  auto large = caf::make_message(carrying<protocol::forward_commands>(1 << 20));
  auto remote = a.seen->handle();
  for (auto i = 0; i < 40; ++i)
    caf::anon_send(remote, large);
  remote = nullptr;
  BOOST_TEST(a.closed());
  // Long before the heartbeats notice.
  BOOST_TEST(std::chrono::steady_clock::now() - began < 700ms);
}

BOOST_AUTO_TEST_CASE(waits_for_a_slow_greeting) {
  auto b = node{};
  auto wire = tests::proxy{b.peers->address().port};
  wire.delay_greeting(350ms);
  auto a = other_node{};
  a.dial_node(wire.port());
  BOOST_TEST(a.opened());
  BOOST_TEST(wire.connections() == 1);
}

// The line of a connection that was refused at once said `remote=?`.
BOOST_AUTO_TEST_CASE(is_named_as_it_was_dialled_if_nobody_is_there_any_more) {
  auto program = tests::program{};
  auto ends = std::array<int, 2>{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  auto other = descriptor{ends[1]};
  auto link = network::make_dialled_scribe(
    program.system,
    {.socket = std::make_shared<descriptor>(ends[0]), .reason = {}},
    network::port_kind::nodes, {.address = "node7.example.org:7101"});
  BOOST_TEST(link->addr() == "node7.example.org");
  BOOST_TEST(link->port() == 7101);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind) {
  auto b = node{};
  for (auto i = 0; i < 10; ++i) {
    auto a = client{};
    a.dial_gateway(b.clients->address().port);
    BOOST_REQUIRE(a.opened());
  }
  auto& acceptor = *b.clients;
  BOOST_TEST(tests::eventually([&] { return acceptor.connections() == 0; }));
  BOOST_TEST(b.kept_helpers() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace link_test
