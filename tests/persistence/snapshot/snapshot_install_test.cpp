// A snapshot is written from one store and installed in another.

#include "persistence/board/board_snapshot.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <tuple>
#include <utility>

namespace snapshot_install_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::snapshot_file;
using persistence::task_board;
namespace wire = taskraft::tasks::wire;

const auto path = std::string{"d/snapshot"};
const auto cluster = std::string(32, 'c');
constexpr std::uint64_t window = 20;

/// At least one row of every kind, and request ids that are forgotten.
board_log some_log() {
  auto log = board_log{};
  log.no_op({1}).membership(cluster);
  for (auto i = std::uint64_t{1}; i <= 30; ++i) {
    log.command(i, create_task("Task " + std::to_string(i)), log.last().index);
    log.command(1000 + i, put_key("key " + std::to_string(i), "value"),
                log.last().index);
  }
  auto due = wire::Command{};
  due.mutable_update_task()->set_id(3);
  due.mutable_update_task()->mutable_due()->set_instant_us(-5);
  log.command(2000, due, log.last().index);
  due.mutable_update_task()->set_id(4);
  due.mutable_update_task()->mutable_due()->set_date(-5);
  log.command(2001, due, log.last().index);
  auto gone = wire::Command{};
  gone.mutable_delete_task()->set_id(5);
  log.command(2002, gone, log.last().index);
  log.command(2003, delete_key("key 7"), log.last().index);
  log.no_op({2});
  return log;
}

struct exchange {
  exchange() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
  }

  std::shared_ptr<const snapshot_file> snapshot_of(task_board& board) {
    auto reader = board.open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    auto about = (*reader)->write_snapshot(disk, path);
    BOOST_REQUIRE(static_cast<bool>(about));
    auto file = snapshot_file::open(disk, path);
    BOOST_REQUIRE(static_cast<bool>(file));
    BOOST_TEST((*file)->about() == *about);
    return *file;
  }

  static status install(task_board& board,
                        std::shared_ptr<const snapshot_file> from,
                        const persistence::stop_check& stop = {}) {
    auto work = board.begin_install(std::move(from), stop);
    auto outcome = work.run();
    if (outcome)
      work.finish();
    return outcome;
  }

  faulty_disk disk;
};

template <class From, class To>
struct between {
  using from = From;
  using to = To;
};

using all_ways = std::tuple<
  between<sqlite_medium, sqlite_medium>, between<sqlite_medium, memory_medium>,
  between<memory_medium, sqlite_medium>, between<memory_medium, memory_medium>,
  between<sqlite_medium, mysql_medium>, between<mysql_medium, sqlite_medium>,
  between<mysql_medium, mysql_medium>>;

BOOST_FIXTURE_TEST_SUITE(a_state, exchange)

BOOST_AUTO_TEST_CASE_TEMPLATE(is_the_same_in_the_store_that_it_came_to, Way,
                              all_ways) {
  auto from = typename Way::from{};
  auto to = typename Way::to{};
  auto log = some_log();
  auto source = open_board(from.open(), window);
  apply(*source, log);
  auto snapshot = snapshot_of(*source);
  BOOST_TEST(snapshot->about().base == source->base());
  auto before = board_log{};
  before.no_op({1}).command(77, put_key("old", "row"));
  {
    auto target = open_board(to.open(), window);
    apply(*target, before);
    BOOST_REQUIRE(static_cast<bool>(install(*target, snapshot)));
    BOOST_TEST(target->visible() == source->visible());
    BOOST_TEST(target->base() == source->base());
    BOOST_TEST(target->durable() == source->visible().index);
    BOOST_TEST(target->cluster_id() == cluster);
    BOOST_TEST(digest_of(*target) == digest_of(*source));
    BOOST_TEST(get_key(*target, "old").has_refusal());
  }
  auto target = open_board(to.open(), window);
  BOOST_TEST(digest_of(*target) == digest_of(*source));
  // Both boards evaluate the next entries alike, with the same ids and request
  // ids.
  auto rest = board_log{log.last()};
  rest.command(2003, delete_key("key 7"), {60});
  rest.command(1, create_task("Forgotten"), {3});
  rest.command(3000, create_task("New"), log.last().index);
  auto entries = rest.take();
  auto answers = evaluate(*source, entries);
  auto others = evaluate(*target, entries);
  commit(*source);
  commit(*target);
  BOOST_TEST(digest_of(*target) == digest_of(*source));
  BOOST_TEST_REQUIRE(answers.size() == others.size());
  for (auto i = std::size_t{0}; i < answers.size(); ++i) {
    BOOST_TEST(answers[i].status == others[i].status);
    BOOST_TEST(answers[i].result == others[i].result);
  }
  BOOST_TEST(answers[1].status == protocol::answer_status::outcome_unknown);
}

