// Many tasks in one command, and tasks that go for ever.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <string>
#include <vector>

namespace bulk_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using names = std::vector<std::string>;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob"}) {
      create(name);
      as[name] = log_in(name, name);
    }
    for (const auto* name : {"Bug", "home"}) {
      auto x = wire::Command{};
      x.mutable_create_label()->set_name(name);
      apply(x);
    }
  }

  std::uint64_t task(const std::string& who = "ann", std::uint64_t parent = 0) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("x");
    x.mutable_create_task()->set_parent(parent);
    return apply(x, as.at(who)).task().id();
  }

  static wire::BulkTasks bulk(const std::vector<std::uint64_t>& tasks) {
    auto x = wire::BulkTasks{};
    for (auto id : tasks)
      x.add_targets()->set_id(id);
    return x;
  }

  wire::Result apply_bulk(const wire::BulkTasks& bulk) {
    auto x = wire::Command{};
    *x.mutable_bulk_tasks() = bulk;
    return apply(x, as.at("ann"));
  }

  names labels_of(std::uint64_t task) {
    auto found = names{};
    for (const auto* each : state.find_all<wire::TaskLabel>(task))
      found.push_back(each->name());
    return found;
  }
  names assignees_of(std::uint64_t task) {
    auto found = names{};
    for (const auto* each : state.find_all<wire::Assignment>(task))
      found.push_back(each->username());
    return found;
  }

  /// Of one task that is left.
  void check_nothing_hangs_on_tasks() {
    BOOST_TEST(state.count<wire::Assignment>() == 0U);
    BOOST_TEST(state.count<wire::TaskLabel>() == 0U);
    BOOST_TEST(state.count<wire::Share>() == 0U);
    BOOST_TEST(state.count<wire::Comment>() == 0U);
    BOOST_TEST(state.count<wire::CommentPlace>() == 0U);
    BOOST_TEST(state.count<wire::Subtask>() == 0U);
    BOOST_TEST(state.count<wire::Rank>() == 1U);
    BOOST_TEST(state.count<wire::RankOrder>() == 1U);
    BOOST_TEST(state.count<wire::Block>() == 0U);
    BOOST_TEST(state.count<wire::BlockedBy>() == 0U);
    BOOST_TEST(state.count<wire::Blocked>() == 0U);
  }

  const wire::Task* find(std::uint64_t id) {
    return state.find<wire::Task>(id);
  }
  wire::Priority priority_of(std::uint64_t id) {
    return find(id)->priority();
  }

  std::map<std::string, protocol::principal> as;
};

BOOST_FIXTURE_TEST_SUITE(a_bulk_change, fixture)

BOOST_AUTO_TEST_CASE(changes_each_task_that_may_be_changed) {
  auto first = task();
  auto foreign = task("bob");
  auto last = task();
  auto x = bulk({first, foreign, last});
  x.mutable_patch()->set_priority(wire::PRIORITY_HIGH);
  auto result = apply_bulk(x);
  BOOST_TEST_REQUIRE(result.bulk().items_size() == 3);
  BOOST_TEST(result.bulk().items(0).id() == first);
  BOOST_TEST(result.bulk().items(0).rev() == index);
  BOOST_TEST(!result.bulk().items(0).has_refusal());
  BOOST_TEST(result.bulk().items(1).refusal().code()
             == static_cast<std::uint32_t>(errc::not_found));
  BOOST_TEST(priority_of(first) == wire::PRIORITY_HIGH);
  BOOST_TEST(priority_of(foreign) == wire::PRIORITY_NONE);
  BOOST_TEST(priority_of(last) == wire::PRIORITY_HIGH);
  // The same again changes nothing.
  result = apply_bulk(x);
  BOOST_TEST(result.bulk().items(0).rev() == index - 1);
  BOOST_TEST(state.find_all<wire::Change>(index).empty());
}

