// The same commands give the same rows on every store, however they are divided
// into batches and commits.

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/stores/stored_rows.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace task_work_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr std::size_t command_count = 1200;

/// Commands that move, relate, change and remove a few tasks.
class random_work {
public:
  explicit random_work(std::uint64_t seed) : chance_(seed) {
  }

  std::vector<wire::Command> take() {
    auto all = std::vector<wire::Command>(2);
    for (auto i = 0U; i < 2; ++i) {
      all[i].mutable_create_project()->set_key(i == 0 ? "OPS" : "WEB");
      all[i].mutable_create_project()->set_name("x");
    }
    while (all.size() < command_count)
      all.push_back(next());
    return all;
  }

private:
  std::uint64_t some_task() {
    return 1 + chance_.below(std::max<std::uint64_t>(tasks_, 1));
  }

  std::string some_project() {
    return chance_.below(4) == 0 ? "WEB" : "OPS";
  }

  wire::CreateTask new_task() {
    auto x = wire::CreateTask{};
    ++tasks_;
    x.set_title("x");
    x.set_project(some_project());
    if (chance_.below(3) == 0)
      x.set_parent(some_task());
    x.mutable_due()->set_date(20'000);
    if (chance_.below(3) == 0)
      x.set_repeat("FREQ=DAILY");
    return x;
  }

  wire::Command move() {
    auto x = wire::Command{};
    auto& move = *x.mutable_move_task();
    move.set_id(some_task());
    if (chance_.below(8) == 0)
      move.set_project(some_project());
    if (chance_.below(8) == 0)
      move.set_status(wire::STATUS_IN_PROGRESS);
    switch (chance_.below(8)) {
      case 0:
        move.set_top(true);
        break;
      case 1:
        move.set_bottom(true);
        break;
      case 2:
        move.set_before(some_task());
        break;
      default:
        // Mostly at the same few places, so that ranks grow.
        move.set_after(1 + chance_.below(4));
    }
    return x;
  }

  wire::Command bulk() {
    auto x = wire::Command{};
    auto& bulk = *x.mutable_bulk_tasks();
    auto first = some_task();
    for (auto id = first; id < first + 5; ++id)
      bulk.add_targets()->set_id(id);
    bulk.set_atomic(chance_.below(2) == 0);
    bulk.mutable_patch()->set_status(
      chance_.below(2) == 0 ? wire::STATUS_TODO : wire::STATUS_COMPLETED);
    return x;
  }

  wire::Command next() {
    auto x = wire::Command{};
    switch (chance_.below(20)) {
      case 0:
        *x.mutable_create_task() = new_task();
        break;
      case 1:
        for (auto i = 0; i < 3; ++i)
          *x.mutable_create_tasks()->add_items() = new_task();
        break;
      case 2:
      case 3:
      case 4:
        x.mutable_block_task()->set_task(some_task());
        x.mutable_block_task()->set_other(some_task());
        x.mutable_block_task()->set_remove(chance_.below(4) == 0);
        break;
      case 5:
        return bulk();
      case 6:
        x.mutable_delete_task()->set_id(some_task());
        break;
      case 7:
        x.mutable_restore_task()->set_id(some_task());
        break;
      case 8:
        if (chance_.below(4) == 0)
          x.mutable_purge_task()->set_id(some_task());
        else
          *x.mutable_create_task() = new_task();
        break;
      default:
        return move();
    }
    return x;
  }

  dice chance_;
  /// How many tasks were asked for; some were refused.
  std::uint64_t tasks_ = 0;
};

/// Open tasks that are due, and no others, wait for their reminders.
void check_reminders(persistence::task_store& store,
                     const std::map<std::uint64_t, wire::Task>& all) {
  auto reminders = std::map<std::uint64_t, wire::Reminder>{};
  for (auto& x : stored_rows<wire::Reminder>(store))
    reminders.emplace(x.task(), x);
  auto waiting = std::size_t{0};
  for (const auto& [id, task] : all)
    waiting += task.deleted_at_us() == 0
                   && task.status() <= wire::STATUS_IN_PROGRESS
                   && reminders.at(id).at_us() != 0
                 ? 1U
                 : 0U;
  auto times = stored_rows<wire::ReminderTime>(store);
  BOOST_TEST(times.size() == waiting);
  BOOST_TEST(waiting > 0U);
  for (const auto& x : times)
    BOOST_TEST_REQUIRE(reminders.at(x.task()).at_us() == x.at_us());
}

/// What follows from rows follows from them still.
void check_derived(persistence::task_store& store) {
  auto all = std::map<std::uint64_t, wire::Task>{};
  for (auto& x : stored_rows<wire::Task>(store))
    all.emplace(x.id(), x);
  auto ranks = stored_rows<wire::Rank>(store);
  BOOST_TEST(ranks.size() == all.size());
  check_reminders(store, all);
  BOOST_TEST(stored_rows<wire::RankOrder>(store).size() == all.size());
  for (const auto& x : ranks) {
    const auto& task = all.at(x.task());
    BOOST_TEST_REQUIRE(
      (x.project() == task.project() && x.status() == task.status()));
  }
  auto open = std::map<std::uint64_t, std::uint32_t>{};
  auto blocks = stored_rows<wire::Block>(store);
  for (const auto& x : blocks) {
    const auto& task = all.at(x.task());
    auto is_open
      = task.deleted_at_us() == 0 && task.status() <= wire::STATUS_IN_PROGRESS;
    if (is_open)
      ++open[x.other()];
  }
  BOOST_TEST(stored_rows<wire::BlockedBy>(store).size() == blocks.size());
  BOOST_TEST(blocks.size() > 0U);
  auto blocked = stored_rows<wire::Blocked>(store);
  BOOST_TEST(blocked.size() == open.size());
  for (const auto& x : blocked)
    BOOST_TEST_REQUIRE(x.blockers() == open[x.task()]);
}

BOOST_AUTO_TEST_SUITE(random_work_with_tasks)

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_the_same_rows_in_any_batches, Medium,
                              all_media) {
  auto commands = random_work{5}.take();
  auto one_by_one = memory_medium{};
  auto expected = open_board(one_by_one.open(), 10'000);
  auto log = board_log{};
  auto done = std::size_t{0};
  for (auto i = std::size_t{0}; i < commands.size(); ++i) {
    auto answers = apply(*expected, log.command(i, commands[i]));
    auto result = wire::Result{};
    BOOST_REQUIRE(result.ParseFromString(answers[0].result));
    done += result.has_refusal() ? 0U : 1U;
  }
  BOOST_TEST(done > commands.size() / 2);

  auto medium = Medium{};
  auto board = open_board(medium.open(), 10'000);
  auto again = board_log{};
  auto chance = dice{9};
  for (auto i = std::size_t{0}; i < commands.size();) {
    auto count
      = std::min<std::size_t>(1 + chance.below(12), commands.size() - i);
    for (auto end = i + count; i < end; ++i)
      again.command(i, commands[i]);
    evaluate(*board, again.take());
    // The next batch is evaluated while this one is being committed.
    auto work = board->begin_commit();
    if (i < commands.size() && chance.below(2) == 0) {
      again.command(i, commands[i]);
      ++i;
      evaluate(*board, again.take());
    }
    BOOST_REQUIRE(static_cast<bool>(work.run()));
    work.finish();
  }
  commit(*board);
  BOOST_TEST(digest_of(*board) == digest_of(*expected));
  check_derived(*one_by_one.open());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_work_test
