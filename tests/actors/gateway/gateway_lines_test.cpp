// What a node says of clients that fail to log in.

#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>

namespace gateway_lines_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  /// The line about a wrong password of a user with this name.
  std::string line_about(const std::string& username) {
    auto captured = captured_lines{};
    logging::start("info", 1);
    say(protocol::log_in{4, username, "incorrect horse", "tests"});
    answered(refused_reading(errc::not_found));
    checked(checking().context, false);
    return captured.written();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_tells_of_wrong_passwords, fixture)

BOOST_AUTO_TEST_CASE(without_the_password) {
  auto line = line_about("ann");
  BOOST_TEST(line.find("event=wrong_password username=ann address=\"\"\n")
             != std::string::npos);
  BOOST_TEST(line.find("horse") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(in_one_line_whatever_the_name) {
  auto line = line_about("ann\nlevel=info \x1b[31m");
  BOOST_TEST(std::ranges::count(line, '\n') == 1);
  BOOST_TEST(line.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(with_no_more_than_256_bytes_of_a_name) {
  auto line = line_about(std::string(300, 'x'));
  BOOST_TEST(line.find(std::string(256, 'x')) != std::string::npos);
  BOOST_TEST(line.find(std::string(257, 'x')) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_lines_test
