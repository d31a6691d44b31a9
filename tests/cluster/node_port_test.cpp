// What somebody without a place in the cluster can do on the port of a real
// node.

#include "tests/actors/network/crowd.hpp"
#include "tests/cluster/unknown_peers.hpp"
#include "tests/support/processes/cluster_certificates.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <string>
#include <thread>

namespace node_port_test {

using namespace taskraft;
using namespace std::chrono_literals;

using tests::hello_words;
using tests::port_of;
using tests::unknown_peer;

/// The bytes of an `appended` from `node` in `term`, which says nothing else.
std::string appended(std::uint64_t node, std::uint64_t term) {
  // After `matched`: a position, two indexes or counts, a promise, whether
  // there is room, an index, two flags and two times.
  constexpr auto rest = std::size_t{16 + 8 + 8 + 8 + 1 + 8 + 1 + 1 + 8 + 8};
  return tests::number(term, 8) + tests::number(node, 8) + std::string(16, '\0')
         + '\1' + std::string(rest, '\0');
}

struct fixture {
  tests::process_cluster cluster;

  fixture() {
    cluster.start_all();
    cluster.leader();
    put("before");
    BOOST_TEST_REQUIRE(cluster.converged(cluster.ids()));
  }

  void put(const std::string& value) {
    auto output = cluster.client({"kv", "put", "k", value, "--timeout", "10s"});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  /// With TLS, somebody has the certificate of a node.
  unknown_peer dial(std::uint64_t id, std::uint64_t as_node) const {
    return unknown_peer{cluster.place(id).node_address,
                        tests::certificate_of(cluster, as_node)};
  }

  /// The identity that a node has stored.
  std::map<std::string, std::string> identity_of(std::uint64_t id) {
    auto in = std::ifstream{cluster.place(id).directory / "identity"};
    auto found = std::map<std::string, std::string>{};
    for (auto line = std::string{}; std::getline(in, line);)
      found.emplace(line.substr(0, line.find(' ')),
                    line.substr(line.find(' ') + 1));
    return found;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_port_of_a_node, fixture)

BOOST_AUTO_TEST_CASE(tells_an_unknown_peer_nothing_but_that_it_is_refused) {
  auto wrong_name = hello_words{.cluster_name = "another"};
  auto wrong_id = hello_words{.cluster_id = "another"};
  for (auto words : {wrong_name, wrong_id}) {
    words.node = 2;
    words.disk_id = "a disk";
    auto answer = dial(1, 2).say(words);
    BOOST_TEST(answer.find("hello_answer") != std::string::npos);
    BOOST_TEST(answer.find("refused") != std::string::npos);
    auto secrets = std::vector<std::string>{identity_of(1)["cluster_id"],
                                            identity_of(1)["cluster_name"],
                                            cluster.place(1).node_address};
    for (auto id : cluster.ids())
      secrets.push_back(identity_of(id)["disk_id"]);
    for (const auto& secret : secrets) {
      BOOST_TEST(secret.size() > 3U);
      BOOST_TEST(answer.find(secret) == std::string::npos, secret);
    }
  }
  auto lines = cluster.logged(1);
  BOOST_TEST(lines.find("its data is of cluster id another")
             != std::string::npos);
  BOOST_TEST(lines.find("belongs to cluster") != std::string::npos);
}

// The real member was once refused until the node was restarted.
BOOST_AUTO_TEST_CASE(takes_no_impossible_count_for_a_members) {
  cluster.kill(3);
  auto words = hello_words{.node = 3, .incarnation = UINT64_MAX};
  words.cluster_id = identity_of(3)["cluster_id"];
  words.disk_id = identity_of(3)["disk_id"];
  for (auto id : {1U, 2U}) {
    auto answer = dial(id, 3).say(words);
    BOOST_TEST(answer.find("cannot have been started so often")
               != std::string::npos);
  }
  cluster.start(3);
  BOOST_TEST(cluster.converged(cluster.ids()));
}

// Fault 30 of issue 9: the cluster had no leader for ever, not even after
// restarts.
BOOST_AUTO_TEST_CASE(takes_no_impossible_term_for_a_members) {
  cluster.kill(3);
  cluster.leader();
  auto words = hello_words{.node = 3};
  words.cluster_id = identity_of(3)["cluster_id"];
  words.disk_id = identity_of(3)["disk_id"];
  words.incarnation = std::stoull(identity_of(3)["incarnation"]) + 1;
  for (auto id : {1U, 2U}) {
    auto is_refused
      = [&] { return cluster.count_logged(id, "event=term_refused") > 0; };
    {
      // The node takes nothing from it before it accepts a hello.
      auto early = dial(id, 3);
      early.say("raft::appended", appended(3, UINT64_MAX));
      early.say(hello_words{.cluster_name = "another"});
    }
    BOOST_TEST(!is_refused());
    auto member = dial(id, 3);
    member.say("protocol::hello", words.bytes());
    // It follows the answer that accepts.
    BOOST_TEST(member.hears("announcement"));
    member.say("raft::appended", appended(3, UINT64_MAX));
    BOOST_TEST(tests::eventually(is_refused, 5s), cluster.logged(id));
  }
  put("with two");
  for (auto id : {1U, 2U})
    cluster.kill(id);
  for (auto id : {1U, 2U})
    cluster.start(id);
  put("after a restart");
  BOOST_TEST(cluster.converged({1, 2}));
}

// With 4,096 of them no member could connect, and there was no quorum.
BOOST_AUTO_TEST_CASE(keeps_the_places_of_members) {
  auto crowd = tests::crowd{port_of(cluster.place(1).node_address), 'N',
                            tests::certificate_of(cluster, 3)};
  auto over = std::atomic<bool>{false};
  for (auto i = 0U; i < 600; ++i)
    crowd.add(1 + i % 60);
  auto beating = std::thread{[&] {
    while (!over) {
      crowd.beat();
      std::this_thread::sleep_for(50ms);
    }
  }};
  for (auto id : {2U, 3U})
    cluster.kill(id);
  cluster.start(2);
  put("two of three");
  cluster.start(3);
  put("all");
  BOOST_TEST(cluster.converged(cluster.ids()));
  // They are cut although they send heartbeats.
  BOOST_TEST(tests::eventually([&] { return crowd.closed() == 600U; }, 8s));
  over = true;
  beating.join();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_address_of_a_dead_node, fixture)

// Fault 31 of issue 9: all other nodes stopped with exit code 3.
BOOST_AUTO_TEST_CASE(removes_nobody) {
  auto greeting = unknown_peer{cluster.place(1).node_address}.greeting();
  cluster.kill(3);
  auto words = hello_words{.node = 3};
  words.cluster_id = identity_of(3)["cluster_id"];
  words.disk_id = identity_of(3)["disk_id"];
  words.incarnation = std::stoull(identity_of(3)["incarnation"]);
  auto reason = std::string{"says the impostor"};
  // The hello is not accepted, that is fatal, and the node is removed.
  auto answer = words.bytes() + std::string{'\0', '\1', '\1'}
                + static_cast<char>(reason.size()) + reason;
  {
    auto liar
      = tests::impostor{cluster.place(3).node_address, greeting, answer};
    for (auto id : {1U, 2U})
      BOOST_TEST(tests::eventually(
                   [&] { return cluster.count_logged(id, reason) > 0; }, 20s),
                 cluster.logged(id) << liar.answered());
    put("without 3");
    for (auto id : {1U, 2U})
      BOOST_TEST(cluster.is_running(id));
  }
  cluster.start(3);
  put("with 3");
  BOOST_TEST(cluster.converged(cluster.ids()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_port_test
