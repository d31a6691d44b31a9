// Which rows evaluation sees of those that are in the store, being committed or
// just changed, and which rows it asks the store for.

#include "persistence/board/hot_rows.hpp"
#include "persistence/board/overlay.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace overlay_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::known_rows;
using persistence::overlay;
using persistence::table_changes;
using persistence::wanted_rows;

wire::Sticker sticker(std::uint64_t task, const std::string& colour,
                      std::uint64_t rev) {
  auto row = wire::Sticker{};
  row.set_task(task);
  row.set_colour(colour);
  row.set_rev(rev);
  return row;
}

const tasks::row_type& stickers() {
  return tasks::row_type_of<wire::Sticker>();
}

std::vector<std::uint64_t> revs_of(tasks::view& rows, std::uint64_t task) {
  auto revs = std::vector<std::uint64_t>{};
  for (const auto* row : rows.find_all<wire::Sticker>(task))
    revs.push_back(row->rev());
  return revs;
}

struct layers {
  layers() {
    auto loaded_here = persistence::loaded_rows{};
    for (const auto* colour : {"blue", "green", "red"})
      loaded_here.push_back(
        std::make_shared<wire::Sticker>(sticker(1, colour, 1)));
    loaded.add({&stickers(), {}, {tasks::key_from(stickers(), 1)}},
               loaded_here);
    committing.put(sticker(1, "green", 2));
    committing.erase<wire::Sticker>(1, std::string{"red"});
    committing.put(sticker(1, "yellow", 2));
  }

  table_changes pending;
  table_changes committing;
  known_rows loaded;
  known_rows resident;
  persistence::hot_rows hot;
};

using revs = std::vector<std::uint64_t>;

BOOST_FIXTURE_TEST_SUITE(an_overlay, layers)

BOOST_AUTO_TEST_CASE(shows_what_is_newest_of_each_row) {
  auto rows = overlay{pending, &committing, loaded, resident, hot};
  BOOST_TEST(revs_of(rows, 1) == (revs{1, 2, 2}));
  rows.put(sticker(1, "blue", 3));
  rows.put(sticker(1, "amber", 3));
  rows.erase<wire::Sticker>(1, "yellow");
  BOOST_TEST(revs_of(rows, 1) == (revs{3, 3, 2}));
  BOOST_TEST(rows.find<wire::Sticker>(1, "blue")->rev() == 3U);
  BOOST_TEST(rows.find<wire::Sticker>(1, "green")->rev() == 2U);
  BOOST_TEST(rows.find<wire::Sticker>(1, "red") == nullptr);
  BOOST_TEST(rows.find<wire::Sticker>(1, "yellow") == nullptr);
  BOOST_TEST(rows.missing().empty());
}

BOOST_AUTO_TEST_CASE(notes_what_nobody_knows) {
  auto rows = overlay{pending, &committing, loaded, resident, hot};
  BOOST_TEST(rows.find<wire::Sticker>(2, "red") == nullptr);
  BOOST_TEST(rows.find_all<wire::Sticker>(3).empty());
  BOOST_TEST(rows.find<tasks::wire::Task>(7) == nullptr);
  BOOST_REQUIRE(rows.missing().size() == 2U);
  const auto& wanted = rows.missing()[0];
  BOOST_TEST(wanted.type == &stickers());
  BOOST_TEST(
    (wanted.keys == std::vector{tasks::key_from(stickers(), 2, "red")}));
  BOOST_TEST(wanted.prefixes == std::vector{tasks::key_from(stickers(), 3)});
  // It is known by now that this row does not exist.
  for (const auto& each : std::vector<wanted_rows>{rows.missing()})
    loaded.add(each, {});
  auto again = overlay{pending, &committing, loaded, resident, hot};
  BOOST_TEST(again.find<wire::Sticker>(2, "red") == nullptr);
  BOOST_TEST(again.find<wire::Sticker>(3, "any") == nullptr);
  BOOST_TEST(again.find_all<wire::Sticker>(3).empty());
  BOOST_TEST(again.missing().empty());
}

BOOST_AUTO_TEST_CASE(takes_everything_back) {
  pending.put(sticker(1, "blue", 3));
  {
    auto rows = overlay{pending, &committing, loaded, resident, hot};
    rows.put(sticker(1, "blue", 4));
    rows.put(sticker(1, "blue", 5));
    rows.erase<wire::Sticker>(1, "blue");
    rows.put(sticker(9, "new", 5));
    BOOST_TEST(rows.take_id<tasks::wire::Task>() == 1U);
    rows.undo();
  }
  auto rows = overlay{pending, &committing, loaded, resident, hot};
  BOOST_TEST(revs_of(rows, 1) == (revs{3, 2, 2}));
  BOOST_TEST(rows.find<wire::Sticker>(9, "new") == nullptr);
  BOOST_TEST(rows.take_id<tasks::wire::Task>() == 1U);
  BOOST_TEST(rows.take_id<tasks::wire::Task>() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rows_that_begin_alike)

// Three stickers for each task: in the store, being committed, and new.
BOOST_AUTO_TEST_CASE_TEMPLATE(are_all_seen_wherever_they_are, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = persistence::task_board::open(medium.open(next_schema()), 1000,
                                             next_rules());
  BOOST_REQUIRE(static_cast<bool>(board));
  auto& it = **board;
  auto log = board_log{};
  log.add(raft::entry_kind::level, raft::encode(raft::rules_level{next_level}));
  log.command(1, create_task("One")).command(2, create_task("Two"));
  apply(it, log.raw_command(3, add_sticker(1, "in the store")));
  evaluate(it, log.raw_command(4, add_sticker(1, "committing")).take());
  auto work = it.begin_commit();
  log.raw_command(5, add_sticker(2, "other task"));
  log.raw_command(6, add_sticker(1, "new"));
  auto answers
    = evaluate(it, log.raw_command(7, add_sticker(1, "one more")).take());
  BOOST_TEST(parse_result(answers[0].result).has_key());
  BOOST_TEST(parse_result(answers[1].result).has_key());
  BOOST_TEST(parse_result(answers[2].result).refusal().pointer() == "/task");
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  answers = evaluate(it, log.raw_command(8, add_sticker(1, "one more")).take());
  BOOST_TEST(parse_result(answers[0].result).has_refusal());
  commit(it);
  auto loader = medium.open(next_schema())->open_loader();
  auto found
    = (*loader)->load({&stickers(), {}, {tasks::key_from(stickers(), 1)}});
  BOOST_REQUIRE(static_cast<bool>(found));
  BOOST_TEST(found->size() == most_stickers);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace overlay_test
