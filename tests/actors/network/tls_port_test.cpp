#include "actors/network/link_rules.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <array>
#include <future>
#include <poll.h>
#include <sys/socket.h>

namespace tls_port_test {

using namespace taskraft;
using namespace std::chrono_literals;
using kind = tls::expected_peer::kind;

struct fixture {
  fixture() {
    actor = program.system.spawn([](caf::event_based_actor* self) {
      self->set_default_handler(caf::drop);
      return caf::behavior{[](const protocol::hello&) {}};
    });
  }

  ~fixture() {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  }

  static std::shared_ptr<tls::context_source>
  source(tls::use what, const tls::certificate_files& files) {
    auto loaded = tls::load_context(what, files);
    BOOST_TEST_REQUIRE(!loaded.problem.has_value());
    return std::make_shared<tls::context_source>(what, files, loaded.made);
  }

  std::shared_ptr<const tls::context_source> node(std::uint64_t id) const {
    return source(tls::use::nodes,
                  ca.issue("node" + std::to_string(id), tests::for_node(id)));
  }

  /// A port of node 1.
  std::unique_ptr<network::acceptor> listen(network::port_security security,
                                            network::handshake_limits limits
                                            = {}) {
    auto started
      = network::acceptor::start(program.system,
                                 {.address = "127.0.0.1:0",
                                  .security = std::move(security),
                                  .handshakes = limits},
                                 caf::actor_cast<protocol::node_actor>(actor));
    BOOST_TEST_REQUIRE(!!started);
    return std::move(*started);
  }

  protocol::dialled dial(std::uint16_t port, network::dial_security security) {
    auto answer = std::make_shared<std::promise<protocol::dialled>>();
    auto requester = program.system.spawn(
      [answer](caf::event_based_actor* self) -> caf::behavior {
        return {[=](const protocol::dialled& x) {
          answer->set_value(x);
          self->quit();
        }};
      });
    program.dialer->dial("127.0.0.1:" + std::to_string(port), 2s, requester,
                         std::move(security));
    auto outcome = answer->get_future().get();
    if (outcome.socket)
      open.push_back(outcome.socket);
    return outcome;
  }

  /// What node 2 hears when it dials.
  protocol::dialled dial_node(std::uint16_t port, std::uint64_t expected,
                              bool takes_plaintext = false) {
    return dial(port, {.tls = node(2),
                       .expected = {.what = kind::node, .number = expected},
                       .takes_plaintext = takes_plaintext});
  }

  /// The first byte that comes within two seconds; nothing if the connection
  /// ends.
  static std::optional<char> first_byte(int socket) {
    auto watched = pollfd{socket, POLLIN, 0};
    ::poll(&watched, 1, 2000);
    auto byte = char{};
    if (::recv(socket, &byte, 1, MSG_DONTWAIT) != 1)
      return std::nullopt;
    return byte;
  }

  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  tests::program program;
  caf::actor actor;
  std::vector<std::shared_ptr<descriptor>> open;
};

/// With which BASP greets, and the beginning of an alert.
constexpr auto greeting = char{0};
constexpr auto alert = char{21};
constexpr auto sealed = char{23};

BOOST_FIXTURE_TEST_SUITE(a_port_with_tls, fixture)

BOOST_AUTO_TEST_CASE(knows_who_dials_and_is_known) {
  auto port = listen({.tls = node(1)});
  auto outcome = dial_node(port->address().port, 1);
  BOOST_TEST_REQUIRE(outcome.socket, outcome.reason);
  BOOST_TEST(outcome.session->peer().node == 1U);
  BOOST_TEST(tests::eventually([&] { return port->connections() == 1; }));
}

BOOST_AUTO_TEST_CASE(tells_the_dialler_why_not) {
  auto port = listen({.tls = node(1)});
  auto number = port->address().port;
  BOOST_TEST(dial_node(number, 3).reason
             == "its certificate is for node 1, not for node 3");
  auto nobody = tls::certificate_files{};
  nobody.ca = ca.file();
  auto client = source(tls::use::program, nobody);
  BOOST_TEST(
    dial(number, {.tls = client, .expected = {.what = kind::host}}).socket);
  // TLS 1.3 refuses after the client is done, and says so in secret.
  BOOST_TEST((first_byte(open.back()->get()) == sealed));
  auto plain = listen({});
  BOOST_TEST(dial_node(plain->address().port, 1).reason
             == "it does not speak TLS");
  BOOST_TEST(port->connections() == 0U);
}

BOOST_AUTO_TEST_CASE(greets_nobody_before_it_knows_them) {
  auto port = listen({.tls = node(1)});
  auto number = port->address().port;
  auto half_hello
    = std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11};
  for (const auto& bytes :
       {std::string(32, '\0'), std::string{"GET / HTTP/1.1\r\n\r\n"},
        std::string(4000, '\x16'), half_hello + std::string(600, '\xff'),
        std::string{"\x16\x03\x01\xff\xff", 5} + std::string(100, 'x')}) {
    auto socket = tests::connect_to(number);
    ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    auto first = first_byte(socket.get());
    BOOST_TEST((!first || *first == alert));
  }
  BOOST_TEST(port->connections() == 0U);
  BOOST_TEST(dial_node(number, 1).socket);
}

