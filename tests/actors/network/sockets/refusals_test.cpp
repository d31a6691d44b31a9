#include "actors/network/sockets/refusals.hpp"
#include "tests/actors/network/system_pair.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace refusals_test {

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(lines_about_refused_connections)

// A node that waits to be added had each founder write one every three seconds.
BOOST_AUTO_TEST_CASE(say_the_same_of_one_machine_once) {
  auto say = [](const std::string& host, const std::string& reason) {
    return network::may_log_refusal("event", host, reason);
  };
  // Others may have used the second up.
  BOOST_REQUIRE(tests::eventually([&] { return say("192.0.2.1", "a"); }));
  BOOST_TEST(!say("192.0.2.1", "a"));
  BOOST_TEST(tests::eventually([&] { return say("192.0.2.1", "another"); }));
  BOOST_TEST(tests::eventually([&] { return say("192.0.2.2", "a"); }));
}

BOOST_AUTO_TEST_CASE(are_few) {
  auto count = 0;
  for (auto i = 0; i < 100; ++i)
    count += network::may_log_refusal("event", "192.0.2.3", std::to_string(i));
  BOOST_TEST(count <= 20);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace refusals_test
