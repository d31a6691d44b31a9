// Tasks that come again.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>

namespace task_repeats_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// 2026-11-26, a Thursday.
constexpr std::int32_t due_date = 20'783;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    ann = log_in("ann", "a");
    auto x = wire::Command{};
    x.mutable_create_label()->set_name("Home");
    apply(x);
  }

  static wire::CreateTask weekly() {
    auto x = wire::CreateTask{};
    x.set_title("Water the plants");
    x.set_description("All of them");
    x.set_priority(wire::PRIORITY_HIGH);
    x.mutable_due()->set_date(due_date);
    x.set_repeat("rrule:FREQ=WEEKLY;COUNT=3");
    x.add_assignees("ann");
    x.add_labels("home");
    return x;
  }

  wire::Result add(const wire::CreateTask& task) {
    auto x = wire::Command{};
    *x.mutable_create_task() = task;
    return apply(x);
  }

  wire::Result update(std::uint64_t task,
                      const std::function<void(wire::UpdateTask&)>& change) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    change(*x.mutable_update_task());
    return apply(x, ann);
  }

  wire::Result set_status(std::uint64_t task, wire::Status status) {
    return update(task, [&](wire::UpdateTask& x) { x.set_status(status); });
  }

  const wire::Task* find(std::uint64_t id) {
    return state.find<wire::Task>(id);
  }

  protocol::principal ann;
};

BOOST_FIXTURE_TEST_SUITE(a_task_that_repeats, fixture)

BOOST_AUTO_TEST_CASE(is_followed_by_the_next_one_when_it_is_completed) {
  auto parent = wire::CreateTask{};
  parent.set_title("Flat");
  auto flat = add(parent).task().id();
  auto task = weekly();
  task.set_parent(flat);
  auto made = add(task).task();
  BOOST_TEST(made.repeat() == "FREQ=WEEKLY;COUNT=3");
  auto done = set_status(made.id(), wire::STATUS_COMPLETED).task();
  BOOST_TEST(done.repeat() == "");
  BOOST_TEST(done.status() == wire::STATUS_COMPLETED);
  BOOST_REQUIRE((find(made.id() + 1) != nullptr));
  auto next = *find(made.id() + 1);
  BOOST_TEST(next.due().date() == due_date + 7);
  BOOST_TEST(next.repeat() == "FREQ=WEEKLY;COUNT=2");
  BOOST_TEST(next.title() == made.title());
  BOOST_TEST(next.description() == "All of them");
  BOOST_TEST(next.priority() == wire::PRIORITY_HIGH);
  BOOST_TEST(next.status() == wire::STATUS_TODO);
  BOOST_TEST(next.creator() == made.creator());
  BOOST_TEST(next.parent() == flat);
  BOOST_TEST(next.rev() == index);
  BOOST_TEST(next.created_at_us() == index * 1000);
  BOOST_TEST(next.completed_at_us() == 0U);
  BOOST_TEST(state.find<wire::Assignment>(next.id(), "ann") != nullptr);
  BOOST_TEST(state.find<wire::TaskLabel>(next.id(), "home") != nullptr);
  BOOST_TEST(state.find<wire::Label>("home")->uses() == 2U);
  BOOST_TEST(state.find<wire::Subtask>(flat, next.id()) != nullptr);
  BOOST_TEST(state.find<wire::Rank>(next.id()) != nullptr);
}

BOOST_AUTO_TEST_CASE(comes_again_exactly_once) {
  auto first = add(weekly()).task().id();
  set_status(first, wire::STATUS_CANCELLED);
  BOOST_TEST(state.count<wire::Task>() == 2U);
  set_status(first, wire::STATUS_TODO);
  set_status(first, wire::STATUS_COMPLETED);
  BOOST_TEST(state.count<wire::Task>() == 2U);
  set_status(first + 1, wire::STATUS_COMPLETED);
  BOOST_TEST(state.count<wire::Task>() == 3U);
  BOOST_TEST(find(first + 2)->due().date() == due_date + 14);
  // The last of the three.
  auto last = set_status(first + 2, wire::STATUS_COMPLETED).task();
  BOOST_TEST(last.repeat() == "");
  BOOST_TEST(state.count<wire::Task>() == 3U);
}

