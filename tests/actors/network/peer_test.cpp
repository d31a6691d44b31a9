#include "tests/actors/network/crowd.hpp"
#include "tests/actors/network/linked_nodes.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/support/actors/captured_lines.hpp"

#include <caf/send.hpp>

namespace peer_test {

using namespace taskraft;
using namespace taskraft::tests;
using namespace std::chrono_literals;

/// Neither hears the other until both have noticed.
void part(const node& a, const node& b, tests::proxy& to_a,
          tests::proxy& to_b) {
  to_a.silence(true);
  to_b.silence(true);
  BOOST_REQUIRE(tests::eventually(
    [&] { return a.notes->closed >= 1 && b.notes->closed >= 1; }, 2s));
  to_a.silence(false);
  to_b.silence(false);
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
  part(a, b, to_a, to_b);
  auto began = std::chrono::steady_clock::now();
  BOOST_REQUIRE(both_linked(a, b));
  BOOST_TEST(both_talk(a, b, 5));
  BOOST_TEST(std::chrono::steady_clock::now() - began < 2s);
}

// The lines of a node did not tell a partition from a restart.
BOOST_AUTO_TEST_CASE(say_why_a_link_has_ended) {
  auto lines = tests::captured_lines{};
  logging::start("info", 1);
  auto a = node{1};
  {
    auto b = node{2};
    auto to_a = tests::proxy{a.port()};
    auto to_b = tests::proxy{b.port()};
    a.link_to(2, to_b.port());
    b.link_to(1, to_a.port());
    BOOST_REQUIRE(both_linked(a, b));
    part(a, b, to_a, to_b);
    BOOST_REQUIRE(both_linked(a, b));
  }
  BOOST_TEST(tests::eventually([&] { return a.notes->closed >= 2; }));
  auto all = lines.written();
  auto has = [&](const std::string& line) {
    return all.find(line) != std::string::npos;
  };
  BOOST_TEST(has("event=link_closed peer=2 reason=\"nothing has come for a "
                 "second\""),
             all);
  BOOST_TEST(
    (has("event=link_closed peer=2 reason=\"the other side has closed it\"")
     || has("event=link_closed peer=2 reason=\"the other node stops\"")),
    all);
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
