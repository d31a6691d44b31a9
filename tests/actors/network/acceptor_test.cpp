#include "actors/network/acceptor.hpp"
#include "tests/actors/network/crowd.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

namespace acceptor_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture {
  fixture() {
    actor = program.system.spawn([this](caf::event_based_actor* self) {
      self->set_default_handler(caf::drop);
      return caf::behavior{
        [](const protocol::hello&) {},
        [this](const protocol::client_hello&) { heard_ = true; }};
    });
  }

  ~fixture() {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  auto start(network::acceptor_options options) {
    return network::acceptor::start(
      program.system, options, caf::actor_cast<protocol::node_actor>(actor));
  }

  auto
  start_for_clients(network::unaccepted_limits limits,
                    std::shared_ptr<const network::admitted_nodes> logged_in
                    = nullptr) {
    auto started = network::acceptor::start(
      program.system,
      {.address = "127.0.0.1:0",
       .kind = network::port_kind::clients,
       .limits = limits,
       .logged_in = std::move(logged_in)},
      caf::actor_cast<protocol::gateway_actor>(actor));
    BOOST_TEST_REQUIRE(!!started);
    return std::move(*started);
  }

  /// One of them is a client that introduces itself, and is heard.
  void say_hello(const tests::crowd& from, std::size_t place) {
    auto name = std::string{"@<>+taskraft::protocol::client_hello"};
    auto hello = tests::message(name);
    hello.receiver = actor.id();
    hello.payload = '\0' + tests::typed(name) + tests::number(1, 4) + "\1x";
    from.say(place, hello);
    BOOST_TEST_REQUIRE(tests::eventually([this] { return heard_.load(); }));
  }

  /// Whether `count` connections end although all of them send heartbeats.
  static bool closes(const tests::crowd& from, std::size_t count) {
    return tests::eventually([&] {
      from.beat();
      return from.closed() == count;
    });
  }

  /// Whether the other side sends its greeting, as it does when it accepts the
  /// connection.
  static bool greeted(const descriptor& socket) {
    auto time_limit = timeval{.tv_sec = 2, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &time_limit,
                 sizeof(time_limit));
    auto byte = char{};
    return ::recv(socket.get(), &byte, 1, 0) == 1;
  }

  std::atomic<bool> heard_ = false;
  tests::program program;
  caf::actor actor;
};

/// Takes every descriptor that this process may still open.
struct no_descriptors {
  no_descriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before);
    auto lowest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(lowest);
    auto now = before;
    now.rlim_cur = static_cast<rlim_t>(lowest);
    ::setrlimit(RLIMIT_NOFILE, &now);
    // Lower ones may have been free as well.
    for (auto i = 0; i >= 0;)
      if (i = ::open("/dev/null", O_RDONLY | O_CLOEXEC); i >= 0)
        taken.emplace_back(i);
  }

  ~no_descriptors() {
    ::setrlimit(RLIMIT_NOFILE, &before);
  }

  rlimit before{};
  std::vector<descriptor> taken;
};

BOOST_FIXTURE_TEST_SUITE(the_acceptor, fixture)

BOOST_AUTO_TEST_CASE(tells_its_real_port) {
  auto started = start({.address = "127.0.0.1:0"});
  BOOST_REQUIRE(started);
  BOOST_TEST((*started)->address().port != 0);
  BOOST_TEST(greeted(tests::connect_to((*started)->address().port)));
}

BOOST_AUTO_TEST_CASE(listens_at_every_address_of_a_name) {
  auto started = start({.address = "localhost:0"});
  BOOST_REQUIRE(started);
  BOOST_TEST(greeted(tests::connect_to((*started)->address().port)));
}

BOOST_AUTO_TEST_CASE(says_which_address_cannot_be_bound) {
  auto first = start({.address = "127.0.0.1:0"});
  BOOST_REQUIRE(first);
  auto address = config::to_string((*first)->address());
  auto second = start({.address = address});
  BOOST_REQUIRE(!second);
  BOOST_TEST(second.error().detail
             == "cannot listen at " + address + ": Address already in use");
  auto foreign = start({.address = "192.0.2.1:7101"});
  BOOST_REQUIRE(!foreign);
  BOOST_TEST(foreign.error().detail
             == "cannot listen at 192.0.2.1:7101: "
                "Cannot assign requested address");
  auto nonsense = start({.address = "nonsense"});
  BOOST_REQUIRE(!nonsense);
  BOOST_TEST(nonsense.error().detail
             == "cannot listen at nonsense: not an address");
}

