// What a single command may cost at most: one that hangs hangs every node.

#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rank_text.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <ctime>
#include <string>

namespace task_bounds_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// Ten are allowed; a busy machine may take twice that. Sanitizers make
/// everything slower.
#ifdef __SANITIZE_ADDRESS__
constexpr auto most_ms = 100.0;
#else
constexpr auto most_ms = 20.0;
#endif

/// Of this thread, so that others that run beside it do not count.
double milliseconds_of(const auto& work) {
  auto begin = timespec{};
  auto end = timespec{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
  work();
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
  return static_cast<double>(end.tv_sec - begin.tv_sec) * 1e3
         + static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e6;
}

struct fixture : account_fixture {
  /// Tasks with nothing but an id.
  void add_tasks(std::uint64_t count) {
    auto row = wire::Task{};
    row.set_status(wire::STATUS_TODO);
    row.set_title("x");
    for (auto id = std::uint64_t{1}; id <= count; ++id) {
      row.set_id(id);
      state.put(row);
    }
  }
  void relate(std::uint64_t task, std::uint64_t other) {
    auto block = wire::Block{};
    block.set_task(task);
    block.set_other(other);
    state.put(std::move(block));
    auto blocked = wire::BlockedBy{};
    blocked.set_task(other);
    blocked.set_other(task);
    state.put(std::move(blocked));
  }
  wire::Result block(std::uint64_t task, std::uint64_t other) {
    auto x = wire::Command{};
    x.mutable_block_task()->set_task(task);
    x.mutable_block_task()->set_other(other);
    return apply(x);
  }
};

BOOST_FIXTURE_TEST_SUITE(what_a_command_costs, fixture)

BOOST_AUTO_TEST_CASE(is_bounded_in_the_search_for_a_cycle) {
  // Two trees: of what waits for task 2, and of what task 1 waits for.
  constexpr auto each = std::uint64_t{6000};
  add_tasks(2 * each + 2);
  for (auto i = std::uint64_t{1}; i <= each; ++i) {
    auto parent = (i - 1) / 80;
    relate(parent == 0 ? 2 : 2 + parent, 2 + i);
    relate(2 + each + i, parent == 0 ? 1 : 2 + each + parent);
  }
  auto result = wire::Result{};
  auto spent = milliseconds_of([&] { result = block(1, 2); });
  BOOST_TEST(is_refused(result, errc::too_many, "/other"));
  BOOST_TEST(spent < most_ms);
  BOOST_TEST_MESSAGE("the search for a cycle: " << spent << " ms");
}

BOOST_AUTO_TEST_CASE(is_bounded_in_the_search_for_the_next_day) {
  for (const auto* text : {"FREQ=YEARLY;BYDAY=-53MO;BYMONTHDAY=31",
                           "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31",
                           "FREQ=DAILY;INTERVAL=7;BYDAY=MO"}) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("x");
    x.mutable_create_task()->set_repeat(text);
    x.mutable_create_task()->mutable_due()->set_date(20'487);
    auto result = wire::Result{};
    auto spent = milliseconds_of([&] { result = apply(x); });
    BOOST_TEST(is_refused(result, errc::invalid_value, "/repeat"));
    BOOST_TEST(spent < most_ms);
    BOOST_TEST_MESSAGE(text << ": " << spent << " ms");
  }
}

BOOST_AUTO_TEST_CASE(is_bounded_where_a_task_has_very_many_parts) {
  constexpr auto count = std::uint64_t{tasks::max_subtasks};
  add_tasks(count + 1);
  for (auto i = std::uint64_t{2}; i <= count; ++i) {
    auto part = wire::Subtask{};
    part.set_parent(1);
    part.set_task(i);
    state.put(std::move(part));
  }
  auto counter = wire::Counter{};
  counter.set_table(tasks::row_type_of<wire::Task>().number);
  counter.set_next(count + 2);
  state.put(std::move(counter));
  auto x = wire::Command{};
  x.mutable_create_task()->set_title("x");
  x.mutable_create_task()->set_parent(1);
  auto result = wire::Result{};
  auto spent = milliseconds_of([&] { result = apply(x); });
  BOOST_TEST(result.has_task());
  BOOST_TEST(spent < most_ms);
  BOOST_TEST_MESSAGE("the last of many parts: " << spent << " ms");
  BOOST_TEST(is_refused(apply(x), errc::too_many, "/parent"));
}

BOOST_AUTO_TEST_CASE(is_bounded_where_keys_are_counted_and_changes_forgotten) {
  for (auto i = 0; i < 1000; ++i) {
    auto pair = wire::KeyValue{};
    pair.set_key(std::to_string(i));
    state.put(std::move(pair));
    auto change = wire::Change{};
    change.set_index(static_cast<std::uint64_t>(i + 1));
    state.put(std::move(change));
  }
  auto x = wire::Command{};
  auto& limit = *x.mutable_change_settings()->add_changes();
  limit.set_name("kv_bytes");
  limit.set_value(1'000'000);
  apply(x);
  index += tasks::change_us / 1000;
  x.mutable_count_keys();
  auto before = state.mark();
  BOOST_TEST(!apply(x, node()).keys_counted().done());
  BOOST_TEST(state.mark() - before == 1U);
  x.mutable_forget_changes();
  before = state.mark();
  BOOST_TEST(apply(x, node()).has_noted());
  BOOST_TEST(state.mark() - before == 101U);
}

BOOST_AUTO_TEST_CASE(is_bounded_where_a_board_is_ranked_anew) {
  // A board whose ranks are as long and as close as no moves make them.
  constexpr auto count = std::uint64_t{5000};
  add_tasks(count + 1);
  auto low = "a1" + std::string(tasks::max_rank - 4, 'V');
  auto ranks = tasks::ranks_between(low, low + 'z', count);
  for (auto i = std::uint64_t{0}; i <= count; ++i) {
    auto row = wire::Rank{};
    row.set_task(i + 1);
    row.set_status(wire::STATUS_TODO);
    row.set_rank(i < count ? ranks[i] : "b00V");
    auto order = wire::RankOrder{};
    order.set_rank(row.rank());
    order.set_task(row.task());
    state.put(std::move(row));
    state.put(std::move(order));
  }
  auto anchor = std::uint64_t{0};
  for (auto i = ranks.size() / 2; i + 1 < ranks.size() && anchor == 0; ++i)
    if (tasks::rank_between(ranks[i], ranks[i + 1]).size() > tasks::max_rank)
      anchor = i + 1;
  BOOST_TEST_REQUIRE(anchor != 0U);
  auto x = wire::Command{};
  x.mutable_move_task()->set_id(count + 1);
  x.mutable_move_task()->set_after(anchor);
  auto before = state.mark();
  auto result = wire::Result{};
  auto spent = milliseconds_of([&] { result = apply(x); });
  BOOST_TEST(result.has_task());
  BOOST_TEST(spent < most_ms);
  BOOST_TEST(state.mark() - before > tasks::max_spread_tasks);
  BOOST_TEST(state.mark() - before < 4 * tasks::max_spread_tasks);
  BOOST_TEST_MESSAGE("new ranks: " << spent << " ms");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_bounds_test
