#include "protocol/crypto/sha256.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace sha256_test {

using namespace taskraft::protocol;

/// Of "abc" (FIPS 180-4).
constexpr auto of_abc
  = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

BOOST_AUTO_TEST_SUITE(a_digest)

BOOST_AUTO_TEST_CASE(is_that_of_the_standard) {
  BOOST_TEST(hex(sha256_bytes("abc")) == of_abc);
  BOOST_TEST(
    hex(sha256_bytes(""))
    == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_CASE(is_the_same_however_the_bytes_come) {
  auto hash = sha256_hash{};
  hash.add("a");
  hash.add("");
  hash.add("bc");
  BOOST_TEST(hash.take() == sha256("abc"));
}

// RFC 4231, test case 2.
BOOST_AUTO_TEST_CASE(with_a_key_is_that_of_the_standard) {
  BOOST_TEST(
    hex(hmac_sha256("Jefe", "what do ya want for nothing?"))
    == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

BOOST_AUTO_TEST_CASE(is_compared_in_whole) {
  BOOST_TEST(equal_secrets("abc", "abc"));
  BOOST_TEST(equal_secrets("", ""));
  BOOST_TEST(!equal_secrets("abc", "abd"));
  BOOST_TEST(!equal_secrets("abc", "ab"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sha256_test
