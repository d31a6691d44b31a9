// The board when its store fails, and with the same log in different batches.

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/stores/failing_store.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <tuple>

namespace task_board_failures_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// A command of any kind over few ids and keys, some of it refused.
wire::Command any_command(std::mt19937_64& random) {
  auto x = wire::Command{};
  auto id = random() % 20 + 1;
  auto key = "key " + std::to_string(random() % 20);
  auto rev = random() % 60;
  auto expects = random() % 3 == 0;
  switch (random() % 6) {
    case 0:
      x.mutable_create_task()->set_title("Task " + key);
      break;
    case 1:
      x.mutable_update_task()->set_id(id);
      x.mutable_update_task()->set_status(
        static_cast<wire::Status>(random() % 6));
      if (expects)
        x.mutable_update_task()->set_expected_rev(rev);
      break;
    case 2:
      x.mutable_delete_task()->set_id(id);
      break;
    case 3:
      x.mutable_restore_task()->set_id(id);
      break;
    case 4:
      x.mutable_put_key()->set_key(key);
      x.mutable_put_key()->set_value(std::to_string(random()));
      if (expects)
        x.mutable_put_key()->set_expected_rev(rev);
      break;
    default:
      x.mutable_delete_key()->set_key(key);
      break;
  }
  return x;
}

raft::entry_batch any_log(std::mt19937_64& random, std::size_t entries) {
  auto log = board_log{};
  log.no_op({1});
  while (log.last().index.value < entries) {
    log.at(1'000'000 + random() % 1000);
    auto seen = random() % 10 == 0 ? 0 : log.last().index.value;
    if (random() % 50 == 0)
      log.no_op({random() % 3 + 1});
    else
      log.command(random() % 400, any_command(random), {seen});
  }
  return log.take();
}

/// Gives a log to a board in random batches, with slow commits, crashes and
/// restarts between them.
class replay {
public:
  replay(const raft::entry_batch& entries, std::mt19937_64& random)
    : entries_(entries), random_(random), answers_(entries.count() + 1) {
    open();
  }

  /// The digest of the state and all answers at the end.
  std::pair<std::string, std::vector<std::string>> run(bool crashes) {
    while (next_ <= entries_.count()) {
      evaluate_some();
      commit_sometimes();
      if (crashes && one_in(6)) {
        work_.reset();
        board_.reset();
        disk_->crash(random_);
        open();
      }
    }
    if (work_)
      settle();
    commit(*board_);
    return {digest_of(*board_), answers_};
  }

private:
  bool one_in(std::uint64_t count) {
    return random_() % count == 0;
  }

  void open() {
    board_ = open_board(std::make_unique<memory_task_store>(disk_), 100);
    next_ = board_->visible().index.value + 1;
  }

  void evaluate_some() {
    if (next_ > entries_.count())
      return;
    auto last
      = std::min<std::uint64_t>(next_ + random_() % 40, entries_.count());
    for (auto& x : evaluate(*board_, entries_.slice({next_}, {last}))) {
      auto answer = std::to_string(static_cast<int>(x.status)) + x.result;
      auto& first = answers_[x.index.value];
      BOOST_REQUIRE(first.empty() || first == answer);
      first = answer;
    }
    next_ = last + 1;
  }

  void settle() {
    BOOST_REQUIRE(static_cast<bool>(work_->run()));
    if (one_in(2))
      evaluate_some();
    work_->finish();
    work_.reset();
  }

  void commit_sometimes() {
    if (work_ && one_in(2))
      settle();
    else if (!work_ && one_in(3))
      work_ = board_->begin_commit();
    else if (!work_ && one_in(5))
      BOOST_REQUIRE(static_cast<bool>(board_->make_durable()));
  }

  const raft::entry_batch& entries_;
  std::mt19937_64& random_;
  std::vector<std::string> answers_;
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
  std::unique_ptr<persistence::task_board> board_;
  std::optional<persistence::state_work> work_;
  std::uint64_t next_ = 1;
};

std::uint64_t seed_of_this_run() {
  const auto* given = std::getenv("TASKRAFT_SEED");
  auto seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  BOOST_TEST_MESSAGE("TASKRAFT_SEED=" << seed);
  return seed;
}

BOOST_FIXTURE_TEST_SUITE(a_failing_store, failing_board)

BOOST_AUTO_TEST_CASE(lets_the_same_commit_be_repeated_when_busy) {
  evaluate(*board, log.command(1, put_key("k", "v")).take());
  store->orders.commit_fails_with = errc::store_busy;
  auto work = board->begin_commit();
  auto outcome = work.run();
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::store_busy);
  BOOST_TEST(board->visible().index == raft::log_index{0});
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  BOOST_TEST(board->visible().index == raft::log_index{1});
  apply(*board, log.command(2, put_key("l", "w")));
  BOOST_TEST(get_key(*board, "k").pair().value() == "v");
}

