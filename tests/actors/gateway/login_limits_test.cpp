#include "actors/gateway/login_limits.hpp"
#include "tests/support/unit_test.hpp"

namespace login_limits_test {

using taskraft::actors::login_limits;

void fail(login_limits& limits, const std::string& username,
          const std::string& address, std::size_t times, std::uint64_t now) {
  for (auto i = std::size_t{0}; i < times; ++i)
    limits.failed(username, address, now);
}

BOOST_AUTO_TEST_SUITE(the_limits_of_logins)

BOOST_AUTO_TEST_CASE(end_guessing_after_five_wrong_passwords) {
  auto limits = login_limits{100};
  fail(limits, "ann", "a", 4, 1);
  BOOST_TEST(limits.may_try("ann", "a", 1));
  limits.failed("ann", "a", 1);
  BOOST_TEST(!limits.may_try("ann", "a", 1));
  BOOST_TEST(limits.may_try("bob", "a", 1));
}

BOOST_AUTO_TEST_CASE(lock_nobody_else_out) {
  auto limits = login_limits{100};
  fail(limits, "ann", "a", 9, 1);
  BOOST_TEST(limits.may_try("ann", "b", 1));
}

BOOST_AUTO_TEST_CASE(count_the_failures_of_an_address_over_all_users) {
  auto limits = login_limits{100};
  for (const auto* name : {"u0", "u1", "u2", "u3", "u4"})
    fail(limits, name, "a", 2, 1);
  BOOST_TEST(!limits.may_try("nobody yet", "a", 1));
  BOOST_TEST(limits.may_try("u0", "b", 1));
}

// Ten wrong passwords of anybody kept every command line client out.
BOOST_AUTO_TEST_CASE(count_by_user_alone_where_no_address_is_known) {
  auto limits = login_limits{100};
  for (const auto* name : {"u0", "u1", "u2", "u3", "u4"})
    fail(limits, name, "", 4, 1);
  BOOST_TEST(limits.may_try("nobody yet", "", 1));
  BOOST_TEST(limits.may_try("u0", "", 1));
  limits.failed("u0", "", 1);
  BOOST_TEST(!limits.may_try("u0", "", 1));
  BOOST_TEST(limits.may_try("u0", "a", 1));
}

// One host of IPv6 has as many addresses as it likes, and had as many guesses.
BOOST_AUTO_TEST_CASE(take_the_addresses_of_a_host_for_one) {
  using taskraft::actors::network_of;
  auto limits = login_limits{100};
  for (auto i = 0; i < 10; ++i)
    limits.failed("u" + std::to_string(i), "2001:db8:1:2::" + std::to_string(i),
                  1);
  BOOST_TEST(!limits.may_try("ann", "2001:db8:1:2:ffff::1", 1));
  BOOST_TEST(limits.may_try("ann", "2001:db8:1:3::1", 1));
  for (const auto* same :
       {"192.0.2.7", "192.0.2.7:4711", "::ffff:192.0.2.7", "::ffff:c000:207"})
    BOOST_TEST(network_of(same) == network_of("192.0.2.7"), same);
  for (const auto* same : {"[2001:db8:1:2::5]:80", "[2001:db8:1:2::6]",
                           "2001:DB8:1:2:0::7", "2001:db8:1:2::8%eth0"})
    BOOST_TEST(network_of(same) == network_of("2001:db8:1:2::1"), same);
  BOOST_TEST(network_of("192.0.2.8") != network_of("192.0.2.7"));
  for (const auto* other : {"", "unknown", "a:b", "[", "[]", "::g", ":80"})
    BOOST_TEST(network_of(other) == other);
}

BOOST_AUTO_TEST_CASE(never_take_a_name_and_an_address_for_another_pair) {
  auto limits = login_limits{100};
  fail(limits, "ann", "bx", 5, 1);
  BOOST_TEST(limits.may_try("annb", "x", 1));
}

BOOST_AUTO_TEST_CASE(forget_failures_one_by_one) {
  auto limits = login_limits{100};
  fail(limits, "ann", "a", 4, 1);
  limits.failed("ann", "a", 50);
  BOOST_TEST(!limits.may_try("ann", "a", 100));
  BOOST_TEST(limits.may_try("ann", "a", 101));
  fail(limits, "ann", "a", 4, 101);
  BOOST_TEST(!limits.may_try("ann", "a", 101));
  BOOST_TEST(limits.may_try("ann", "a", 150));
}

BOOST_AUTO_TEST_CASE(keep_no_more_names_than_they_must) {
  auto limits = login_limits{100};
  for (auto i = 0; i < 10'000; ++i)
    limits.failed("u" + std::to_string(i), "a", 1);
  limits.failed("ann", "b", 200);
  BOOST_TEST(limits.size() == 1U);
  BOOST_TEST(limits.may_try("u1", "a", 200));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace login_limits_test
