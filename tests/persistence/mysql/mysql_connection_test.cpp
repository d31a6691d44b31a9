// Connections to a MySQL server that end at any moment.

#include "persistence/mysql/mysql_task_store.hpp"
#include "tests/support/board_fixture.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/mariadb_server.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>

namespace mysql_connection_test {

using namespace taskraft;
using namespace taskraft::tests;
using side = cutting_proxy::side;

/// A board whose connections can be lost at any statement.
struct cut_fixture {
  cut_fixture() {
    auto through = there;
    through.url = proxy.url();
    auto store = persistence::open_mysql_task_store(through, {{1}, "disk"});
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    board = open_board(std::move(*store));
    log.no_op({1}).command(1, create_task("one")).command(2, put_key("k", "1"));
    apply(*board, log);
  }

  /// Commits one more entry; the connection is lost at `text` once.
  void commit_with_cut(const std::string& text, side where) {
    log.command(3, create_task("two")).command(4, put_key("k", "2"));
    evaluate(*board, log.take());
    proxy.cut(text, where);
    auto work = board->begin_commit();
    auto first = work.run();
    BOOST_REQUIRE(!first);
    BOOST_TEST(first.error().code == errc::store_busy);
    BOOST_TEST(proxy.has_cut());
    auto second = work.run();
    BOOST_REQUIRE_MESSAGE(second, (second ? "" : second.error().detail));
    work.finish();
    BOOST_TEST(board->visible() == log.last());
    BOOST_TEST(get_task(*board, 2).task().title() == "two");
    BOOST_TEST(get_key(*board, "k").pair().value() == "2");
  }

  persistence::mysql::access there = shared_mariadb().fresh_schema();
  cutting_proxy proxy{there.url.substr(std::string{"unix://"}.size())};
  board_log log;
  std::unique_ptr<persistence::task_board> board;
};

BOOST_FIXTURE_TEST_SUITE(a_lost_mysql_connection, cut_fixture)

BOOST_AUTO_TEST_CASE(at_any_statement_of_a_commit_costs_nothing) {
  auto number = std::uint64_t{100};
  // The value stands in the statement that writes it.
  for (const auto* text : {"START TRANSACTION", "a value", "COMMIT"})
    for (auto where : {side::before, side::after}) {
      ++number;
      auto value = "a value " + std::to_string(number);
      log.command(number, put_key("k", value));
      evaluate(*board, log.take());
      proxy.cut(text, where);
      auto work = board->begin_commit();
      BOOST_TEST(work.run().error().code == errc::store_busy);
      BOOST_TEST(proxy.has_cut());
      auto again = work.run();
      BOOST_REQUIRE_MESSAGE(again, (again ? "" : again.error().detail));
      work.finish();
      BOOST_TEST(get_key(*board, "k").pair().value() == value);
    }
}

BOOST_AUTO_TEST_CASE(that_took_the_answer_to_a_commit_applies_nothing_twice) {
  commit_with_cut("COMMIT", side::after);
}

BOOST_AUTO_TEST_CASE(that_took_the_commit_itself_loses_nothing) {
  commit_with_cut("COMMIT", side::before);
}

// Once, each reader failed one read after a restart of the server.
BOOST_AUTO_TEST_CASE(costs_no_read) {
  auto task = tasks::wire::Query{};
  task.mutable_get_task()->set_id(1);
  auto key = tasks::wire::Query{};
  key.mutable_get_key()->set_key("k");
  auto of_task = task.SerializeAsString();
  auto of_key = key.SerializeAsString();
  // Where the view begins, and in its middle: a statement's text is sent when
  // it is prepared.
  for (const auto* text : {"START TRANSACTION", "`kv`"})
    for (auto where : {side::before, side::after}) {
      auto reader = board->open_reader();
      BOOST_REQUIRE(static_cast<bool>((*reader)->answer({of_task})));
      proxy.cut(text, where);
      auto answers = (*reader)->answer({of_task, of_key});
      BOOST_REQUIRE_MESSAGE(answers, (answers ? "" : answers.error().detail));
      BOOST_TEST(proxy.has_cut(), text);
      for (const auto& each : *answers)
        BOOST_TEST(each.visible == board->visible().index);
    }
}

BOOST_AUTO_TEST_CASE(that_cannot_be_made_again_fails_a_read_until_it_can) {
  auto reader = board->open_reader();
  auto question = tasks::wire::Query{};
  question.mutable_get_task()->set_id(1);
  auto query = question.SerializeAsString();
  BOOST_REQUIRE(static_cast<bool>((*reader)->answer({query})));
  proxy.refuse(true);
  for (auto i = 0; i < 2; ++i)
    BOOST_TEST((*reader)->answer({query}).error().code == errc::store_busy);
  proxy.refuse(false);
  BOOST_TEST(static_cast<bool>((*reader)->answer({query})));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_connection_test
