// Stores write rows in statements of several; none is lost at their borders.

#include "persistence/store/task_store.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <string>

namespace commit_size_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

wire::Task task_numbered(std::uint64_t id) {
  auto x = wire::Task{};
  x.set_id(id);
  x.set_rev(id);
  x.set_title("Task " + std::to_string(id));
  x.set_status(wire::STATUS_TODO);
  x.set_priority(wire::PRIORITY_NONE);
  // In every second row this is null.
  x.set_completed_at_us(id % 2);
  return x;
}

BOOST_AUTO_TEST_SUITE(a_commit)

BOOST_AUTO_TEST_CASE_TEMPLATE(of_any_size_keeps_all_rows, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto id = std::uint64_t{0};
  auto x = persistence::change_set{};
  for (auto size : {1U, 7U, 8U, 9U, 31U, 32U, 33U, 75U}) {
    x.rows = {};
    x.before = x.after.applied.index;
    x.after.applied = {x.before.next(), {1}};
    auto first = id + 1;
    for (; id + 1 < first + size; ++id) {
      x.rows.put(task_numbered(id + 1));
      x.rows.put(key_row("key " + std::to_string(id + 1),
                         std::string(id + 1, 'v'), id + 1));
    }
    BOOST_TEST_REQUIRE(static_cast<bool>(store->commit(x)));
    auto loader = store->open_loader();
    BOOST_TEST_REQUIRE(static_cast<bool>(loader));
    for (auto each = first; each <= id; ++each) {
      auto task = find_row<wire::Task>(**loader, each);
      BOOST_TEST_REQUIRE(task.has_value());
      BOOST_TEST(task->SerializeAsString()
                 == task_numbered(each).SerializeAsString());
      auto key = find_key(**loader, "key " + std::to_string(each));
      BOOST_TEST_REQUIRE(key.has_value());
      BOOST_TEST(key->value() == std::string(each, 'v'));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commit_size_test
