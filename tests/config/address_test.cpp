#include "config/address.hpp"
#include "tests/support/unit_test.hpp"

namespace address_test {

using namespace taskraft;
using config::address;
using config::parse_address;

void require_parsed(const std::string& text, const address& expected) {
  auto parsed = parse_address(text);
  BOOST_REQUIRE_MESSAGE(parsed, text + " is refused");
  BOOST_TEST(*parsed == expected, text);
}

void require_refused(const std::string& text, const std::string& reason) {
  auto parsed = parse_address(text);
  BOOST_REQUIRE_MESSAGE(!parsed, text + " is accepted");
  BOOST_TEST(parsed.error().code == errc::invalid_value);
  BOOST_TEST(parsed.error().detail.find(reason) != std::string::npos,
             text + ": " + parsed.error().detail);
}

bool is_loopback(const std::string& text) {
  return config::is_loopback(*parse_address(text));
}

bool is_wildcard(const std::string& text) {
  return config::is_wildcard(*parse_address(text));
}

BOOST_AUTO_TEST_SUITE(an_address)

BOOST_AUTO_TEST_CASE(is_ipv4_ipv6_in_brackets_or_a_name) {
  require_parsed("127.0.0.1:7101", {"127.0.0.1", 7101});
  require_parsed("[::1]:65535", {"::1", 65535});
  require_parsed("[fe80::1:2]:1", {"fe80::1:2", 1});
  require_parsed("node-1.example.org:7101", {"node-1.example.org", 7101});
  require_parsed("tasks_node:80", {"tasks_node", 80});
}

BOOST_AUTO_TEST_CASE(may_be_a_name_with_the_dot_of_the_root) {
  require_parsed("example.org.:7101", {"example.org.", 7101});
  require_refused("example.org..:7101", "neither a name nor IPv4");
  require_refused(".:7101", "neither a name nor IPv4");
}

BOOST_AUTO_TEST_CASE(of_this_machine_is_known_in_each_of_its_forms) {
  for (auto text : {"localhost:1", "LOCALHOST:1", "localhost.:1"}) {
    require_parsed(text, {"localhost", 1});
    BOOST_TEST(is_loopback(text));
  }
  BOOST_TEST(!is_loopback("localhost.example.org:1"));
}

BOOST_AUTO_TEST_CASE(needs_a_port_from_1_to_65535) {
  require_refused("127.0.0.1", "the port is missing");
  require_refused("[::1]", "the port is missing");
  require_refused("", "the port is missing");
  require_refused("127.0.0.1:", "port from 1 to 65535");
  require_refused("127.0.0.1:0", "port from 1 to 65535");
  require_refused("127.0.0.1:65536", "port from 1 to 65535");
  require_refused("127.0.0.1:+80", "port from 1 to 65535");
  require_refused("127.0.0.1:80x", "port from 1 to 65535");
  require_refused("127.0.0.1: 80", "port from 1 to 65535");
}

BOOST_AUTO_TEST_CASE(may_leave_its_port_open_for_who_listens) {
  auto parsed = parse_address("127.0.0.1:0", config::port_rule::any);
  BOOST_REQUIRE(parsed);
  BOOST_TEST(*parsed == (address{"127.0.0.1", 0}));
  BOOST_TEST(!parse_address("127.0.0.1:65536", config::port_rule::any));
}

BOOST_AUTO_TEST_CASE(needs_a_host) {
  require_refused(":7101", "the host is missing");
  require_refused("[]:7101", "is not IPv6");
}

BOOST_AUTO_TEST_CASE(needs_brackets_around_ipv6) {
  require_refused("::1:7101", "IPv6 needs its brackets");
  require_refused("fe80::2:7101", "IPv6 needs its brackets");
  require_refused("[localhost]:7101", "is not IPv6");
  require_refused("[127.0.0.1]:7101", "is not IPv6");
}

BOOST_AUTO_TEST_CASE(is_refused_when_its_host_is_neither_name_nor_number) {
  for (auto host : {"256.0.0.1", "1.2.3", "a..b", "-a", "a-", "a b", ".", "a/b",
                    "http//a", "[::1", "::1]"}) {
    auto text = std::string{host} + ":80";
    BOOST_TEST(!parse_address(text), text);
  }
  require_refused("1.2.3.4.5:80", "neither a name nor IPv4");
  require_refused(std::string(64, 'a') + ":80", "neither a name nor IPv4");
}

BOOST_AUTO_TEST_CASE(is_written_as_it_was_read) {
  for (auto text : {"127.0.0.1:7101", "[::1]:7101", "localhost:1"})
    BOOST_TEST(to_string(*parse_address(text)) == text);
}

BOOST_AUTO_TEST_CASE(is_loopback_when_only_this_machine_reaches_it) {
  BOOST_TEST(is_loopback("127.0.0.1:1"));
  BOOST_TEST(is_loopback("127.255.3.4:1"));
  BOOST_TEST(is_loopback("[::1]:1"));
  BOOST_TEST(is_loopback("[0:0::0:1]:1"));
  BOOST_TEST(is_loopback("localhost:1"));
  BOOST_TEST(!is_loopback("0.0.0.0:1"));
  BOOST_TEST(!is_loopback("[::]:1"));
  BOOST_TEST(!is_loopback("128.0.0.1:1"));
  BOOST_TEST(!is_loopback("localhost.example.org:1"));
}

BOOST_AUTO_TEST_CASE(is_a_wildcard_when_it_means_every_interface) {
  BOOST_TEST(is_wildcard("0.0.0.0:1"));
  BOOST_TEST(is_wildcard("[::]:1"));
  BOOST_TEST(!is_wildcard("127.0.0.1:1"));
  BOOST_TEST(!is_wildcard("[::1]:1"));
  BOOST_TEST(!is_wildcard("localhost:1"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace address_test
