#include "actors/network/peer.hpp"
#include "tests/actors/network/crowd.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <atomic>
#include <mutex>
#include <optional>

namespace peer_test {

using namespace taskraft;
using namespace std::chrono_literals;

/// What a server of these tests has heard.
struct heard {
  std::atomic<int> opened = 0;
  std::atomic<int> closed = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> failed = 0;
  std::atomic<int> hellos = 0;
  std::atomic<std::uint64_t> last_round = 0;
  /// What the other side knows of the rules.
  std::atomic<std::uint64_t> level = 0;
  std::atomic<bool> open = false;

  std::mutex mutex;
  protocol::node_actor remote;
  protocol::hello introduction;

  protocol::node_actor current() {
    auto guard = std::lock_guard{mutex};
    return remote;
  }

  std::string remote_cluster_id() {
    auto guard = std::lock_guard{mutex};
    return introduction.cluster_id;
  }
};

/// What the program of each node here knows.
constexpr auto known_level = raft::rules_level{7};

/// A server that judges hellos and counts, and does nothing else.
caf::behavior
counting_server(caf::event_based_actor* self, std::shared_ptr<heard> notes,
                protocol::admission known,
                std::shared_ptr<network::admitted_nodes> admitted) {
  self->set_default_handler(caf::drop);
  auto announces = std::make_shared<bool>(true);
  return {
    [=](caf::unit_t) { *announces = false; },
    [=](const protocol::hello& x) {
      ++notes->hellos;
      auto verdict = protocol::judge(known, x);
      auto sender = caf::actor_cast<caf::actor>(self->current_sender());
      if (verdict.accepted)
        network::admit(*admitted, {sender.node()});
      self->send(sender, protocol::hello_answer{known.self, verdict.accepted,
                                                verdict.fatal, verdict.removed,
                                                verdict.told});
      if (verdict.accepted && *announces)
        self->send(sender,
                   protocol::announcement{known.self.node, known_level});
    },
    [=](const raft::append_entries& x) { notes->last_round = x.round; },
    [=](const protocol::link_opened& x) {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = x.remote;
      notes->introduction = x.introduction;
      notes->level = x.newest_rules_level.value;
      notes->open = true;
      ++notes->opened;
    },
    [=](const protocol::link_closed&) {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = nullptr;
      notes->open = false;
      ++notes->closed;
    },
    [=](const protocol::refused_by_peer&) { ++notes->refused; },
    [=](const protocol::link_failed&) { ++notes->failed; },
  };
}

protocol::hello words_of(std::uint64_t node) {
  auto result = protocol::hello{};
  result.cluster_name = "demo";
  result.node = {node};
  result.disk_id = "disk" + std::to_string(node);
  result.incarnation = 1;
  result.wire_version = protocol::wire_version;
  return result;
}

/// A whole node, but for everything above the network.
struct node {
  node(std::uint16_t port, protocol::hello own_words)
    : words(std::move(own_words)) {
    auto known = protocol::admission{};
    known.self = words;
    for (auto id = std::uint64_t{1}; id <= 2; ++id)
      known.members.members.emplace_back().id = {id};
    server = program.system.spawn(counting_server, notes, known, admitted);
    auto started = network::acceptor::start(
      program.system,
      {.address = "127.0.0.1:" + std::to_string(port),
       .wire_version = words.wire_version,
       .admitted = admitted},
      caf::actor_cast<protocol::node_actor>(server));
    BOOST_REQUIRE(started);
    acceptor = std::move(*started);
  }

  explicit node(std::uint64_t own_id, std::uint16_t port = 0)
    : node(port, words_of(own_id)) {
  }

