// The order of tasks on the board of their project.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace task_ranks_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using ids = std::vector<std::uint64_t>;

struct fixture : account_fixture {
  fixture() {
    for (const auto* key : {"OPS", "WEB"}) {
      auto x = wire::Command{};
      x.mutable_create_project()->set_key(key);
      x.mutable_create_project()->set_name(key);
      apply(x);
    }
  }

  std::uint64_t task(const std::string& project, std::uint64_t parent = 0) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("x");
    x.mutable_create_task()->set_project(project);
    x.mutable_create_task()->set_parent(parent);
    auto result = apply(x);
    BOOST_TEST_REQUIRE(result.has_task(), result.refusal().message());
    return result.task().id();
  }

  ids tasks(std::size_t count, const std::string& project = "OPS") {
    auto all = ids{};
    while (all.size() < count)
      all.push_back(task(project));
    return all;
  }

  static wire::Command move(std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_move_task()->set_id(id);
    return x;
  }
  wire::Result move_before(std::uint64_t id, std::uint64_t other) {
    auto x = move(id);
    x.mutable_move_task()->set_before(other);
    return apply(x);
  }
  wire::Result move_after(std::uint64_t id, std::uint64_t other) {
    auto x = move(id);
    x.mutable_move_task()->set_after(other);
    return apply(x);
  }
  wire::Result move_to(std::uint64_t id, bool top) {
    auto x = move(id);
    if (top)
      x.mutable_move_task()->set_top(true);
    else
      x.mutable_move_task()->set_bottom(true);
    return apply(x);
  }

  /// The tasks of a project in their order. Both tables say the same.
  ids board(const std::string& project = "OPS") {
    auto found = ids{};
    for (const auto* each : state.find_all<wire::RankOrder>(project)) {
      found.push_back(each->task());
      const auto* rank = state.find<wire::Rank>(each->task());
      const auto* row = state.find<wire::Task>(each->task());
      BOOST_TEST_REQUIRE((rank != nullptr && row != nullptr));
      BOOST_TEST_REQUIRE(rank->rank() == each->rank());
      BOOST_TEST_REQUIRE(rank->project() == project);
      BOOST_TEST_REQUIRE(row->project() == project);
      BOOST_TEST_REQUIRE(rank->status() == row->status());
    }
    BOOST_TEST(state.count<wire::RankOrder>() == state.count<wire::Rank>());
    return found;
  }

  std::size_t longest_rank() {
    auto most = std::size_t{0};
    for (const auto* each : state.find_all<wire::Rank>())
      most = std::max(most, each->rank().size());
    return most;
  }

  std::vector<std::string> last_actions() {
    auto found = std::vector<std::string>{};
    for (const auto* each : state.find_all<wire::Change>(index))
      found.push_back(each->action());
    return found;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_task_on_a_board, fixture)

BOOST_AUTO_TEST_CASE(ranks_last_when_it_is_new) {
  tasks(3);
  task("WEB");
  task("");
  task("OPS");
  BOOST_TEST(board() == (ids{1, 2, 3, 6}));
  BOOST_TEST(board("WEB") == ids{4});
  BOOST_TEST(board("") == ids{5});
}

BOOST_AUTO_TEST_CASE(moves_beside_another_one) {
  tasks(4);
  BOOST_TEST(move_before(4, 2).has_task());
  BOOST_TEST(board() == (ids{1, 4, 2, 3}));
  BOOST_TEST(move_after(1, 2).has_task());
  BOOST_TEST(board() == (ids{4, 2, 1, 3}));
  BOOST_TEST(move_before(3, 4).has_task());
  BOOST_TEST(board() == (ids{3, 4, 2, 1}));
  BOOST_TEST(move_after(4, 1).has_task());
  BOOST_TEST(board() == (ids{3, 2, 1, 4}));
  BOOST_TEST(move_to(1, true).has_task());
  BOOST_TEST(board() == (ids{1, 3, 2, 4}));
  BOOST_TEST(move_to(3, false).has_task());
  BOOST_TEST(board() == (ids{1, 2, 4, 3}));
  task("OPS");
  BOOST_TEST(board() == (ids{1, 2, 4, 3, 5}));
}

BOOST_AUTO_TEST_CASE(stays_where_it_is_already) {
  tasks(3);
  for (auto i = 0; i < 2; ++i) {
    auto before = state.mark();
    BOOST_TEST(move_after(2, 1).has_task());
    BOOST_TEST(move_before(2, 3).has_task());
    BOOST_TEST(move_to(1, true).has_task());
    BOOST_TEST(move_to(3, false).has_task());
    BOOST_TEST(state.mark() == before);
    BOOST_TEST(board() == (ids{1, 2, 3}));
  }
}