BOOST_AUTO_TEST_CASE(may_have_committed_what_it_called_busy) {
  evaluate(*board, log.command(1, put_key("k", "v")).take());
  store->orders.commit_fails_with = errc::store_busy;
  store->orders.commit_lands = true;
  auto work = board->begin_commit();
  BOOST_TEST(!work.run());
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  BOOST_TEST(board->visible().index == raft::log_index{1});
  BOOST_TEST(get_key(*board, "k").pair().rev() == 1U);
}

BOOST_AUTO_TEST_CASE(that_somebody_else_writes_is_not_trusted) {
  auto other = board_log{};
  auto other_board = open_board(std::make_unique<memory_task_store>(disk));
  other.command(8, put_key("k", "theirs")).command(9, put_key("l", "theirs"));
  apply(*other_board, other);
  evaluate(*board, log.command(1, put_key("k", "ours")).take());
  auto outcome = board->commit();
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::corrupted);
}

BOOST_AUTO_TEST_CASE(is_asked_once_a_table_for_what_a_batch_needs) {
  log.command(1, create_task("One")).command(2, create_task("Two"));
  apply(*board,
        log.command(3, put_key("a", "1")).command(4, put_key("b", "2")));
  auto start = wire::Command{};
  start.mutable_update_task()->set_status(wire::STATUS_IN_PROGRESS);
  for (auto id : {1U, 2U, 9U}) {
    start.mutable_update_task()->set_id(id);
    log.command(10 + id, start);
  }
  log.command(20, delete_key("a")).command(21, delete_key("b"));
  store->orders.loads = 0;
  auto answers = evaluate(*board, log.command(22, create_task("Three")).take());
  // Tasks with ranks and blocks, keys, and then what hangs on the tasks:
  // assignees, labels, shares and watches.
  BOOST_TEST(store->orders.loads == 8);
  BOOST_TEST(parse_result(answers[2].result).has_refusal());
  BOOST_TEST(parse_result(answers[4].result).has_key());
  BOOST_TEST(parse_result(answers[5].result).task().id() == 3U);
}

BOOST_AUTO_TEST_CASE(is_not_asked_for_new_rows) {
  apply(*board, log.command(1, put_key("a", "1")));
  store->orders.loads = 0;
  log.command(2, put_key("a", "2")).command(3, create_task("One"));
  apply(*board, log.command(4, create_task("Two")));
  BOOST_TEST(store->orders.loads == 0);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_of_a_batch_whose_rows_it_cannot_load) {
  apply(*board, log.command(1, create_task("One")));
  auto change = wire::Command{};
  change.mutable_update_task()->set_id(1);
  change.mutable_update_task()->set_title("Two");
  auto batch = log.command(2, put_key("k", "v")).command(3, change).take();
  store->orders.load_fails_with = errc::store_busy;
  auto answers = board->evaluate(batch);
  BOOST_REQUIRE(!answers);
  BOOST_TEST(answers.error().code == errc::store_busy);
  auto again = evaluate(*board, batch);
  BOOST_TEST(parse_result(again[0].result).key().rev() == 2U);
  BOOST_TEST(parse_result(again[1].result).task().rev() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_same_log)

// HAZARDS 21.
BOOST_AUTO_TEST_CASE(gives_equal_state_whatever_the_batches) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  for (auto round = 0; round < 20; ++round) {
    auto entries = any_log(random, 600);
    auto one = replay{entries, random}.run(false);
    auto two = replay{entries, random}.run(false);
    BOOST_TEST_REQUIRE(one == two);
  }
}

// HAZARDS 17.
BOOST_AUTO_TEST_CASE(gives_equal_state_whatever_the_crashes) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  for (auto round = 0; round < 20; ++round) {
    auto entries = any_log(random, 600);
    auto calm = replay{entries, random}.run(false);
    auto crashed = replay{entries, random}.run(true);
    BOOST_TEST_REQUIRE(calm == crashed);
  }
}

using databases = std::tuple<sqlite_medium, mysql_medium>;

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_equal_state_in_every_store, Medium,
                              databases) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  auto entries = any_log(random, 600);
  auto expected = replay{entries, random}.run(false).first;
  auto medium = Medium{};
  auto board = open_board(medium.open(), 100);
  for (auto next = std::uint64_t{1}; next <= entries.count(); next += 90) {
    evaluate(*board, entries.slice({next}, {next + 89}));
    commit(*board);
    board.reset();
    board = open_board(medium.open(), 100);
  }
  BOOST_TEST(digest_of(*board) == expected);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_board_failures_test
