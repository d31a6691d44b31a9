// What a node finds in its state that has become due.

#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/boards/people_board.hpp"
#include "tests/support/stores/memory_task_store.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <vector>

namespace due_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr auto start_us = std::uint64_t{1'000'000'000'000};

wire::DueCommands due_at(persistence::task_board& board, std::uint64_t now_us) {
  auto query = wire::Query{};
  query.mutable_list_due()->set_now_us(now_us);
  auto bytes = query.SerializeAsString();
  auto reader = board.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  auto node = protocol::principal{
    .kind = protocol::principal_kind::node, .made_by_node = true, .id = 1};
  auto answers = (*reader)->answer({{bytes, node}}, now_us);
  BOOST_REQUIRE(static_cast<bool>(answers));
  auto answer = wire::Answer{};
  BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
  return answer.due();
}

BOOST_AUTO_TEST_SUITE(what_is_due)

BOOST_AUTO_TEST_CASE(is_found_by_its_time) {
  auto board = open_board(
    std::make_unique<memory_task_store>(std::make_shared<memory_disk>()));
  auto log = board_log{};
  log.at(start_us);
  auto create = wire::Command{};
  create.mutable_create_task()->set_title("One");
  auto away = wire::Command{};
  away.mutable_delete_task()->set_id(1);
  auto upload = wire::Command{};
  upload.mutable_begin_upload()->set_task(2);
  upload.mutable_begin_upload()->set_name("x");
  apply(*board,
        log.command(1, create).command(2, create).command(3, away).command(
          4, upload));
  BOOST_TEST(due_at(*board, start_us).commands_size() == 0);
  auto hour_later = due_at(*board, start_us + tasks::upload_idle_us + 1);
  BOOST_TEST_REQUIRE(hour_later.commands_size() == 1);
  BOOST_TEST(hour_later.commands(0).cancel_upload().upload() == 1U);
  auto month_later = due_at(*board, start_us + tasks::trash_us + 1);
  BOOST_TEST_REQUIRE(month_later.commands_size() == 2);
  BOOST_TEST(month_later.commands(0).purge_task().id() == 1U);
  BOOST_TEST(month_later.commands(0).purge_task().expected_rev() == 3U);
}

/// A board with one user east and one west of all others.
struct reminded : people<sqlite_medium> {
  reminded() {
    set_zone("ann", "Pacific/Kiritimati");
    set_zone("bob", "Pacific/Honolulu");
  }

  void set_zone(const std::string& name, const std::string& zone) {
    auto x = wire::Command{};
    x.mutable_update_user()->set_username(name);
    x.mutable_update_user()->set_time_zone(zone);
    run(x);
  }

  std::uint64_t add(const std::string& day,
                    const std::vector<std::string>& assignees) {
    return task([&](wire::CreateTask& x) {
      x.mutable_due()->set_date(*calendar::parse_day(day));
      for (const auto& name : assignees)
        x.add_assignees(name);
    });
  }

  /// What is proposed then; does it.
  std::vector<wire::RemindUsers> told_at(std::int64_t now_us) {
    auto all = std::vector<wire::RemindUsers>{};
    log.at(static_cast<std::uint64_t>(now_us));
    auto due = due_at(*board, static_cast<std::uint64_t>(now_us));
    for (const auto& x : due.commands()) {
      if (!x.has_remind_users())
        continue;
      all.push_back(x.remind_users());
      apply_as(
        {.kind = protocol::principal_kind::node, .made_by_node = true, .id = 1},
        x);
    }
    return all;
  }

  /// Who is told of what then, after all that becomes due by then.
  std::string words_at(std::int64_t now_us) {
    auto text = std::string{};
    for (auto more = told_at(now_us); !more.empty(); more = told_at(now_us))
      for (const auto& x : more)
        for (const auto& name : x.usernames())
          text += (text.empty() ? "" : " ") + name
                  + (x.kind() == wire::NOTIFICATION_KIND_OVERDUE ? " late"
                                                                 : " soon");
    return text;
  }
};

BOOST_FIXTURE_TEST_CASE(tells_users_when_their_own_days_begin, reminded) {
  add("2026-12-10", {"ann", "bob"});
  // The time in Kiritimati is UTC+14, that in Honolulu UTC-10.
  BOOST_TEST(words_at(at("2026-12-08", 10) - 1) == "");
  BOOST_TEST(words_at(at("2026-12-08", 10)) == "ann soon");
  BOOST_TEST(words_at(at("2026-12-09", 10) - 1) == "");
  BOOST_TEST(words_at(at("2026-12-09", 10)) == "bob soon");
  BOOST_TEST(words_at(at("2026-12-10", 10) - 1) == "");
  BOOST_TEST(words_at(at("2026-12-10", 10)) == "ann late");
  BOOST_TEST(words_at(at("2026-12-11", 10)) == "bob late");
  BOOST_TEST(words_at(at("2027-12-11")) == "");
}

