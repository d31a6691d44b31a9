// What somebody without a place in the cluster can do on the port of a real
// node.

#include "tests/actors/network/basp_packets.hpp"
#include "tests/actors/network/crowd.hpp"
#include "tests/support/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <map>
#include <string>
#include <sys/time.h>
#include <thread>

namespace node_port_test {

using namespace taskraft;
using namespace std::chrono_literals;

/// The words of a hello.
struct hello_words {
  std::string cluster_name = "test";
  std::string cluster_id = {};
  std::uint64_t node = 0;
  std::string disk_id = {};
  std::uint64_t incarnation = 1;
  std::uint64_t start_id = 1;

  /// The sender has seen no start of the node.
  static constexpr auto seen_bytes = std::size_t{5 * 8};

  std::string bytes() const {
    auto text
      = [](const std::string& x) { return static_cast<char>(x.size()) + x; };
    return text(cluster_name) + text(cluster_id) + tests::number(node, 8)
           + text(disk_id) + tests::number(incarnation, 8) + tests::number(1, 4)
           + text("0.1.0") + text("127.0.0.1:1") + tests::number(start_id, 8)
           + std::string(seen_bytes, '\0');
  }
};

std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(
    std::stoul(address.substr(address.rfind(':') + 1)));
}

/// One who says hello and hears what is answered.
class stranger {
public:
  explicit stranger(const std::string& address)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto where = sockaddr_in{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(port_of(address));
    auto time_limit = timeval{.tv_sec = 1, .tv_usec = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &time_limit,
                 sizeof(time_limit));
    BOOST_REQUIRE(::connect(socket_.get(),
                            reinterpret_cast<const sockaddr*>(&where),
                            sizeof(where))
                  == 0);
  }

  /// All that the node says, until it has been silent for a second or closes.
  std::string say(const hello_words& words) {
    // The node's own greeting: its id, the names of programs that it speaks to,
    // and the number of its server.
    constexpr auto programs = std::size_t{1 + 1 + 8};
    auto greeting = receive(32 + 32 + programs + 8);
    BOOST_REQUIRE(greeting.size() >= 32 + 32 + programs + 8);
    auto server = std::uint64_t{0};
    for (auto byte : greeting.substr(32 + 32 + programs, 8))
      server = server << 8U | static_cast<unsigned char>(byte);
    auto own = tests::packet{};
    own.operation = tests::client_handshake;
    own.payload = tests::other_id;
    auto hello = tests::message("@<>+taskraft::protocol::hello");
    hello.receiver = server;
    hello.payload
      = '\0' + tests::typed("@<>+taskraft::protocol::hello") + words.bytes();
    auto bytes = own.bytes() + hello.bytes();
    ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return greeting + receive(1U << 20U);
  }

private:
  std::string receive(std::size_t most) {
    auto all = std::string{};
    auto deadline = std::chrono::steady_clock::now() + 2s;
    auto buffer = std::string(4096, '\0');
    while (all.size() < most && std::chrono::steady_clock::now() < deadline) {
      auto size = ::recv(socket_.get(), buffer.data(),
                         std::min(buffer.size(), most - all.size()), 0);
      if (size <= 0)
        break;
      all.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return all;
  }

  network::descriptor socket_;
};

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

BOOST_AUTO_TEST_CASE(tells_a_stranger_nothing_but_that_it_is_refused) {
  auto wrong_name = hello_words{.cluster_name = "another"};
  auto wrong_id = hello_words{.cluster_id = "another"};
  for (auto words : {wrong_name, wrong_id}) {
    words.node = 2;
    words.disk_id = "a disk";
    auto answer = stranger{cluster.place(1).node_address}.say(words);
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
  auto report = cluster.report(1);
  BOOST_TEST(report.find("its data is of cluster id another")
             != std::string::npos);
  BOOST_TEST(report.find("belongs to cluster") != std::string::npos);
}

// The real member was once refused until the node was restarted.
BOOST_AUTO_TEST_CASE(takes_no_impossible_count_for_a_members) {
  cluster.kill(3);
  auto words = hello_words{.node = 3, .incarnation = UINT64_MAX};
  words.cluster_id = identity_of(3)["cluster_id"];
  words.disk_id = identity_of(3)["disk_id"];
  for (auto id : {1U, 2U}) {
    auto answer = stranger{cluster.place(id).node_address}.say(words);
    BOOST_TEST(answer.find("cannot have been started so often")
               != std::string::npos);
  }
  cluster.start(3);
  BOOST_TEST(cluster.converged(cluster.ids()));
}

// With 4,096 of them no member could connect, and there was no quorum.
BOOST_AUTO_TEST_CASE(keeps_the_places_of_members) {
  auto crowd = tests::crowd{port_of(cluster.place(1).node_address)};
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

} // namespace node_port_test