// Each look of a doctor or of a proxy was a warning.
BOOST_AUTO_TEST_CASE(says_nothing_of_those_who_only_look) {
  auto port = listen({.tls = node(1)});
  auto number = port->address().port;
  auto lines = tests::captured_lines{};
  logging::start("info", 1);
  auto all = std::string{};
  auto has
    = [&](const char* text) { return all.find(text) != std::string::npos; };
  // A second has ten lines at most.
  auto others_are_named = [&] {
    for (auto how : {linger{0, 0}, linger{1, 0}}) {
      auto socket = tests::connect_to(number);
      ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &how, sizeof(how));
    }
    auto socket = tests::connect_to(number);
    ::send(socket.get(), "GET / HTTP/1.1\r\n", 16, MSG_NOSIGNAL);
    first_byte(socket.get());
    all += lines.read_some();
    return has("event=handshake_failed remote=127.");
  };
  BOOST_TEST(tests::eventually(others_are_named), all);
  BOOST_TEST(has("it does not speak TLS"), all);
  BOOST_TEST(!has("it has closed"), all);
  BOOST_TEST(!has("reset by peer"), all);
}

BOOST_AUTO_TEST_CASE(has_a_place_beside_200_handshakes_that_do_not_end) {
  auto port = listen({.tls = node(1)}, {.time_limit = 500ms});
  auto number = port->address().port;
  auto crowd = std::vector<descriptor>{};
  for (auto i = 0; i < 200; ++i) {
    crowd.push_back(tests::connect_to(number));
    ::send(crowd.back().get(), "\x16\x03\x01\x02", 4, MSG_NOSIGNAL);
  }
  auto began = std::chrono::steady_clock::now();
  BOOST_TEST(dial_node(number, 1).socket);
  BOOST_TEST(std::chrono::steady_clock::now() - began < 1s);
  for (const auto& each : crowd)
    BOOST_TEST(!first_byte(each.get()).has_value());
  BOOST_TEST(tests::eventually([&] { return port->connections() == 1; }));
}

