#include "persistence/disk/crc32c.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace crc32c_test {

using namespace taskraft::persistence;

BOOST_AUTO_TEST_SUITE(a_checksum)

BOOST_AUTO_TEST_CASE(is_the_one_of_rfc_3720) {
  BOOST_TEST(crc32c("123456789") == 0xE3069283U);
  BOOST_TEST(crc32c(std::string(32, '\0')) == 0x8A9136AAU);
  BOOST_TEST(crc32c(std::string(32, '\xff')) == 0x62A8AB43U);
}

BOOST_AUTO_TEST_CASE(is_the_same_with_and_without_the_instruction) {
  auto random = std::mt19937{1};
  auto bytes = std::string{};
  for (auto size = 0; size < 100; ++size) {
    BOOST_TEST(crc32c(bytes) == portable_crc32c(bytes));
    BOOST_TEST(crc32c(bytes, 7) == portable_crc32c(bytes, 7));
    bytes.push_back(static_cast<char>(random()));
  }
}

BOOST_AUTO_TEST_CASE(continues_from_part_to_part) {
  auto whole = std::string_view{"a text in two parts"};
  for (auto cut = std::size_t{0}; cut <= whole.size(); ++cut) {
    auto front = crc32c(whole.substr(0, cut));
    BOOST_TEST(crc32c(whole.substr(cut), front) == crc32c(whole));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace crc32c_test
