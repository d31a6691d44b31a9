#include "actors/network/sockets/dialer.hpp"
#include "tests/actors/network/proxy.hpp"
#include "tests/actors/network/system_pair.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <future>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace dialer_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture {
  /// The answer to one dial.
  std::future<protocol::dialled> dial(const std::string& address,
                                      std::chrono::milliseconds timeout = 2s) {
    auto answer = std::make_shared<std::promise<protocol::dialled>>();
    auto requester = program.system.spawn(
      [answer](caf::event_based_actor* self) -> caf::behavior {
        return {[=](const protocol::dialled& x) {
          answer->set_value(x);
          self->quit();
        }};
      });
    program.dialer->dial(address, timeout, requester);
    return answer->get_future();
  }

  /// A socket that listens on loopback, or nothing if this machine cannot.
  /// It takes `backlog` connections and one more, and accepts none.
  static descriptor listen_at(int family, std::uint16_t& port,
                              int backlog = 8) {
    auto result = descriptor{::socket(family, SOCK_STREAM, 0)};
    auto address = sockaddr_in6{};
    auto size = socklen_t{sizeof(address)};
    auto raw = reinterpret_cast<sockaddr*>(&address);
    if (family == AF_INET6) {
      address.sin6_family = AF_INET6;
      address.sin6_addr = in6addr_loopback;
    } else {
      auto short_address = reinterpret_cast<sockaddr_in*>(&address);
      short_address->sin_family = AF_INET;
      short_address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      size = sizeof(sockaddr_in);
    }
    if (::bind(result.get(), raw, size) != 0
        || ::listen(result.get(), backlog) != 0)
      return {};
    port = network::local_endpoint(result.get())->port;
    return result;
  }

  void check_reaches(const std::string& host, std::uint16_t port) {
    auto answer = dial(host + ':' + std::to_string(port)).get();
    BOOST_REQUIRE(answer.socket);
    auto remote = network::remote_endpoint(answer.socket->get());
    BOOST_REQUIRE(remote);
    BOOST_TEST(remote->port == port);
  }

  tests::program program;
};

BOOST_FIXTURE_TEST_SUITE(the_dialer, fixture)

BOOST_AUTO_TEST_CASE(reaches_numbers_and_names) {
  auto port = std::uint16_t{0};
  auto listener = listen_at(AF_INET, port);
  check_reaches("127.0.0.1", port);
  check_reaches("localhost", port);
}

BOOST_AUTO_TEST_CASE(reaches_ipv6) {
  auto port = std::uint16_t{0};
  auto listener = listen_at(AF_INET6, port);
  if (!listener) {
    BOOST_TEST_MESSAGE("this machine has no IPv6");
    return;
  }
  check_reaches("[::1]", port);
}

BOOST_AUTO_TEST_CASE(says_why_it_cannot) {
  auto port = std::uint16_t{0};
  listen_at(AF_INET, port);
  auto refused = dial("127.0.0.1:" + std::to_string(port)).get();
  BOOST_TEST(!refused.socket);
  BOOST_TEST(refused.reason == "Connection refused");
  BOOST_TEST(dial("nonsense").get().reason == "not an address");
  auto unknown = dial("no-such-host.invalid:1").get();
  BOOST_TEST(!unknown.socket);
  BOOST_TEST(!unknown.reason.empty());
}

BOOST_AUTO_TEST_CASE(gives_up_in_time_and_delays_nobody_else) {
  // A listener that does not accept, and whose backlog is full, does not
  // answer.
  auto silent_port = std::uint16_t{0};
  auto silent = listen_at(AF_INET, silent_port, 0);
  auto fillers = std::vector<std::future<protocol::dialled>>{};
  auto address = "127.0.0.1:" + std::to_string(silent_port);
  for (auto i = 0; i < 4; ++i)
    fillers.push_back(dial(address, 300ms));
  auto port = std::uint16_t{0};
  auto listener = listen_at(AF_INET, port);
  auto began = std::chrono::steady_clock::now();
  check_reaches("127.0.0.1", port);
  BOOST_TEST(std::chrono::steady_clock::now() - began < 250ms);
  auto timed_out = 0;
  auto answers = std::vector<protocol::dialled>{};
  for (auto& x : fillers) {
    answers.push_back(x.get());
    timed_out += answers.back().reason == "timed out";
  }
  BOOST_TEST(timed_out >= 1);
  BOOST_TEST(std::chrono::steady_clock::now() - began < 1s);
}

BOOST_AUTO_TEST_CASE(stops_at_once_without_an_answer) {
  auto port = std::uint16_t{0};
  auto silent = listen_at(AF_INET, port, 0);
  auto address = "127.0.0.1:" + std::to_string(port);
  auto first = dial(address, 10s).get();
  auto second = dial(address, 10s);
  auto began = std::chrono::steady_clock::now();
  program.dialer->stop();
  BOOST_TEST(std::chrono::steady_clock::now() - began < 1s);
  // The actor that asked gets no answer.
  BOOST_CHECK_THROW(second.get(), std::future_error);
}

BOOST_AUTO_TEST_CASE(closes_what_nobody_wants_any_more) {
  auto port = std::uint16_t{0};
  auto listener = listen_at(AF_INET, port);
  auto gone = program.system.spawn([](caf::event_based_actor*) {});
  program.dialer->dial("127.0.0.1:" + std::to_string(port), 2s, gone);
  auto accepted = descriptor{::accept(listener.get(), nullptr, nullptr)};
  auto watched = pollfd{accepted.get(), POLLIN, 0};
  BOOST_TEST(::poll(&watched, 1, 2000) == 1);
  auto byte = char{};
  BOOST_TEST(::recv(accepted.get(), &byte, 1, MSG_DONTWAIT) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace dialer_test
