#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

namespace cli_error_test {

using taskraft::errc;
using namespace taskraft::client;

BOOST_AUTO_TEST_SUITE(an_exit_code)

BOOST_AUTO_TEST_CASE(tells_scripts_what_happened) {
  auto code = [](errc x) { return static_cast<int>(exit_code_of(x)); };
  BOOST_TEST(code(errc::none) == 0);
  BOOST_TEST(code(errc::storage_failed) == 1);
  BOOST_TEST(code(errc::malformed) == 1);
  BOOST_TEST(code(errc::not_found) == 3);
  BOOST_TEST(code(errc::not_allowed) == 4);
  BOOST_TEST(code(errc::conflict) == 5);
  BOOST_TEST(code(errc::unavailable) == 6);
  BOOST_TEST(code(errc::outcome_unknown) == 6);
  BOOST_TEST(code(errc::timed_out) == 6);
  BOOST_TEST(code(errc::overloaded) == 6);
  BOOST_TEST(code(errc::invalid_value) == 7);
  BOOST_TEST(static_cast<int>(exit_code::usage) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace cli_error_test
