#include "actors/http/handover.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace handover_test {

using namespace taskraft;
using namespace taskraft::http;

const auto signing_key = std::string(32, 's');
const auto public_key = protocol::ed25519_public_key(signing_key);

std::string token() {
  return sign_handover({.node = 2, .session = 7, .expires_us = 1'000'000},
                       signing_key, "cluster");
}

BOOST_AUTO_TEST_SUITE(a_handover)

BOOST_AUTO_TEST_CASE(says_who_has_signed_it_for_whom) {
  auto read = read_handover(token());
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->what.node == 2U);
  BOOST_TEST(read->what.session == 7U);
  BOOST_TEST(read->what.expires_us == 1'000'000U);
  BOOST_TEST(is_signed(*read, public_key, "cluster"));
}

BOOST_AUTO_TEST_CASE(is_good_for_one_cluster_and_one_key) {
  auto read = read_handover(token());
  BOOST_TEST(!is_signed(*read, public_key, "another"));
  BOOST_TEST(!is_signed(*read, public_key, ""));
  auto other = protocol::ed25519_public_key(std::string(32, 'o'));
  BOOST_TEST(!is_signed(*read, other, "cluster"));
  BOOST_TEST(!is_signed(*read, "", "cluster"));
}

BOOST_AUTO_TEST_CASE(is_not_changed_by_its_holder) {
  auto whole = token();
  for (auto i = std::size_t{4}; i < whole.size(); ++i) {
    auto forged = whole;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    auto read = read_handover(forged);
    BOOST_TEST((!read || !is_signed(*read, public_key, "cluster")), i);
  }
  for (auto size = std::size_t{0}; size < whole.size(); ++size)
    BOOST_TEST(!read_handover(whole.substr(0, size)).has_value());
  BOOST_TEST(!read_handover(whole + "AAAA").has_value());
  BOOST_TEST(!read_handover("trs_" + whole.substr(4)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace handover_test
