#include "actors/http/problem.hpp"
#include "tests/support/unit_test.hpp"

namespace problem_test {

using namespace taskraft;
using http::problem_of;

BOOST_AUTO_TEST_SUITE(a_problem)

// "must not hold a slash", it said, and not what.
BOOST_AUTO_TEST_CASE(names_what_is_wrong_in_its_detail) {
  BOOST_TEST(
    problem_of(errc::invalid_value, "must not be empty", "/title").detail
    == "/title: must not be empty");
  BOOST_TEST(problem_of(errc::invalid_cursor, "is no cursor", "/cursor").detail
             == "cursor: is no cursor");
}

BOOST_AUTO_TEST_CASE(says_the_rest_as_it_is) {
  BOOST_TEST(problem_of(errc::invalid_value, "it is wrong").detail
             == "it is wrong");
  BOOST_TEST(
    problem_of(errc::stale_revision, "task 1 is at 2", "/expected_rev").detail
    == "task 1 is at 2");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace problem_test
