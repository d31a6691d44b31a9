// The rows beside a key, over all layers: compared with a model that knows
// everything, whatever the store has shown so far.

#include "persistence/board/hot_rows.hpp"
#include "persistence/board/overlay.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/stores/memory_task_store.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace overlay_ranges_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::known_rows;
using persistence::overlay;
using persistence::table_changes;
namespace wire = taskraft::tasks::wire;

wire::RankOrder order(std::uint64_t place, std::uint64_t task = 1) {
  auto x = wire::RankOrder{};
  x.set_project("OPS");
  x.set_rank(std::to_string(1000 + place));
  x.set_task(task);
  return x;
}

std::vector<std::string> ranks(const std::vector<const wire::RankOrder*>& x) {
  auto found = std::vector<std::string>{};
  for (const auto* each : x)
    found.push_back(each->rank() + " " + std::to_string(each->task()));
  return found;
}

struct layers {
  /// Changes a row of a layer, and the model with it.
  void change(table_changes& layer, std::uint64_t place, std::uint64_t task) {
    if (task == 0) {
      layer.erase<wire::RankOrder>("OPS", order(place).rank());
      model.erase<wire::RankOrder>("OPS", order(place).rank());
    } else {
      layer.put(order(place, task));
      model.put(order(place, task));
    }
  }

  /// Evaluates until nothing is missing, as the board does. Says in how many
  /// rounds.
  template <class Find>
  int evaluate(Find find) {
    for (auto round = 1;; ++round) {
      auto rows = overlay{pending, &committing, loaded, resident, hot};
      find(rows);
      if (rows.missing().empty())
        return round;
      for (const auto& each : rows.missing())
        loaded.add(each, memory_disk::load(store, each));
      BOOST_TEST_REQUIRE(round < 100);
    }
  }

  memory_disk::rows store;
  table_changes pending;
  table_changes committing;
  known_rows loaded;
  known_rows resident;
  persistence::hot_rows hot;
  map_view model;
};

BOOST_FIXTURE_TEST_SUITE(rows_beside_a_key, layers)

BOOST_AUTO_TEST_CASE(are_the_same_in_layers_as_in_one) {
  auto chance = dice{11};
  auto many_rounds = 0;
  for (auto i = 0; i < 400; ++i) {
    store = {};
    pending = {};
    committing = {};
    loaded = {};
    model.take_back(0);
    auto stored = table_changes{};
    for (auto place = 0U; place < 120; ++place) {
      if (chance.below(3) > 0)
        change(stored, place, 1);
      // Rows that are committed may be in the store already.
      if (chance.below(3) == 0) {
        auto task = chance.below(2) == 0 ? 0U : 2U;
        change(committing, place, task);
        if (chance.below(2) == 0)
          change(stored, place, task);
      }
      // Sometimes most rows of the store are erased.
      if (chance.below(4) < (i % 2 == 0 ? 1U : 3U))
        change(pending, place, chance.below(4) > 0 ? 0U : 3U);
    }
    // Another project's, on both sides.
    auto other = order(30);
    for (const auto* project : {"OPR", "OPT"}) {
      other.set_project(project);
      stored.put(other);
      model.put(other);
    }
    auto changes = persistence::change_set{};
    changes.rows = std::move(stored);
    memory_disk::add_rows(store, changes);
    for (auto j = 0; j < 10; ++j) {
      auto from = order(chance.below(120));
      auto count = 1 + chance.below(12);
      auto backwards = chance.below(2) == 0;
      auto find = [&](tasks::view& rows) {
        return ranks(backwards ? rows.find_before(from, count, from.project())
                               : rows.find_after(from, count, from.project()));
      };
      auto found = std::vector<std::string>{};
      auto rounds = evaluate([&](overlay& rows) { found = find(rows); });
      BOOST_TEST_REQUIRE(found == find(model));
      many_rounds += rounds > 2 ? 1 : 0;
    }
  }
  BOOST_TEST(many_rounds > 10);
}

BOOST_AUTO_TEST_CASE(are_loaded_only_where_they_are_not_known) {
  auto changes = persistence::change_set{};
  for (auto place = 0U; place < 1000; ++place)
    changes.rows.put(order(place));
  memory_disk::add_rows(store, changes);
  auto next = [](overlay& rows) {
    BOOST_TEST(rows.find_after(order(500), 1, std::string{"OPS"}).size() <= 1U);
  };
  BOOST_TEST(evaluate(next) == 2);
  BOOST_TEST(evaluate(next) == 1);
  BOOST_TEST(loaded.rows_of(tasks::row_type_of<wire::RankOrder>())->size()
             < 20U);
  // What lies in the known range is known not to exist.
  BOOST_TEST(
    evaluate([](overlay& rows) {
      auto absent = order(501).rank() + "x";
      BOOST_TEST(
        (rows.find<wire::RankOrder>(std::string{"OPS"}, absent) == nullptr));
    })
    == 1);
}

BOOST_AUTO_TEST_CASE(are_taken_back_to_a_mark) {
  loaded.add({&tasks::row_type_of<wire::RankOrder>(), {}, {std::string{}}}, {});
  auto rows = overlay{pending, &committing, loaded, resident, hot};
  rows.put(order(1));
  auto mark = rows.mark();
  rows.put(order(1, 7));
  rows.put(order(2));
  rows.take_back(mark);
  auto found = rows.find_all<wire::RankOrder>();
  BOOST_TEST(ranks(found) == std::vector<std::string>{"1001 1"});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace overlay_ranges_test