BOOST_AUTO_TEST_CASE(binds_again_right_after_it_stopped) {
  auto first = start({.address = "127.0.0.1:0"});
  BOOST_REQUIRE(first);
  auto port = (*first)->address().port;
  auto socket = tests::connect_to(port);
  BOOST_REQUIRE(greeted(socket));
  (*first)->stop();
  BOOST_TEST(!tests::connect_to(port));
  auto second = start({.address = "127.0.0.1:" + std::to_string(port)});
  BOOST_REQUIRE(second);
  BOOST_TEST(greeted(tests::connect_to(port)));
}

BOOST_AUTO_TEST_CASE(bounds_the_number_of_connections) {
  auto started = start({.address = "127.0.0.1:0", .max_connections = 2});
  BOOST_REQUIRE(started);
  auto port = (*started)->address().port;
  auto first = tests::connect_to(port);
  auto second = tests::connect_to(port);
  BOOST_TEST(greeted(first));
  BOOST_TEST(greeted(second));
  BOOST_TEST(!greeted(tests::connect_to(port)));
  second = {};
  auto& acceptor = **started;
  BOOST_TEST(tests::eventually([&] { return acceptor.connections() < 2; }));
  BOOST_TEST(greeted(tests::connect_to(port)));
}

BOOST_AUTO_TEST_CASE(drops_who_does_not_speak) {
  auto started = start({.address = "127.0.0.1:0"});
  BOOST_REQUIRE(started);
  auto socket = tests::connect_to((*started)->address().port);
  BOOST_TEST(greeted(socket));
  auto& acceptor = **started;
  BOOST_TEST(tests::eventually([&] { return acceptor.connections() == 0; }));
}

// What fault 32 of issue 9 is about, on the port for clients.
BOOST_AUTO_TEST_CASE(keeps_few_places_for_clients_that_say_nothing) {
  auto port = start_for_clients(
    {.in_all = 6, .from_one_address = 4, .time_limit = 60s});
  auto crowd = tests::crowd{port->address().port, 'C'};
  crowd.add(1);
  say_hello(crowd, 0);
  for (auto i = 0U; i < 6; ++i)
    crowd.add(1);
  BOOST_TEST(closes(crowd, 2));
  for (auto i = 0U; i < 4; ++i)
    crowd.add(2);
  BOOST_TEST(closes(crowd, 4));
  BOOST_TEST(!crowd.is_closed(0));
}

BOOST_AUTO_TEST_CASE(keeps_places_for_silent_clients_for_a_while) {
  auto port = start_for_clients({.time_limit = 500ms});
  auto crowd = tests::crowd{port->address().port, 'C'};
  crowd.add(1);
  say_hello(crowd, 0);
  crowd.add(1);
  BOOST_TEST(closes(crowd, 1));
  BOOST_TEST(!crowd.is_closed(0));
  BOOST_TEST(tests::eventually([&] { return port->connections() == 1; }));
}

BOOST_AUTO_TEST_CASE(keeps_places_for_clients_that_log_in_only) {
  auto known = std::make_shared<network::admitted_nodes>();
  auto port = start_for_clients({.time_limit = 500ms}, known);
  auto crowd = tests::crowd{port->address().port, 'C'};
  crowd.add(1);
  known->set(crowd.id(0), true);
  crowd.add(1);
  say_hello(crowd, 1);
  BOOST_TEST(closes(crowd, 1));
  BOOST_TEST(!crowd.is_closed(0));
  BOOST_TEST(tests::eventually([&] { return port->connections() == 1; }));
}

BOOST_AUTO_TEST_CASE(gives_clients_that_speak_more_time_to_log_in) {
  auto port
    = start_for_clients({.time_limit = 500ms, .speaking_time_limit = 60s},
                        std::make_shared<network::admitted_nodes>());
  auto crowd = tests::crowd{port->address().port, 'C'};
  crowd.add(1);
  say_hello(crowd, 0);
  crowd.add(1);
  BOOST_TEST(closes(crowd, 1));
  BOOST_TEST(!crowd.is_closed(0));
}

BOOST_AUTO_TEST_CASE(survives_running_out_of_descriptors) {
  auto started = start({.address = "127.0.0.1:0"});
  BOOST_REQUIRE(started);
  auto socket = descriptor{};
  {
    auto waiting = descriptor{::socket(AF_INET, SOCK_STREAM, 0)};
    auto shortage = no_descriptors{};
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_port = htons((*started)->address().port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BOOST_TEST_REQUIRE(::connect(waiting.get(),
                                 reinterpret_cast<sockaddr*>(&address),
                                 sizeof(address))
                       == 0);
    auto byte = char{};
    auto time_limit = timeval{.tv_sec = 0, .tv_usec = 150'000};
    ::setsockopt(waiting.get(), SOL_SOCKET, SO_RCVTIMEO, &time_limit,
                 sizeof(time_limit));
    BOOST_TEST(::recv(waiting.get(), &byte, 1, 0) < 0);
    socket = std::move(waiting);
  }
  BOOST_TEST(greeted(socket));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace acceptor_test
