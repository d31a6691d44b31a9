#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/history/reminder_rules.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace reminder_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr auto soon = wire::NOTIFICATION_KIND_DUE_TOMORROW;
constexpr auto late = wire::NOTIFICATION_KIND_OVERDUE;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    ann = log_in("ann", "a");
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    x.mutable_create_task()->mutable_due()->set_date(100);
    task = apply(x, ann).task().id();
    index += tasks::day_us / 1000 * 99;
    ann = log_in("ann", "b");
  }

  wire::Result update(auto&& fill) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    fill(*x.mutable_update_task());
    return apply(x, ann);
  }
  void set_status(wire::Status status) {
    update([&](auto& x) { x.set_status(status); });
  }

  std::optional<wire::Reminder> reminder() {
    const auto* row = state.find<wire::Reminder>(task);
    return row == nullptr ? std::nullopt : std::optional{*row};
  }
  /// When a leader looks at it; zero: it does not.
  std::uint64_t looked_at() {
    auto all = state.find_all<wire::ReminderTime>();
    BOOST_TEST(all.size() <= 1U);
    return all.empty() ? 0 : all[0]->at_us();
  }

  wire::Result remind(std::uint64_t at_us, wire::NotificationKind kind,
                      std::uint64_t next_at_us,
                      wire::NotificationKind next_kind) {
    auto x = wire::Command{};
    auto& to = *x.mutable_remind_users();
    to.set_task(task);
    to.set_at_us(at_us);
    to.set_kind(kind);
    to.add_usernames("ann");
    to.set_next_at_us(next_at_us);
    to.set_next_kind(next_kind);
    return apply(x, node());
  }

  std::size_t told() {
    return state.find_all<wire::Notification>("ann").size();
  }

  protocol::principal ann;
  std::uint64_t task = 0;
};

/// A day begins first where clocks are 14 hours ahead.
constexpr auto first_soon = std::uint64_t{(99 * 24 - 14) * 3'600'000'000};
constexpr auto first_late = std::uint64_t{(101 * 24 - 14) * 3'600'000'000};

BOOST_FIXTURE_TEST_SUITE(a_reminder, fixture)

BOOST_AUTO_TEST_CASE(waits_for_the_first_day_anywhere) {
  BOOST_TEST(looked_at() == first_soon);
  BOOST_TEST(reminder()->kind() == soon);
  auto instant = wire::Due{};
  instant.set_instant_us(tasks::day_us * 100);
  BOOST_TEST(tasks::first_reminder_us(instant, late)
             == std::uint64_t{100 * tasks::day_us});
  BOOST_TEST(tasks::first_reminder_us(instant, soon)
             == std::uint64_t{100 * tasks::day_us - 50 * 3'600'000'000});
  instant.set_date(tasks::first_due_date);
  BOOST_TEST(tasks::first_reminder_us(instant, soon) == 1U);
}

BOOST_AUTO_TEST_CASE(is_told_once_by_whichever_leader) {
  auto done = remind(first_soon, soon, first_late, late);
  BOOST_TEST(done.has_noted());
  BOOST_TEST(told() == 1U);
  const auto* row = state.find_all<wire::Notification>("ann")[0];
  BOOST_TEST(row->kind() == soon);
  BOOST_TEST(row->task() == task);
  BOOST_TEST(row->actor() == "");
  BOOST_TEST(looked_at() == first_late);
  BOOST_TEST(is_refused(remind(first_soon, soon, first_late, late),
                        errc::conflict, "/at"));
  BOOST_TEST(told() == 1U);
}

BOOST_AUTO_TEST_CASE(is_not_told_before_its_time) {
  BOOST_TEST(remind(first_soon, soon, first_late, late).has_noted());
  BOOST_TEST(
    is_refused(remind(first_late, late, 0, late), errc::conflict, "/at"));
  index += tasks::day_us / 1000 * 2;
  BOOST_TEST(remind(first_late, late, 0, late).has_noted());
  BOOST_TEST(told() == 2U);
  BOOST_TEST(looked_at() == 0U);
  // Everything is told of this value.
  BOOST_TEST(reminder()->at_us() == 0U);
}

BOOST_AUTO_TEST_CASE(rests_while_the_task_is_not_open_and_repeats_nothing) {
  remind(first_soon, soon, first_late, late);
  set_status(wire::STATUS_COMPLETED);
  BOOST_TEST(looked_at() == 0U);
  BOOST_TEST(
    is_refused(remind(first_late, late, 0, late), errc::conflict, "/at"));
  set_status(wire::STATUS_IN_PROGRESS);
  BOOST_TEST(looked_at() == first_late);
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(task);
  apply(x, ann);
  BOOST_TEST(looked_at() == 0U);
  x = {};
  x.mutable_restore_task()->set_id(task);
  apply(x, ann);
  BOOST_TEST(looked_at() == first_late);
}

BOOST_AUTO_TEST_CASE(begins_anew_with_another_value_and_ends_without_one) {
  remind(first_soon, soon, first_late, late);
  update([](auto& x) { x.mutable_due()->set_date(110); });
  BOOST_TEST(reminder()->kind() == soon);
  BOOST_TEST(looked_at() == first_soon + 10ULL * tasks::day_us);
  update([](auto& x) { x.mutable_due(); });
  BOOST_TEST(!reminder());
  BOOST_TEST(looked_at() == 0U);
  update([](auto& x) { x.mutable_due()->set_date(120); });
  BOOST_TEST(looked_at() == first_soon + 20ULL * tasks::day_us);
  auto purge = wire::Command{};
  purge.mutable_purge_task()->set_id(task);
  apply(purge, ann);
  BOOST_TEST(!reminder());
  BOOST_TEST(looked_at() == 0U);
}

BOOST_AUTO_TEST_CASE(remembers_who_was_told_where_days_begin_earlier) {
  remind(first_soon, soon, first_soon + 5, soon);
  BOOST_TEST_REQUIRE(reminder()->told_size() == 1);
  BOOST_TEST(reminder()->told(0) == "ann");
  BOOST_TEST(looked_at() == first_soon + 5);
  remind(first_soon + 5, soon, first_late, late);
  BOOST_TEST(reminder()->told_size() == 0);
}

BOOST_AUTO_TEST_CASE(tells_nothing_of_old_tasks_that_are_brought_in) {
  auto x = wire::Command{};
  for (auto day : {10, 200}) {
    auto& item = *x.mutable_create_tasks()->add_items();
    item.set_title("Brought in");
    item.mutable_due()->set_date(day);
  }
  auto made = apply(x, ann).created_tasks();
  task = made.items(0).task().id();
  BOOST_TEST(reminder()->at_us() == 0U);
  task = made.items(1).task().id();
  BOOST_TEST(reminder()->at_us() != 0U);
  BOOST_TEST(state.count<wire::ReminderTime>() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace reminder_rules_test
