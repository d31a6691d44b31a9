#include "actors/network/unaccepted_connections.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/io/middleman.hpp>

#include <arpa/inet.h>
#include <array>
#include <future>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace unaccepted_connections_test {

using namespace taskraft;

std::string origin_of(const std::string& text) {
  auto remote = sockaddr_storage{};
  auto& four = reinterpret_cast<sockaddr_in&>(remote);
  auto& six = reinterpret_cast<sockaddr_in6&>(remote);
  if (::inet_pton(AF_INET, text.c_str(), &four.sin_addr) == 1)
    remote.ss_family = AF_INET;
  else if (::inet_pton(AF_INET6, text.c_str(), &six.sin6_addr) == 1)
    remote.ss_family = AF_INET6;
  return network::origin_of(remote);
}

BOOST_AUTO_TEST_SUITE(the_origin_of_a_connection)

BOOST_AUTO_TEST_CASE(is_an_address_or_a_network_of_one_host) {
  BOOST_CHECK(origin_of("10.0.0.1") == origin_of("10.0.0.1"));
  BOOST_CHECK(origin_of("10.0.0.1") != origin_of("10.0.0.2"));
  BOOST_CHECK(origin_of("2001:db8::1") == origin_of("2001:db8::2:3"));
  BOOST_CHECK(origin_of("2001:db8::1") != origin_of("2001:db8:0:1::1"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_unaccepted_connection, tests::program)

BOOST_AUTO_TEST_CASE(is_not_kept_if_it_has_ended_before) {
  auto ends = std::array<int, 2>{};
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  auto link = network::make_scribe(system, ends[0], {});
  auto counts = std::promise<std::array<std::size_t, 2>>{};
  system.middleman().backend().post([&] {
    auto kept = network::unaccepted_connections{{}};
    auto add = [&] {
      kept.announce();
      kept.add(link, "here", {});
      return kept.count();
    };
    auto alive = add();
    link->cut("for a test");
    counts.set_value({alive, add()});
    link = nullptr;
  });
  auto found = counts.get_future().get();
  BOOST_TEST(found[0] == 1U);
  BOOST_TEST(found[1] == 0U);
  ::close(ends[1]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace unaccepted_connections_test