BOOST_AUTO_TEST_CASE(gives_the_same_bytes_whatever_the_store) {
  auto bytes = std::vector<std::string>{};
  auto add = [&](auto&& medium) {
    auto log = some_log();
    auto board = open_board(medium.open(), window);
    apply(*board, log);
    snapshot_of(*board);
    bytes.push_back(disk.content().at(path));
  };
  add(memory_medium{});
  add(sqlite_medium{});
  add(mysql_medium{});
  BOOST_TEST(bytes[0] == bytes[1]);
  BOOST_TEST(bytes[0] == bytes[2]);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(is_written_from_one_view_while_commits_go_on,
                              Medium, all_media) {
  auto medium = Medium{};
  auto log = some_log();
  auto board = open_board(medium.open(), window);
  apply(*board, log);
  auto digest = digest_of(*board);
  auto reader = board->open_reader();
  auto asked = 0;
  auto about = (*reader)->write_snapshot(disk, path, [&] {
    if (++asked % 10 == 0) {
      log.command(9'000 + static_cast<std::uint64_t>(asked),
                  put_key("key " + std::to_string(asked), "later"),
                  log.last().index);
      apply(*board, log);
    }
    return false;
  });
  BOOST_REQUIRE(static_cast<bool>(about));
  BOOST_TEST(asked > 50);
  BOOST_TEST(about->base.position.index < board->visible().index);
  auto other = open_board(memory_medium{}.open(), window);
  auto file = snapshot_file::open(disk, path);
  BOOST_REQUIRE(static_cast<bool>(install(*other, *file)));
  BOOST_TEST(digest_of(*other) == digest);
}

BOOST_AUTO_TEST_CASE(is_not_written_any_further_when_told_to_stop) {
  auto log = some_log();
  auto board = open_board(memory_medium{}.open(), window);
  apply(*board, log);
  auto reader = board->open_reader();
  auto asked = 0;
  auto about
    = (*reader)->write_snapshot(disk, path, [&] { return ++asked == 9; });
  BOOST_REQUIRE(!about);
  BOOST_TEST(about.error().code == errc::unavailable);
  BOOST_TEST(disk.list("d")->empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(stopped_on_its_way_in_is_none, Medium,
                              all_media) {
  auto medium = Medium{};
  auto log = some_log();
  auto source = open_board(memory_medium{}.open(), window);
  apply(*source, log);
  auto snapshot = snapshot_of(*source);
  auto asked = 0;
  {
    auto before = board_log{};
    before.no_op({1}).command(77, put_key("old", "row"));
    auto target = open_board(medium.open(), window);
    apply(*target, before);
    auto reader = target->open_reader();
    auto outcome = install(*target, snapshot, [&] { return ++asked == 40; });
    BOOST_REQUIRE(!outcome);
    BOOST_TEST(outcome.error().code == errc::unavailable);
    // A half installed state cannot be read.
    BOOST_TEST((*reader)->digest().error().code == errc::store_busy);
    auto by_name = tasks::wire::Query{};
    by_name.mutable_get_key()->set_key("old");
    auto by_list = tasks::wire::Query{};
    by_list.mutable_list_keys();
    for (const auto& query : {by_name, by_list}) {
      auto answers = (*reader)->answer({{query.SerializeAsString()}}, 0);
      BOOST_TEST(answers.error().code == errc::store_busy);
    }
  }
  auto target = open_board(medium.open(), window);
  BOOST_TEST(target->base() == raft::snapshot_base{});
  BOOST_TEST(get_key(*target, "old").has_refusal());
  BOOST_REQUIRE(static_cast<bool>(install(*target, snapshot)));
  BOOST_TEST(digest_of(*target) == digest_of(*source));
}

BOOST_AUTO_TEST_CASE(from_a_damaged_file_is_none) {
  auto log = some_log();
  auto source = open_board(memory_medium{}.open(), window);
  apply(*source, log);
  auto snapshot = snapshot_of(*source);
  disk.overwrite(path, snapshot->about().size_bytes - 50, "x");
  auto medium = memory_medium{};
  auto target = open_board(medium.open(), window);
  auto outcome = install(*target, snapshot);
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::corrupted);
  target = open_board(medium.open(), window);
  BOOST_TEST(target->base() == raft::snapshot_base{});
}

BOOST_AUTO_TEST_CASE(of_rows_that_nobody_knows_is_refused) {
  auto writer
    = persistence::snapshot_writer::create(disk, path, {{{5}, {1}}, {}});
  BOOST_REQUIRE(static_cast<bool>(writer->add("\xff\xff")));
  BOOST_REQUIRE(static_cast<bool>(writer->finish()));
  auto target = open_board(memory_medium{}.open(), window);
  auto outcome = install(*target, *snapshot_file::open(disk, path));
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::corrupted);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace snapshot_install_test