BOOST_AUTO_TEST_CASE(is_of_all_tasks_or_none_if_wanted) {
  auto first = task();
  auto second = task();
  auto x = bulk({first, second, 99, 98});
  x.mutable_patch()->set_priority(wire::PRIORITY_HIGH);
  x.set_atomic(true);
  BOOST_TEST(is_refused(apply_bulk(x), errc::not_found, "/ids/2"));
  BOOST_TEST(priority_of(first) == wire::PRIORITY_NONE);
  BOOST_TEST(priority_of(second) == wire::PRIORITY_NONE);
  BOOST_TEST(state.find_all<wire::Change>(index).empty());
  x.mutable_targets()->RemoveLast();
  x.mutable_targets()->RemoveLast();
  x.mutable_targets(1)->set_expected_rev(1);
  BOOST_TEST(is_refused(apply_bulk(x), errc::stale_revision, "/ids/1"));
  BOOST_TEST(priority_of(first) == wire::PRIORITY_NONE);
  x.mutable_targets(1)->set_expected_rev(find(second)->rev());
  BOOST_TEST(apply_bulk(x).has_bulk());
  BOOST_TEST(priority_of(first) == wire::PRIORITY_HIGH);
  BOOST_TEST(state.find_all<wire::Change>(index).size() == 2U);
}

BOOST_AUTO_TEST_CASE(adds_and_removes_labels_and_assignees) {
  auto first = task();
  auto second = task();
  auto x = bulk({first, second});
  x.mutable_add()->add_labels("BUG");
  x.mutable_add()->add_labels("home");
  x.mutable_add()->add_assignees("bob");
  BOOST_TEST(apply_bulk(x).has_bulk());
  BOOST_TEST(labels_of(first) == (names{"Bug", "home"}));
  BOOST_TEST(assignees_of(second) == names{"bob"});
  BOOST_TEST(state.find<wire::Label>("bug")->uses() == 2U);
  x = bulk({first, second});
  x.mutable_remove()->add_labels("bug");
  x.mutable_remove()->add_labels("unknown");
  x.mutable_add()->add_assignees("ann");
  auto result = apply_bulk(x);
  BOOST_TEST(!result.bulk().items(0).has_refusal());
  BOOST_TEST(labels_of(first) == names{"home"});
  BOOST_TEST(assignees_of(first) == (names{"ann", "bob"}));
  x = bulk({first});
  x.mutable_add()->add_labels("unknown");
  result = apply_bulk(x);
  BOOST_TEST(result.bulk().items(0).refusal().pointer() == "/labels");
  // After what the patch sets.
  x = bulk({second});
  x.mutable_patch()->mutable_labels()->add_names("bug");
  x.mutable_add()->add_labels("home");
  x.mutable_patch()->mutable_assignees();
  BOOST_TEST(apply_bulk(x).has_bulk());
  BOOST_TEST(labels_of(second) == (names{"Bug", "home"}));
  BOOST_TEST(assignees_of(second).empty());
}

BOOST_AUTO_TEST_CASE(throws_tasks_away) {
  auto first = task();
  auto part = task("ann", first);
  auto x = bulk({first, part});
  x.set_trash(true);
  auto result = apply_bulk(x);
  BOOST_TEST(find(first)->deleted_at_us() != 0U);
  BOOST_TEST(result.bulk().items(1).rev() == index);
  x.mutable_patch()->set_priority(wire::PRIORITY_HIGH);
  BOOST_TEST(is_refused(apply_bulk(x), errc::invalid_value, "/delete"));
}

