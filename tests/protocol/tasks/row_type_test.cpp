#include "protocol/tasks/row_type.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace row_type_test {

using namespace taskraft::tasks;
using namespace std::string_literals;

const row_type& tasks_table() {
  return row_type_of<wire::Task>();
}
const row_type& keys_table() {
  return row_type_of<wire::KeyValue>();
}

BOOST_AUTO_TEST_SUITE(a_row_type)

BOOST_AUTO_TEST_CASE(has_the_number_of_its_field_in_snapshots) {
  BOOST_TEST(tasks_table().number == 3U);
  BOOST_TEST(keys_table().number == 4U);
  BOOST_TEST(row_type_of<wire::RequestRun>().number == 0U);
}

BOOST_AUTO_TEST_CASE(has_keys_in_the_order_of_their_fields) {
  auto numbers = std::vector<std::uint64_t>{0, 1, 255, 256, ~std::uint64_t{0}};
  auto keys = std::vector<std::string>{};
  for (auto number : numbers)
    keys.push_back(key_from(tasks_table(), number));
  BOOST_TEST(std::ranges::is_sorted(keys));
  for (auto i = std::size_t{0}; i < keys.size(); ++i)
    BOOST_TEST(std::get<std::uint64_t>(split_key(tasks_table(), keys[i])[0])
               == numbers[i]);
}

BOOST_AUTO_TEST_CASE(has_keys_of_any_bytes) {
  auto row = wire::KeyValue{};
  row.set_key("a\0\xff"s);
  BOOST_TEST(key_of(keys_table(), row) == "a\0\xff"s);
  BOOST_TEST(std::get<std::string>(split_key(keys_table(), "a\0\xff"s)[0])
             == "a\0\xff"s);
  BOOST_TEST(split_prefix(keys_table(), "a").begin_of_last == "a");
}

BOOST_AUTO_TEST_CASE(knows_its_own_keys) {
  BOOST_TEST(is_key(keys_table(), ""));
  BOOST_TEST(is_key(tasks_table(), key_from(tasks_table(), 7)));
  BOOST_TEST(!is_key(tasks_table(), "short"));
  BOOST_TEST(!is_key(tasks_table(), key_from(tasks_table(), 7) + "x"));
}

BOOST_AUTO_TEST_CASE(ends_its_prefixes) {
  BOOST_TEST(end_of_prefix("a") == "b");
  BOOST_TEST(end_of_prefix("a\xff") == "b");
  BOOST_TEST(end_of_prefix("\xff\xff").empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace row_type_test
