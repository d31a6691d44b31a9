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

BOOST_AUTO_TEST_CASE(has_text_before_other_fields_in_their_order) {
  const auto& members = row_type_of<wire::Member>();
  auto projects
    = std::vector<std::string>{"", "\0"s, "\0a"s, "a", "a\0b"s, "ab", "a\xff"};
  auto keys = std::vector<std::string>{};
  for (const auto& project : projects)
    keys.push_back(key_from(members, project, "ann"));
  BOOST_TEST(std::ranges::is_sorted(keys));
  for (auto i = std::size_t{0}; i < keys.size(); ++i) {
    auto parts = split_key(members, keys[i]);
    BOOST_TEST(std::get<std::string>(parts[0]) == projects[i]);
    BOOST_TEST(std::get<std::string>(parts[1]) == "ann");
    BOOST_TEST(is_key(members, keys[i]));
  }
}

BOOST_AUTO_TEST_CASE(splits_a_prefix_as_far_as_it_goes) {
  const auto& members = row_type_of<wire::Member>();
  BOOST_TEST(split_prefix(members, "OP").whole.empty());
  BOOST_TEST(split_prefix(members, "OPS\0"s).whole.empty());
  auto parts = split_prefix(members, key_from(members, "OPS") + "an");
  BOOST_TEST(parts.whole.size() == 1U);
  BOOST_TEST(parts.begin_of_last == "an");
  BOOST_TEST(!is_key(members, "OPS"));
  const auto& links = row_type_of<wire::ViewOfUser>();
  auto whole = key_from(links, "ann", 7);
  BOOST_TEST(is_key(links, whole));
  BOOST_TEST(!is_key(links, whole.substr(0, whole.size() - 1)));
  BOOST_TEST(split_prefix(links, key_from(links, "ann")).whole.size() == 1U);
}

BOOST_AUTO_TEST_CASE(has_keys_of_its_rows) {
  auto row = wire::ViewOfUser{};
  row.set_username("ann");
  row.set_view(7);
  const auto& links = row_type_of<wire::ViewOfUser>();
  BOOST_TEST(key_of(links, row) == key_from(links, "ann", 7));
  auto change = wire::Change{};
  change.set_index(9);
  change.set_position(3);
  const auto& changes = row_type_of<wire::Change>();
  BOOST_TEST(key_of(changes, change) == key_from(changes, 9, 3));
}

BOOST_AUTO_TEST_CASE(ends_its_prefixes) {
  BOOST_TEST(end_of_prefix("a") == "b");
  BOOST_TEST(end_of_prefix("a\xff") == "b");
  BOOST_TEST(end_of_prefix("\xff\xff").empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace row_type_test
