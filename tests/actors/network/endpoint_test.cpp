#include "actors/network/endpoint.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(an_address)

BOOST_AUTO_TEST_CASE(is_a_host_and_a_port) {
  BOOST_TEST((network::parse_endpoint("127.0.0.1:7101")
              == network::endpoint{"127.0.0.1", 7101}));
  BOOST_TEST((network::parse_endpoint("node1.example.org:0")
              == network::endpoint{"node1.example.org", 0}));
}

BOOST_AUTO_TEST_CASE(may_be_a_bracketed_ipv6_number) {
  auto parsed = network::parse_endpoint("[::1]:65535");
  BOOST_REQUIRE(parsed);
  BOOST_TEST((*parsed == network::endpoint{"::1", 65535}));
  BOOST_TEST(network::to_string(*parsed) == "[::1]:65535");
}

BOOST_DATA_TEST_CASE(
  is_refused_if_malformed,
  boost::unit_test::data::make({"", ":", "host", "host:", ":1", "host:65536",
                                "host:-1", "host:1x", "::1:5", "[]:5", "[::1]",
                                "[::1:5", "a]:5", "host: 5"}),
  text) {
  BOOST_TEST(!network::parse_endpoint(text));
}

BOOST_AUTO_TEST_SUITE_END()