BOOST_AUTO_TEST_CASE(comes_not_again_from_the_trash) {
  auto id = add(weekly()).task().id();
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(id);
  apply(x);
  BOOST_TEST(state.count<wire::Task>() == 1U);
  BOOST_TEST(find(id)->repeat() == "FREQ=WEEKLY;COUNT=3");
}

BOOST_AUTO_TEST_CASE(is_followed_by_what_the_same_step_makes_of_it) {
  auto id = add(weekly()).task().id();
  update(id, [](wire::UpdateTask& x) {
    x.set_title("Water the trees");
    x.set_status(wire::STATUS_COMPLETED);
    x.mutable_due()->set_instant_us(due_date * tasks::day_us + 5);
    x.set_repeat("FREQ=DAILY");
    x.mutable_assignees();
  });
  BOOST_REQUIRE((find(id + 1) != nullptr));
  BOOST_TEST(find(id + 1)->title() == "Water the trees");
  BOOST_TEST(find(id + 1)->due().instant_us()
             == (due_date + 1) * tasks::day_us + 5);
  BOOST_TEST(find(id + 1)->repeat() == "FREQ=DAILY");
  BOOST_TEST(state.count<wire::Assignment>() == 0U);
  // One that repeats no more, in the same step.
  update(id + 1, [](wire::UpdateTask& x) {
    x.set_status(wire::STATUS_COMPLETED);
    x.set_repeat("");
  });
  BOOST_TEST(state.count<wire::Task>() == 2U);
}

BOOST_AUTO_TEST_CASE(needs_a_due_date_and_a_rule_that_comes) {
  auto task = weekly();
  task.clear_due();
  BOOST_TEST(is_refused(add(task), errc::invalid_value, "/repeat"));
  task = weekly();
  task.set_repeat("FREQ=HOURLY");
  BOOST_TEST(is_refused(add(task), errc::invalid_value, "/repeat"));
  task.set_repeat("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31");
  BOOST_TEST(is_refused(add(task), errc::invalid_value, "/repeat"));
  task.set_repeat("\xff");
  BOOST_TEST(is_refused(add(task), errc::invalid_value, "/repeat"));
  auto id = add(weekly()).task().id();
  BOOST_TEST(
    is_refused(update(id, [](wire::UpdateTask& x) { x.mutable_due(); }),
               errc::invalid_value, "/repeat"));
  BOOST_TEST(is_refused(
    update(id, [](wire::UpdateTask& x) { x.set_repeat("FREQ=WEEKLY;BYDAY"); }),
    errc::invalid_value, "/repeat"));
  BOOST_TEST(update(id, [](wire::UpdateTask& x) {
               x.mutable_due();
               x.set_repeat("");
             }).has_task());
  BOOST_TEST(!find(id)->has_due());
}

BOOST_AUTO_TEST_CASE(is_not_finished_where_the_next_has_no_place) {
  auto whole = wire::CreateTask{};
  whole.set_title("Whole");
  auto parent = add(whole).task().id();
  auto task = weekly();
  task.set_parent(parent);
  auto id = add(task).task().id();
  whole.set_parent(parent);
  for (auto i = std::size_t{1}; i < tasks::max_subtasks; ++i)
    BOOST_TEST_REQUIRE(add(whole).has_task());
  ann = log_in("ann", "again");
  BOOST_TEST(is_refused(set_status(id, wire::STATUS_COMPLETED), errc::too_many,
                        "/repeat"));
  BOOST_TEST(find(id)->status() == wire::STATUS_TODO);
  update(id, [](wire::UpdateTask& x) { x.set_repeat(""); });
  BOOST_TEST(set_status(id, wire::STATUS_COMPLETED).has_task());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_repeats_test
