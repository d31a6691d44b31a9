#include "actors/network/unaccepted_connections.hpp"
#include "tests/support/unit_test.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

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

} // namespace unaccepted_connections_test
