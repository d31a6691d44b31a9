#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_reasons_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_FIXTURE_TEST_SUITE(the_gateway_tells_why_nothing_was_done,
                         tests::accounts_fixture)

BOOST_AUTO_TEST_CASE(whether_the_majority_or_its_database_is_away) {
  auto reason = [this] {
    auto answer = heard<protocol::logged_in>();
    BOOST_TEST_REQUIRE(answer.size() == 1U);
    BOOST_TEST(answer[0].code == errc::unavailable);
    return answer[0].reason;
  };
  log_in();
  pass(1000);
  BOOST_TEST(reason() == "no majority has answered");
  server.take<protocol::request_read_index>();
  gateway_fixture::read(10);
  // A majority has come farther than this node's database.
  log_in();
  gateway_fixture::read(10);
  grant(round().value(), 11);
  pass(1000);
  server.take<protocol::request_read_index>();
  BOOST_TEST(reason() == "the database of this node has not answered");
  // A reader fails, and another one hangs.
  log_in();
  grant(round().value(), 10);
  for (auto times = 0; times < 2; ++times) {
    auto asked = reader.take<protocol::answer_queries>();
    BOOST_TEST_REQUIRE(asked.size() == 1U);
    reader.tell(gateway, protocol::queries_read{asked[0].context, nullptr});
    drain();
  }
  BOOST_TEST(reason() == "the database of this node has not answered");
  log_in();
  grant(round().value(), 10);
  pass(1000);
  BOOST_TEST(reason() == "the database of this node has not answered");
}

BOOST_AUTO_TEST_CASE(if_it_has_not_come_to_the_password) {
  log_in();
  answered(credential_of("ann", "hash"));
  checking();
  pass(1000);
  auto answer = heard<protocol::logged_in>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(answer[0].code == errc::overloaded);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_reasons_test