BOOST_AUTO_TEST_CASE(keeps_its_revision_in_its_column) {
  tasks(2);
  auto rev = state.find<wire::Task>(2)->rev();
  BOOST_TEST(move_before(2, 1).task().rev() == rev);
  BOOST_TEST(last_actions() == std::vector<std::string>{"task.moved"});
  auto x = move(2);
  x.mutable_move_task()->set_after(1);
  x.mutable_move_task()->set_status(wire::STATUS_IN_PROGRESS);
  auto moved = apply(x).task();
  BOOST_TEST(moved.rev() == index);
  BOOST_TEST(moved.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(last_actions() == std::vector<std::string>{"task.moved"});
  BOOST_TEST(board() == (ids{1, 2}));
  // A revision that is not expected any more.
  x.mutable_move_task()->set_expected_rev(rev);
  BOOST_TEST(is_refused(apply(x), errc::stale_revision, "/expected_rev"));
}

BOOST_AUTO_TEST_CASE(follows_its_status_wherever_it_changes) {
  tasks(1);
  auto x = wire::Command{};
  x.mutable_update_task()->set_id(1);
  x.mutable_update_task()->set_status(wire::STATUS_COMPLETED);
  apply(x);
  BOOST_TEST(state.find<wire::Rank>(1)->status() == wire::STATUS_COMPLETED);
  BOOST_TEST(board() == ids{1});
}

BOOST_AUTO_TEST_CASE(takes_its_subtasks_to_another_project) {
  auto there = task("WEB");
  auto root = task("OPS");
  auto part = task("OPS", root);
  auto other = task("OPS");
  auto x = move(root);
  x.mutable_move_task()->set_project("WEB");
  x.mutable_move_task()->set_before(there);
  auto moved = apply(x);
  BOOST_TEST_REQUIRE(moved.has_task(), moved.refusal().message());
  BOOST_TEST(moved.task().rev() == index);
  BOOST_TEST(board("WEB") == (ids{root, there, part}));
  BOOST_TEST(board("OPS") == ids{other});
  // A part goes only where the whole goes.
  x = move(part);
  x.mutable_move_task()->set_project("OPS");
  BOOST_TEST(is_refused(apply(x), errc::invalid_value, "/project"));
  // Out of all projects.
  x = move(root);
  x.mutable_move_task()->set_project("");
  apply(x);
  BOOST_TEST(board("") == (ids{root, part}));
}

BOOST_AUTO_TEST_CASE(moves_only_beside_tasks_of_its_project) {
  tasks(2);
  auto other = task("WEB");
  BOOST_TEST(is_refused(move_before(1, other), errc::invalid_value, "/before"));
  BOOST_TEST(is_refused(move_after(1, 99), errc::unknown_reference, "/after"));
  BOOST_TEST(is_refused(move_after(1, 1), errc::invalid_value, "/after"));
  BOOST_TEST(is_refused(move_after(99, 1), errc::not_found, "/id"));
  auto x = move(1);
  x.mutable_move_task()->set_status(wire::STATUS_COMPLETED);
  x.mutable_move_task()->set_after(other);
  BOOST_TEST(is_refused(apply(x), errc::invalid_value, "/after"));
  BOOST_TEST(state.find<wire::Task>(1)->status() == wire::STATUS_TODO);
  BOOST_TEST(board() == (ids{1, 2}));
}

BOOST_AUTO_TEST_CASE(has_a_short_rank_after_many_random_moves) {
  constexpr auto count = std::size_t{200};
  auto order = tasks(count);
  auto dice = std::mt19937_64{7};
  for (auto i = 0; i < 100'000; ++i) {
    auto id = order[dice() % count];
    auto other = order[dice() % count];
    if (id == other)
      continue;
    auto is_after = dice() % 2 == 0;
    auto moved = is_after ? move_after(id, other) : move_before(id, other);
    BOOST_TEST_REQUIRE(moved.has_task());
    order.erase(std::ranges::find(order, id));
    order.insert(std::ranges::find(order, other) + (is_after ? 1 : 0), id);
    if (i % 10'000 == 0)
      BOOST_TEST(board() == order);
  }
  BOOST_TEST(board() == order);
  BOOST_TEST(longest_rank() <= taskraft::tasks::max_rank);
}

// Each of these ways makes the place between two tasks smaller and smaller.
BOOST_AUTO_TEST_CASE(never_runs_out_of_ranks) {
  auto order = tasks(40);
  auto most = std::size_t{0};
  auto spreads = 0;
  auto count = [&] {
    most = std::max(most, longest_rank());
    auto actions = last_actions();
    spreads += static_cast<int>(std::ranges::count(actions, "project.updated"));
  };
  // Three tasks, each in turn between the two others.
  for (auto i = 0U; i < 3000; ++i) {
    auto moved = order[10 + i % 3];
    auto other = order[10 + (i + 1) % 3];
    BOOST_TEST_REQUIRE(move_after(moved, other).has_task());
    count();
  }
  // Always at the same task, from both sides.
  for (auto i = 0U; i < 3000; ++i) {
    auto moved = order[i % 2 == 0 ? 12 + i % 20 : 39 - i % 20];
    if (moved != order[20])
      BOOST_TEST_REQUIRE((i % 2 == 0 ? move_after(moved, order[20])
                                     : move_before(moved, order[20]))
                           .has_task());
    count();
  }
  BOOST_TEST(spreads > 10);
  BOOST_TEST(most <= taskraft::tasks::max_rank);
  auto now = board();
  BOOST_TEST(now.size() == order.size());
  std::ranges::sort(now);
  BOOST_TEST(now == order);
}

BOOST_AUTO_TEST_CASE(has_others_ranked_anew_in_the_same_order) {
  auto order = tasks(1000);
  // Between the same two tasks, always next to the first of them.
  for (auto i = std::size_t{2}; i < 300; ++i) {
    auto expected = board();
    auto moved = order[i];
    expected.erase(std::ranges::find(expected, moved));
    expected.insert(std::ranges::find(expected, order[0]) + 1, moved);
    BOOST_TEST_REQUIRE(move_after(moved, order[0]).has_task());
    if (i % 40 == 0)
      BOOST_TEST_REQUIRE(board() == expected);
  }
  BOOST_TEST(longest_rank() <= taskraft::tasks::max_rank);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_ranks_test