BOOST_AUTO_TEST_CASE(is_of_1_to_200_different_tasks) {
  BOOST_TEST(is_refused(apply_bulk({}), errc::invalid_value, "/ids"));
  BOOST_TEST(
    is_refused(apply_bulk(bulk({1, 2, 1})), errc::invalid_value, "/ids"));
  auto many = std::vector<std::uint64_t>{};
  for (auto id = std::uint64_t{1}; id <= 201; ++id)
    many.push_back(id);
  BOOST_TEST(is_refused(apply_bulk(bulk(many)), errc::invalid_value, "/ids"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_batch, fixture)

BOOST_AUTO_TEST_CASE(makes_each_task_that_may_be) {
  auto parent = task();
  auto x = wire::Command{};
  auto& batch = *x.mutable_create_tasks();
  batch.add_items()->set_title("One");
  batch.add_items()->set_title("");
  batch.add_items()->set_title("Two");
  batch.mutable_items(2)->set_parent(parent);
  batch.mutable_items(2)->add_labels("bug");
  auto& last = *batch.add_items();
  last.set_title("Three");
  last.add_assignees("nobody");
  auto result = apply(x, as.at("ann"));
  BOOST_TEST_REQUIRE(result.created_tasks().items_size() == 4);
  const auto& items = result.created_tasks().items();
  BOOST_TEST(items[0].task().id() == parent + 1);
  BOOST_TEST(items[1].refusal().pointer() == "/title");
  BOOST_TEST(items[2].task().id() == parent + 2);
  BOOST_TEST(items[2].task().labels(0) == "Bug");
  BOOST_TEST(items[3].refusal().pointer() == "/assignees");
  BOOST_TEST(state.count<wire::Task>() == 3U);
  BOOST_TEST(state.count<wire::Rank>() == 3U);
  batch.clear_items();
  BOOST_TEST(is_refused(apply(x, as.at("ann")), errc::invalid_value, "/items"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_purge, fixture)

BOOST_AUTO_TEST_CASE(leaves_nothing_of_a_task_and_its_subtasks) {
  auto other = task();
  auto root = task();
  auto part = task("ann", root);
  auto link = [&](const auto& fill) {
    auto x = wire::Command{};
    fill(x);
    BOOST_TEST_REQUIRE(!apply(x, as.at("ann")).has_refusal());
  };
  for (auto id : {root, part}) {
    link([&](wire::Command& x) {
      x.mutable_label_task()->set_task(id);
      x.mutable_label_task()->set_name("bug");
    });
    link([&](wire::Command& x) {
      x.mutable_assign_task()->set_task(id);
      x.mutable_assign_task()->set_username("bob");
    });
    link([&](wire::Command& x) {
      x.mutable_share_task()->set_task(id);
      x.mutable_share_task()->set_username("bob");
    });
    link([&](wire::Command& x) {
      x.mutable_add_comment()->set_task(id);
      x.mutable_add_comment()->set_text("@bob");
    });
  }
  link([&](wire::Command& x) {
    x.mutable_block_task()->set_task(part);
    x.mutable_block_task()->set_other(other);
  });
  link([&](wire::Command& x) {
    x.mutable_block_task()->set_task(other);
    x.mutable_block_task()->set_other(root);
  });
  BOOST_TEST(state.find<wire::Blocked>(other) != nullptr);
  // One that lies in the trash goes as well.
  link([&](wire::Command& x) { x.mutable_delete_task()->set_id(part); });

  auto x = wire::Command{};
  x.mutable_purge_task()->set_id(root);
  BOOST_TEST(is_refused(apply(x, as.at("bob")), errc::not_allowed, ""));
  x.mutable_purge_task()->set_expected_rev(1);
  BOOST_TEST(
    is_refused(apply(x, as.at("ann")), errc::stale_revision, "/expected_rev"));
  x.mutable_purge_task()->clear_expected_rev();
  BOOST_TEST(apply(x, as.at("ann")).task().id() == root);
  BOOST_TEST(state.count<wire::Task>() == 1U);
  check_nothing_hangs_on_tasks();
  BOOST_TEST(state.find_all<wire::Watch>(root).empty());
  BOOST_TEST(state.find<wire::Label>("bug")->uses() == 0U);
  BOOST_TEST(is_refused(apply(x, as.at("ann")), errc::not_found, "/id"));
  // Its id is not given again.
  BOOST_TEST(task() == part + 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace bulk_rules_test
