#include "protocol/json/objects.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/page_weight.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace page_weight_test {

using namespace taskraft;
namespace wire = tasks::wire;

wire::Task task_with(const std::string& description) {
  auto x = wire::Task{};
  x.set_id(1);
  x.set_title("a");
  x.set_description(description);
  return x;
}

BOOST_AUTO_TEST_SUITE(the_weight_of_a_row_in_a_page)

BOOST_AUTO_TEST_CASE(is_no_less_than_its_json) {
  for (const auto& description :
       {std::string{}, std::string(3000, 'x'), std::string(3000, '"'),
        std::string(3000, '\n'), std::string(3000, '\x01')}) {
    auto row = task_with(description);
    BOOST_TEST(tasks::page_weight(row) >= json::to_json(row).dump().size());
    BOOST_TEST(tasks::page_weight(row) >= row.ByteSizeLong());
  }
}

BOOST_AUTO_TEST_CASE(is_not_much_more_than_a_long_text) {
  auto row = task_with(std::string(tasks::max_description_bytes, 'x'));
  BOOST_TEST(tasks::page_weight(row) < tasks::max_description_bytes + 1024);
}

BOOST_AUTO_TEST_CASE(holds_bytes_that_are_shown_as_base64) {
  auto pair = wire::KeyValue{};
  pair.set_value(std::string(9000, 'x'));
  BOOST_TEST(tasks::page_weight(pair) >= 12000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace page_weight_test