BOOST_AUTO_TEST_CASE(ends_open_connections_whose_certificate_was_revoked) {
  auto own = ca.issue("own", tests::for_node(1));
  own.crl = ca.revoke({});
  auto files = source(tls::use::nodes, own);
  auto port = listen({.tls = files});
  auto number = port->address().port;
  auto lost = ca.issue("lost", tests::for_node(2));
  auto dial_with = [&](const tls::certificate_files& shown) {
    return dial(number, {.tls = source(tls::use::nodes, shown),
                         .expected = {.what = kind::node, .number = 1}});
  };
  auto link = dial_with(lost);
  BOOST_TEST_REQUIRE(link.socket, link.reason);
  BOOST_TEST(dial_with(ca.issue("good", tests::for_node(3))).socket);
  BOOST_TEST(tests::eventually([&] { return port->connections() == 2; }));
  ca.revoke({lost.certificate});
  BOOST_TEST(!files->load().has_value());
  // It ends with the next byte: between nodes there is one ten times a second.
  auto ends = [&] {
    link.session->write(std::string{"\1"});
    auto bytes = link.session->to_send();
    ::send(link.socket->get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    link.session->sent(bytes.size());
    return port->connections() == 1;
  };
  BOOST_TEST(tests::eventually(ends));
}

BOOST_AUTO_TEST_CASE(takes_either_while_a_cluster_changes_over) {
  auto port = listen({.tls = node(1), .takes_plaintext = true});
  auto number = port->address().port;
  BOOST_TEST(dial_node(number, 1).session != nullptr);
  BOOST_TEST(dial_node(number, 1, true).session != nullptr);
  // A node of before begins with another byte.
  BOOST_TEST(dial(number, {}).socket);
  ::send(open.back()->get(), "\1", 1, MSG_NOSIGNAL);
  BOOST_TEST((first_byte(open.back()->get()) == greeting));
  // And it greets at once.
  auto plain = listen({});
  auto outcome = dial_node(plain->address().port, 1, true);
  BOOST_TEST_REQUIRE(outcome.socket, outcome.reason);
  BOOST_TEST(outcome.session == nullptr);
  BOOST_TEST((first_byte(open.back()->get()) == greeting));
  // Who speaks TLS only.
  auto strict = listen({.tls = node(1)});
  BOOST_TEST(dial_node(strict->address().port, 1, true).session != nullptr);
  BOOST_TEST(dial(strict->address().port, {}).socket);
}

BOOST_AUTO_TEST_CASE(keeps_an_identity_to_its_certificate) {
  auto known = network::certified_nodes{};
  auto one = network::raw_node_id{'a'};
  auto first = tls::identity{.kind = tls::holder::node, .node = 1};
  auto second = tls::identity{.kind = tls::holder::node, .node = 2};
  BOOST_TEST(known.enter(one, first));
  BOOST_TEST(known.enter(one, first));
  BOOST_TEST(!known.enter(one, second));
  BOOST_TEST((known.identity_of(one) == first));
  known.leave(one);
  BOOST_TEST((known.identity_of(one) == first));
  known.leave(one);
  BOOST_TEST(!known.identity_of(one).has_value());
  BOOST_TEST(known.enter(one, second));
}

BOOST_AUTO_TEST_CASE(lets_a_program_speak_for_the_node_of_its_certificate) {
  auto security = network::port_security{
    .tls = node(1), .certified = std::make_shared<network::certified_nodes>()};
  auto other = tests::program{};
  auto who = other.system.node();
  auto speaks = [&](std::uint64_t id) {
    return network::speaks_for(security, who, {id});
  };
  BOOST_TEST(!speaks(2));
  security.takes_plaintext = true;
  BOOST_TEST(speaks(2));
  auto shown = network::accepted_rules(other.system, network::port_kind::nodes);
  security.certified->enter(shown.own_id,
                            {.kind = tls::holder::node, .node = 2});
  BOOST_TEST(speaks(2));
  BOOST_TEST(!speaks(3));
  auto client = tests::program{network::program_kind::client};
  auto rules
    = network::accepted_rules(client.system, network::port_kind::clients);
  security.certified->enter(rules.own_id,
                            {.kind = tls::holder::user, .user = "ann"});
  BOOST_TEST(network::certified_user(*security.certified, client.system.node())
             == "ann");
  BOOST_TEST(network::certified_user(*security.certified, who) == "");
  BOOST_TEST(!network::speaks_for(security, client.system.node(), {0}));
  security.tls = nullptr;
  BOOST_TEST(speaks(3));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tls_port_test
