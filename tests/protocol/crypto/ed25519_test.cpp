#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/sha256.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace ed25519_test {

using namespace taskraft::protocol;

std::string bytes(std::string_view digits) {
  auto out = std::string{};
  for (auto i = std::size_t{0}; i < digits.size(); i += 2)
    out
      += static_cast<char>(std::stoi(std::string{digits.substr(i, 2)}, {}, 16));
  return out;
}

/// RFC 8032, 7.1, test 2.
const auto private_key
  = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
constexpr auto public_digits
  = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr auto signature_digits
  = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

BOOST_AUTO_TEST_SUITE(ed25519)

BOOST_AUTO_TEST_CASE(is_that_of_the_rfc) {
  BOOST_TEST(hex(ed25519_public_key(private_key)) == public_digits);
  BOOST_TEST(hex(ed25519_sign(private_key, "\x72")) == signature_digits);
  BOOST_TEST(
    ed25519_verify(bytes(public_digits), "\x72", bytes(signature_digits)));
}

BOOST_AUTO_TEST_CASE(refuses_what_was_not_signed) {
  auto key = bytes(public_digits);
  auto signature = bytes(signature_digits);
  BOOST_TEST(!ed25519_verify(key, "\x73", signature));
  BOOST_TEST(!ed25519_verify(key, "", signature));
  BOOST_TEST(!ed25519_verify(key, "\x72", ""));
  BOOST_TEST(!ed25519_verify("", "\x72", signature));
  BOOST_TEST(!ed25519_verify(std::string(32, '\xff'), "\x72", signature));
  signature[5] = static_cast<char>(signature[5] ^ 1);
  BOOST_TEST(!ed25519_verify(key, "\x72", signature));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ed25519_test
