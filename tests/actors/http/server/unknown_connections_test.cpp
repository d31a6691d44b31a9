#include "actors/http/server/unknown_connections.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>

namespace unknown_connections_test {

using namespace taskraft::http;

/// Only its address counts.
const connection* number(std::uintptr_t x) {
  return reinterpret_cast<const connection*>(x);
}

BOOST_AUTO_TEST_SUITE(connections_without_a_user)

BOOST_AUTO_TEST_CASE(give_way_in_the_order_of_their_coming) {
  auto unknown = unknown_connections{};
  BOOST_TEST(unknown.oldest("c", 3) == nullptr);
  unknown.add(number(7), "a");
  unknown.add(number(5), "b");
  unknown.add(number(6), "b");
  BOOST_TEST(unknown.oldest("c", 3) == number(7));
  unknown.remove(number(7));
  BOOST_TEST(unknown.oldest("c", 3) == number(5));
  unknown.remove(number(7));
  unknown.remove(number(5));
  unknown.remove(number(6));
  BOOST_TEST(unknown.oldest("b", 3) == nullptr);
}

BOOST_AUTO_TEST_CASE(of_whom_has_his_share_are_his_own) {
  auto unknown = unknown_connections{};
  unknown.add(number(1), "person");
  for (auto i = std::uintptr_t{2}; i < 5; ++i)
    unknown.add(number(i), "crowd");
  BOOST_TEST(unknown.oldest("crowd", 3) == number(2));
  BOOST_TEST(unknown.oldest("crowd", 4) == number(1));
  BOOST_TEST(unknown.oldest("another", 3) == number(1));
  unknown.remove(number(2));
  BOOST_TEST(unknown.oldest("crowd", 3) == number(1));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace unknown_connections_test
