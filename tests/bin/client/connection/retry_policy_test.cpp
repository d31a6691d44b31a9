#include "bin/client/connection/retry_policy.hpp"
#include "tests/support/unit_test.hpp"

namespace retry_policy_test {

using namespace taskraft::client;
using namespace std::chrono_literals;

struct fixture {
  fixture() {
    trip.opened(0);
    trip.opened(1);
  }

  retry_policy trip{3, true};
};

BOOST_FIXTURE_TEST_SUITE(an_request, fixture)

BOOST_AUTO_TEST_CASE(asks_nobody_without_a_link) {
  BOOST_TEST(!retry_policy(3, true).next(0s));
}

BOOST_AUTO_TEST_CASE(waits_for_an_answer) {
  BOOST_TEST(*trip.next(0s) == 0U);
  trip.asked(0, 0s);
  BOOST_TEST(!trip.next(999ms));
}

BOOST_AUTO_TEST_CASE(turns_from_a_silent_node_to_another) {
  trip.asked(0, 0s);
  BOOST_TEST(*trip.next(1s) == 1U);
}

BOOST_AUTO_TEST_CASE(does_not_repeat_itself_to_a_node_that_has_the_question) {
  trip.asked(0, 0s);
  trip.asked(1, 1s);
  BOOST_TEST(!trip.next(4s));
  trip.closed(0);
  trip.opened(0);
  BOOST_TEST(*trip.next(4s) == 0U);
}

BOOST_AUTO_TEST_CASE(turns_from_a_lost_node_at_once) {
  trip.asked(0, 0s);
  trip.closed(0);
  BOOST_TEST(*trip.next(1ms) == 1U);
  BOOST_TEST(trip.doubtful());
}

BOOST_AUTO_TEST_CASE(turns_from_a_refusing_node_at_once) {
  trip.asked(0, 0s);
  trip.refused(0, 10ms);
  BOOST_TEST(*trip.next(10ms) == 1U);
  BOOST_TEST(!trip.doubtful());
}

BOOST_AUTO_TEST_CASE(leaves_a_refusing_node_alone_for_a_while) {
  trip.closed(1);
  trip.asked(0, 0s);
  trip.refused(0, 10ms);
  BOOST_TEST(!trip.next(109ms));
  BOOST_TEST(*trip.next(110ms) == 0U);
}

BOOST_AUTO_TEST_CASE(is_certain_once_a_silent_node_refuses_late) {
  trip.asked(0, 0s);
  trip.asked(1, 1s);
  trip.refused(1, 1100ms);
  BOOST_TEST(trip.doubtful());
  trip.refused(0, 1200ms);
  BOOST_TEST(!trip.doubtful());
}

BOOST_AUTO_TEST_CASE(stays_doubtful_after_one_of_two_sendings_was_refused) {
  trip.asked(0, 0s);
  trip.closed(0);
  trip.opened(0);
  trip.asked(0, 1s);
  trip.refused(0, 1100ms);
  BOOST_TEST(trip.doubtful());
}

BOOST_AUTO_TEST_CASE(stays_doubtful_where_a_node_does_not_know) {
  trip.asked(0, 0s);
  trip.unknown(0, 10ms);
  trip.asked(1, 10ms);
  trip.refused(1, 20ms);
  BOOST_TEST(trip.doubtful());
  BOOST_TEST(trip.next(200ms).has_value());
}

BOOST_AUTO_TEST_CASE(is_not_run_twice_if_that_does_harm) {
  auto once = retry_policy{2, false};
  once.opened(0);
  once.opened(1);
  once.asked(0, 0s);
  BOOST_TEST(!once.next(3s));
  BOOST_TEST(!once.lost());
  once.closed(0);
  BOOST_TEST(!once.next(3s));
  BOOST_TEST(once.lost());
}

BOOST_AUTO_TEST_CASE(knows_whether_waiting_can_make_it_certain) {
  auto policy = retry_policy{2, true};
  BOOST_TEST(!policy.settles());
  policy.opened(0);
  policy.opened(1);
  policy.asked(0, 0s);
  BOOST_TEST(policy.settles());
  policy.asked(1, 1s);
  policy.refused(1, 1s);
  BOOST_TEST(policy.settles());
  BOOST_TEST(policy.doubtful());
  policy.closed(0);
  BOOST_TEST(!policy.settles());
  policy.opened(0);
  BOOST_TEST(!policy.settles());
  auto unsure = retry_policy{1, true};
  unsure.opened(0);
  unsure.asked(0, 0s);
  unsure.unknown(0, 0s);
  BOOST_TEST(!unsure.settles());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace retry_policy_test
