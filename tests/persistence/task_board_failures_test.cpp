// What the board does when its store fails, and when batches differ.

#include "tests/support/board_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <functional>
#include <random>
#include <string>

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

namespace {

/// A store that fails as told, before or after it did what was asked.
class failing_store final : public persistence::task_store {
public:
  explicit failing_store(std::shared_ptr<memory_disk> disk)
    : inner_(std::move(disk)) {
  }

  result<persistence::store_meta> load_meta() override {
    return inner_.load_meta();
  }
  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    if (auto code = std::exchange(load_fails_with, errc::none);
        code != errc::none)
      return failure{code, "told to fail"};
    return inner_.load_tasks(ids);
  }
  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    return inner_.load_keys(keys);
  }
  result<std::string> load_result(raft::log_index index) override {
    return inner_.load_result(index);
  }
  status visit_requests(raft::log_index after,
                        const request_visitor& visit) override {
    return inner_.visit_requests(after, visit);
  }
  status commit(const persistence::change_set& x) override {
    auto code = std::exchange(commit_fails_with, errc::none);
    if (code == errc::none)
      return inner_.commit(x);
    if (commit_lands)
      BOOST_REQUIRE(static_cast<bool>(inner_.commit(x)));
    return failure{code, "told to fail"};
  }
  status make_durable() override {
    return inner_.make_durable();
  }
  raft::log_index durable() const override {
    return inner_.durable();
  }
  result<std::unique_ptr<persistence::task_reader>> open_reader() override {
    return inner_.open_reader();
  }
  result<std::uint64_t> state_hash(raft::log_index forgotten) override {
    return inner_.state_hash(forgotten);
  }

  errc load_fails_with = errc::none;
  errc commit_fails_with = errc::none;
  bool commit_lands = false;

private:
  memory_task_store inner_;
};

struct failing_board {
  std::shared_ptr<memory_disk> disk = std::make_shared<memory_disk>();
  failing_store* store = new failing_store{disk};
  std::unique_ptr<persistence::task_board> board
    = open_board(std::unique_ptr<persistence::task_store>{store});
  board_log log;
};

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

/// Gives `entries` to a board in random pieces, with commits, crashes and
/// restarts between them, and returns the hash and all answers.
std::pair<std::uint64_t, std::vector<std::string>>
replay(const raft::entry_batch& entries, std::mt19937_64& random,
       bool crashes) {
  auto disk = std::make_shared<memory_disk>();
  auto answers = std::vector<std::string>(entries.count() + 1);
  auto open = [&] {
    return open_board(std::make_unique<memory_task_store>(disk), 100);
  };
  auto board = open();
  auto next = std::uint64_t{1};
  while (next <= entries.count()) {
    auto last = std::min<std::uint64_t>(next + random() % 40, entries.count());
    for (auto& x : evaluate(*board, entries.slice({next}, {last}))) {
      auto answer = std::to_string(static_cast<int>(x.status)) + x.result;
      auto& first = answers[x.index.value];
      BOOST_REQUIRE(first.empty() || first == answer);
      first = answer;
    }
    next = last + 1;
    if (random() % 3 == 0)
      commit(*board);
    if (random() % 5 == 0)
      BOOST_REQUIRE(static_cast<bool>(board->make_durable()));
    if (crashes && random() % 6 == 0) {
      board.reset();
      disk->crash(random);
      board = open();
      next = board->visible().index.value + 1;
    }
  }
  commit(*board);
  return {hash_of(*board), answers};
}

std::uint64_t seed_of_this_run() {
  const auto* given = std::getenv("TASKRAFT_SEED");
  auto seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  BOOST_TEST_MESSAGE("TASKRAFT_SEED=" << seed);
  return seed;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_failing_store, failing_board)

BOOST_AUTO_TEST_CASE(lets_the_same_commit_be_repeated_when_busy) {
  evaluate(*board, log.command(1, put_key("k", "v")).take());
  store->commit_fails_with = errc::store_busy;
  auto outcome = board->commit();
  BOOST_REQUIRE(!outcome);
  BOOST_TEST((outcome.error().code == errc::store_busy));
  BOOST_TEST(board->visible().index == raft::log_index{0});
  commit(*board);
  BOOST_TEST(board->visible().index == raft::log_index{1});
  apply(*board, log.command(2, put_key("l", "w")));
  BOOST_TEST(get_key(*board, "k").pair().value() == "v");
}

BOOST_AUTO_TEST_CASE(may_have_committed_what_it_called_busy) {
  evaluate(*board, log.command(1, put_key("k", "v")).take());
  store->commit_fails_with = errc::store_busy;
  store->commit_lands = true;
  BOOST_TEST(!board->commit());
  commit(*board);
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
  BOOST_TEST((outcome.error().code == errc::corrupted));
}

BOOST_AUTO_TEST_CASE(leaves_nothing_of_a_batch_whose_rows_it_cannot_load) {
  apply(*board, log.command(1, create_task("One")));
  auto change = wire::Command{};
  change.mutable_update_task()->set_id(1);
  change.mutable_update_task()->set_title("Two");
  auto batch = log.command(2, put_key("k", "v")).command(3, change).take();
  store->load_fails_with = errc::store_busy;
  auto answers = board->evaluate(batch);
  BOOST_REQUIRE(!answers);
  BOOST_TEST((answers.error().code == errc::store_busy));
  auto again = evaluate(*board, batch);
  BOOST_TEST(parse_result(again[0].result).key().rev() == 2U);
  BOOST_TEST(parse_result(again[1].result).task().rev() == 3U);
}

BOOST_AUTO_TEST_CASE(under_rules_that_are_not_known_is_not_opened) {
  auto x = persistence::change_set{};
  x.after.rules_level = 2;
  disk->commit(x);
  auto opened
    = persistence::task_board::open(std::make_unique<memory_task_store>(disk));
  BOOST_REQUIRE(!opened);
  BOOST_TEST((opened.error().code == errc::corrupted));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_same_log)

// HAZARDS 21.
BOOST_AUTO_TEST_CASE(gives_equal_state_whatever_the_batches) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  for (auto round = 0; round < 20; ++round) {
    auto entries = any_log(random, 600);
    auto one = replay(entries, random, false);
    auto two = replay(entries, random, false);
    BOOST_REQUIRE(one == two);
  }
}

// HAZARDS 17.
BOOST_AUTO_TEST_CASE(gives_equal_state_whatever_the_crashes) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  for (auto round = 0; round < 20; ++round) {
    auto entries = any_log(random, 600);
    auto calm = replay(entries, random, false);
    auto crashed = replay(entries, random, true);
    BOOST_REQUIRE(calm == crashed);
  }
}

BOOST_AUTO_TEST_CASE(gives_equal_state_in_every_store) {
  auto seed = seed_of_this_run();
  auto random = std::mt19937_64{seed};
  auto entries = any_log(random, 600);
  auto expected = replay(entries, random, false).first;
  auto medium = sqlite_medium{};
  auto board = open_board(medium.open(), 100);
  for (auto next = std::uint64_t{1}; next <= entries.count(); next += 90) {
    evaluate(*board, entries.slice({next}, {next + 89}));
    commit(*board);
    board.reset();
    board = open_board(medium.open(), 100);
  }
  BOOST_TEST(hash_of(*board) == expected);
}

BOOST_AUTO_TEST_SUITE_END()