  ~node() {
    {
      auto guard = std::lock_guard{notes->mutex};
      notes->remote = nullptr;
    }
    acceptor->stop();
    caf::anon_send_exit(peer, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(server, caf::exit_reason::user_shutdown);
  }

  std::uint16_t port() const {
    return acceptor->address().port;
  }

  void link_to(std::uint64_t other, std::uint16_t other_port) {
    auto options = network::peer_options{};
    options.node = {other};
    options.address = "127.0.0.1:" + std::to_string(other_port);
    options.introduction.self = words;
    options.dialer = program.dialer;
    options.server = caf::actor_cast<protocol::server_actor>(server);
    options.refused_pause = 100ms;
    options.admitted = admitted;
    peer = program.system.spawn(network::peer, options);
  }

  bool send_round(std::uint64_t round) {
    auto guard = std::lock_guard{notes->mutex};
    if (!notes->remote)
      return false;
    auto message = raft::append_entries{};
    message.round = round;
    caf::anon_send(notes->remote, message);
    return true;
  }

  protocol::hello words;
  std::shared_ptr<heard> notes = std::make_shared<heard>();
  std::shared_ptr<network::admitted_nodes> admitted
    = std::make_shared<network::admitted_nodes>();
  tests::program program;
  caf::actor server;
  std::unique_ptr<network::acceptor> acceptor;
  protocol::peer_actor peer;
};

bool both_linked(const node& a, const node& b) {
  return tests::eventually(
    [&] { return a.notes->open.load() && b.notes->open.load(); });
}

/// Whether what each sends reaches the other.
bool both_talk(node& a, node& b, std::uint64_t round) {
  return tests::eventually([&] {
    return a.send_round(round) && b.send_round(round)
           && a.notes->last_round == round && b.notes->last_round == round;
  });
}

BOOST_AUTO_TEST_SUITE(the_peers_of_two_nodes)

BOOST_AUTO_TEST_CASE(open_links_in_both_directions) {
  auto a = node{1};
  auto b = node{2};
  a.link_to(2, b.port());
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 7));
}

BOOST_AUTO_TEST_CASE(learn_what_the_other_side_knows) {
  auto a = node{1};
  auto b = node{2};
  a.link_to(2, b.port());
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(a.notes->level == known_level.value);
  BOOST_TEST(b.notes->level == known_level.value);
}

BOOST_AUTO_TEST_CASE(link_when_one_speaks_a_newer_wire_version) {
  auto words = words_of(2);
  words.wire_version = protocol::wire_version + 1;
  auto a = node{1};
  auto b = node{0, words};
  a.link_to(2, b.port());
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 4));
  BOOST_TEST(a.notes->level == known_level.value);
  BOOST_TEST(b.notes->level == known_level.value);
  BOOST_TEST(a.notes->closed == 0);
  BOOST_TEST(b.notes->closed == 0);
}

BOOST_AUTO_TEST_CASE(open_no_link_before_the_other_side_says_what_it_knows) {
  auto a = node{1};
  auto b = node{2};
  // Its server does not announce.
  caf::anon_send(b.server, caf::unit);
  b.link_to(1, a.port());
  BOOST_REQUIRE(tests::eventually([&] { return b.notes->open.load(); }));
  a.link_to(2, b.port());
  BOOST_REQUIRE(tests::eventually([&] { return b.notes->hellos >= 2; }));
  BOOST_TEST(!a.notes->open);
}

BOOST_AUTO_TEST_CASE(wait_for_each_other) {
  auto port = node{2}.port();
  auto a = node{1};
  a.link_to(2, port);
  auto b = node{2, port};
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 3));
}

BOOST_AUTO_TEST_CASE(find_each_other_when_they_dial_at_once) {
  // Each side hears of the other's connection before its own is complete, and
  // closes its own as redundant: both are gone.
  auto collisions = 0;
  for (auto i = 1U; i <= 10; ++i) {
    auto a = node{1};
    auto b = node{2};
    auto to_a = tests::proxy{a.port()};
    auto to_b = tests::proxy{b.port()};
    to_a.delay_greeting(30ms);
    to_b.delay_greeting(30ms);
    // With the lowest ids, no node waits because of dial_stagger.
    a.words.node = b.words.node = {0};
    a.link_to(2, to_b.port());
    b.link_to(1, to_a.port());
    a.words.node = {1};
    b.words.node = {2};
    caf::anon_send(a.peer, protocol::introduce_as{a.words});
    caf::anon_send(b.peer, protocol::introduce_as{b.words});
    BOOST_REQUIRE(both_linked(a, b));
    BOOST_REQUIRE(both_talk(a, b, i));
    collisions += to_a.connections() + to_b.connections() > 2;
  }
  BOOST_TEST(collisions > 0);
}

