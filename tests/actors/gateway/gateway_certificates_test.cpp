#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_certificates_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  /// The codes of the logins that have ended since the last call.
  std::vector<errc> outcomes() {
    auto codes = std::vector<errc>{};
    for (const auto& x : heard<protocol::logged_in>())
      codes.push_back(x.code);
    return codes;
  }
};

BOOST_FIXTURE_TEST_SUITE(certificates_of_users, fixture)

BOOST_AUTO_TEST_CASE(stand_for_the_password_of_their_user) {
  certified = "bob";
  log_in("");
  answered(credential_of("ann", "hash"));
  checked(checking().context, false);
  BOOST_TEST(outcomes() == std::vector{errc::invalid_credentials});
  certified = "ann";
  log_in("", 5);
  answered(credential_of("ann", "hash"));
  auto made = proposal();
  BOOST_TEST(made.command.create_session().username() == "ann");
  BOOST_TEST(made.command.create_session().checked_rev() == 7U);
  evaluated(made, session_made(42));
  BOOST_TEST(outcomes() == std::vector{errc::none});
  BOOST_TEST(authenticator.take<protocol::check_password>().empty());
}

BOOST_AUTO_TEST_CASE(are_worth_nothing_for_a_disabled_user) {
  certified = "ann";
  log_in("");
  answered(credential_of("ann", "hash", 7, true));
  BOOST_TEST(proposals().empty());
  checked(checking().context, false);
  BOOST_TEST(outcomes() == std::vector{errc::invalid_credentials});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_certificates_test