BOOST_FIXTURE_TEST_CASE(tells_the_creator_where_nobody_is_assigned, reminded) {
  add("2026-12-10", {});
  BOOST_TEST(words_at(at("2026-12-09")) == "admin soon");
  // Nobody is told of tomorrow on the day itself.
  add("2026-12-11", {});
  BOOST_TEST(words_at(at("2026-12-11", 1)) == "admin late");
  BOOST_TEST(words_at(at("2026-12-12")) == "admin late");
}

BOOST_FIXTURE_TEST_CASE(tells_of_instants_as_of_days, reminded) {
  task([&](wire::CreateTask& x) {
    x.mutable_due()->set_instant_us(at("2026-12-10", 12));
    x.add_assignees("bob");
  });
  BOOST_TEST(words_at(at("2026-12-09", 10) - 1) == "");
  BOOST_TEST(words_at(at("2026-12-09", 10)) == "bob soon");
  BOOST_TEST(words_at(at("2026-12-10", 12) - 1) == "");
  BOOST_TEST(words_at(at("2026-12-10", 12)) == "bob late");
}

BOOST_FIXTURE_TEST_CASE(finds_a_few_of_many, reminded) {
  for (auto i = 0; i < 120; ++i)
    add("2026-12-10", {});
  auto first = told_at(at("2026-12-09"));
  BOOST_TEST(first.size() == 50U);
  BOOST_TEST(told_at(at("2026-12-09")).size() == 50U);
  BOOST_TEST(told_at(at("2026-12-09")).size() == 20U);
}

// SECURITY 10: a task that is gone for ever leaves no text.
BOOST_FIXTURE_TEST_CASE(erases_the_texts_of_what_was_purged, reminded) {
  auto id = task([](wire::CreateTask& x) { x.set_title("Secret plan"); });
  for (auto i = 0; i < 130; ++i) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(id);
    x.mutable_update_task()->set_title("Secret plan " + std::to_string(i));
    run(x);
  }
  auto purge = wire::Command{};
  purge.mutable_purge_task()->set_id(id);
  run(purge);
  auto node = protocol::principal{
    .kind = protocol::principal_kind::node, .made_by_node = true, .id = 1};
  auto rounds = 0;
  for (auto due = due_at(*board, 0); due.commands_size() > 0;
       due = due_at(*board, 0), ++rounds) {
    BOOST_TEST_REQUIRE(due.commands_size() == 1);
    BOOST_TEST(due.commands(0).erase_texts().changes_size() <= 100);
    apply_as(node, due.commands(0));
  }
  BOOST_TEST(rounds == 2);
  auto query = wire::Query{};
  query.mutable_list_changes()->set_limit(200);
  auto changes = ask_as({}, query).changes();
  BOOST_TEST(changes.changes_size() > 100);
  for (const auto& x : changes.changes())
    BOOST_TEST(x.fields().find("Secret") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(forgets_what_is_older_than_four_hundred_days,
                        reminded) {
  auto start = at("2026-12-01");
  log.at(static_cast<std::uint64_t>(start));
  auto kept = task([](wire::CreateTask& x) { x.set_title("Stays"); });
  auto x = wire::Command{};
  x.mutable_create_label()->set_name("old");
  run(x);
  auto later = start + static_cast<std::int64_t>(tasks::change_us) + 1;
  log.at(static_cast<std::uint64_t>(later));
  x.mutable_create_label()->set_name("new");
  run(x);
  auto due = due_at(*board, static_cast<std::uint64_t>(later));
  BOOST_TEST_REQUIRE(due.commands_size() == 1);
  BOOST_TEST(due.commands(0).has_forget_changes());
  apply_as(
    {.kind = protocol::principal_kind::node, .made_by_node = true, .id = 1},
    due.commands(0));
  BOOST_TEST(due_at(*board, static_cast<std::uint64_t>(later)).commands_size()
             == 0);
  auto query = wire::Query{};
  query.mutable_list_audit()->set_limit(200);
  auto found = ask_as({}, query).changes();
  BOOST_TEST_REQUIRE(found.changes_size() == 2);
  BOOST_TEST(found.changes(0).subject() == "new");
  BOOST_TEST(found.changes(1).task() == kept);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace due_queries_test