BOOST_AUTO_TEST_CASE(come_back_after_a_restart) {
  auto a = node{1};
  auto port = std::uint16_t{0};
  for (auto incarnation = 1U; incarnation <= 3; ++incarnation) {
    auto words = words_of(2);
    words.incarnation = incarnation;
    auto b = node{port, words};
    port = b.port();
    if (incarnation == 1)
      a.link_to(2, port);
    b.link_to(1, a.port());
    auto began = std::chrono::steady_clock::now();
    BOOST_REQUIRE(both_linked(a, b));
    BOOST_TEST(both_talk(a, b, incarnation));
    auto took = std::chrono::steady_clock::now() - began;
    BOOST_TEST(took < 1500ms);
  }
  BOOST_TEST(tests::eventually([&] { return a.notes->closed == 3; }));
}

BOOST_AUTO_TEST_CASE(come_back_after_a_silent_partition) {
  auto a = node{1};
  auto b = node{2};
  auto to_a = tests::proxy{a.port()};
  auto to_b = tests::proxy{b.port()};
  a.link_to(2, to_b.port());
  b.link_to(1, to_a.port());
  BOOST_REQUIRE(both_linked(a, b));
  to_a.silence(true);
  to_b.silence(true);
  BOOST_REQUIRE(tests::eventually(
    [&] { return a.notes->closed >= 1 && b.notes->closed >= 1; }, 2s));
  to_a.silence(false);
  to_b.silence(false);
  auto began = std::chrono::steady_clock::now();
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 5));
  BOOST_TEST(std::chrono::steady_clock::now() - began < 2s);
}

BOOST_AUTO_TEST_CASE(pass_on_a_changed_introduction) {
  auto a = node{1};
  auto b = node{2};
  a.link_to(2, b.port());
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  auto hellos = b.notes->hellos.load();
  a.words.cluster_id = "0123";
  caf::anon_send(a.peer, protocol::introduce_as{a.words});
  BOOST_TEST(tests::eventually([&] { return b.notes->hellos > hellos; }));
  BOOST_TEST(tests::eventually([&] { return a.notes->opened >= 2; }));
  BOOST_TEST(a.notes->closed == 0);
}

BOOST_AUTO_TEST_CASE(tell_the_server_of_a_fatal_refusal) {
  auto words = words_of(1);
  words.cluster_id = "founded";
  auto a = node{0, words};
  words = words_of(2);
  words.cluster_name = "another";
  auto b = node{0, words};
  b.link_to(1, a.port());
  BOOST_TEST(tests::eventually([&] { return b.notes->refused >= 2; }));
  BOOST_TEST(!b.notes->open);
  // The same reason is logged once.
  BOOST_TEST(b.notes->failed == 1);
}

// Connections that finish the handshake, live, and never say hello.
BOOST_AUTO_TEST_CASE(
  find_each_other_beside_more_unaccepted_connections_than_places) {
  auto a = node{1};
  auto crowd = tests::crowd{a.port()};
  for (auto i = 0U; i < 400; ++i)
    crowd.add(1 + i % 40);
  crowd.beat();
  auto b = node{2};
  a.link_to(2, b.port());
  b.link_to(1, a.port());
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 9));
  BOOST_TEST(
    tests::eventually([&] { return a.acceptor->connections() <= 256 + 1U; }));
  // None of these connections stays; those of the members do.
  BOOST_TEST(tests::eventually([&] {
    crowd.beat();
    return a.acceptor->connections() <= 1;
  }));
  BOOST_TEST(both_talk(a, b, 10));
  BOOST_TEST(a.notes->closed == 0);
  BOOST_TEST(b.notes->closed == 0);
}

BOOST_AUTO_TEST_CASE(bound_the_unaccepted_connections_of_one_address) {
  auto a = node{1};
  auto crowd = tests::crowd{a.port()};
  for (auto i = 0U; i < 40; ++i)
    crowd.add(1);
  crowd.beat();
  BOOST_TEST(tests::eventually(
    [&] {
      crowd.beat();
      return crowd.closed() == 40 - 16;
    },
    2s));
  // The newest stay for a while: a member would have said hello by then.
  BOOST_TEST(!crowd.is_closed(39));
  BOOST_TEST(crowd.is_closed(0));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace peer_test
