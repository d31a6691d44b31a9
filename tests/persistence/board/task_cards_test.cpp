// Cards, columns and exports, as different users see them.

#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/people_board.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>
#include <vector>

namespace task_cards_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

template <class Medium>
struct board : people<Medium> {
  std::uint64_t in_project(std::uint64_t parent = 0) {
    return this->task([parent](wire::CreateTask& x) {
      x.set_project("OPS");
      x.set_description("long");
      x.set_parent(parent);
    });
  }

  wire::Task card(std::uint64_t id, const protocol::principal& who = {}) {
    auto query = wire::Query{};
    query.mutable_list_cards()->add_ids(id);
    auto answer = this->ask_as(who, query);
    BOOST_REQUIRE(answer.tasks().tasks_size() == 1);
    return answer.tasks().tasks(0);
  }

  /// What an export has; `between` is called after each of its parts.
  std::vector<wire::Task>
  exported(const protocol::principal& who, const wire::Query& query,
           const std::function<void(const protocol::query_answer&)>& between
           = {}) {
    auto reader = people<Medium>::board->open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    auto all = std::vector<wire::Task>{};
    auto bytes = query.SerializeAsString();
    auto told = (*reader)->answer_in_parts(
      {bytes, who}, 0, [&](const protocol::query_answer& part) -> status {
        auto answer = wire::Answer{};
        BOOST_REQUIRE(answer.ParseFromString(part.answer));
        BOOST_TEST(answer.tasks().tasks_size()
                   <= static_cast<int>(tasks::max_page_rows));
        all.insert(all.end(), answer.tasks().tasks().begin(),
                   answer.tasks().tasks().end());
        if (between)
          between(part);
        return done{};
      });
    BOOST_REQUIRE(static_cast<bool>(told));
    return all;
  }

  wire::Answer show(const protocol::principal& who = {},
                    std::uint32_t limit = 50) {
    auto query = wire::Query{};
    query.mutable_show_board()->set_project("OPS");
    query.mutable_show_board()->mutable_filter()->set_limit(limit);
    return this->ask_as(who, query);
  }

  wire::Answer list(const std::string& cursor, std::uint32_t limit) {
    auto query = wire::Query{};
    auto& wanted = *query.mutable_list_tasks();
    wanted.add_projects("OPS");
    wanted.add_statuses(wire::STATUS_TODO);
    wanted.set_sort(wire::ListTasks::SORT_RANK);
    wanted.set_limit(limit);
    wanted.set_cursor(cursor);
    return this->ask_as({}, query);
  }
};

std::vector<std::uint64_t> ids_of(const wire::BoardColumn& x) {
  auto ids = std::vector<std::uint64_t>{};
  for (const auto& each : x.tasks())
    ids.push_back(each.id());
  return ids;
}

BOOST_AUTO_TEST_SUITE(cards)

BOOST_AUTO_TEST_CASE_TEMPLATE(count_what_hangs_on_a_task, Medium, all_media) {
  auto with = board<Medium>{};
  auto root = with.in_project();
  auto other = with.in_project();
  auto child = with.in_project(root);
  with.in_project(root);
  auto trashed = with.in_project(root);
  with.set_status(child, wire::STATUS_COMPLETED);
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(trashed);
  with.run(x);
  for (const auto* text : {"one", "two"}) {
    x = {};
    x.mutable_add_comment()->set_task(root);
    x.mutable_add_comment()->set_text(text);
    with.run(x);
  }
  x = {};
  x.mutable_block_task()->set_task(other);
  x.mutable_block_task()->set_other(root);
  with.run(x);
  auto task = with.card(root);
  BOOST_TEST(task.description().empty());
  BOOST_TEST(task.card().comments() == 2U);
  BOOST_TEST(task.card().attachments() == 0U);
  BOOST_TEST(task.card().subtasks() == 2U);
  BOOST_TEST(task.card().completed_subtasks() == 1U);
  BOOST_TEST(task.card().blocked());
  BOOST_TEST(task.card().watching());
  BOOST_TEST(!task.card().rank().empty());
  BOOST_TEST(!with.card(root, with.ann).card().watching());
  BOOST_TEST(!with.card(other).card().blocked());
  BOOST_TEST(with.card(trashed).deleted_at_us() != 0U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(show_nobody_what_they_do_not_see, Medium,
                              all_media) {
  auto with = board<Medium>{};
  auto root = with.in_project();
  with.in_project(root);
  auto query = wire::Query{};
  query.mutable_list_cards()->add_ids(root);
  BOOST_TEST(with.ask_as(with.bob, query).tasks().tasks_size() == 0);
  auto x = wire::Command{};
  x.mutable_share_task()->set_task(root);
  x.mutable_share_task()->set_username("bob");
  with.run(x);
  // It is shared alone.
  BOOST_TEST(with.card(root, with.bob).card().subtasks() == 0U);
  BOOST_TEST(with.show(with.bob).has_refusal());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(stand_in_columns, Medium, all_media) {
  auto with = board<Medium>{};
  for (auto i = 0; i < 5; ++i)
    with.in_project();
  with.log.at(static_cast<std::uint64_t>(at("2026-11-26", 1)));
  with.set_status(2, wire::STATUS_COMPLETED);
  with.log.at(static_cast<std::uint64_t>(at("2026-11-26", 2)));
  with.set_status(4, wire::STATUS_COMPLETED);
  auto x = wire::Command{};
  x.mutable_move_task()->set_id(5);
  x.mutable_move_task()->set_top(true);
  with.run(x);
  auto found = with.show(with.ann, 2).board();
  BOOST_TEST(found.project().my_role() == wire::PROJECT_ROLE_MEMBER);
  BOOST_REQUIRE(found.columns_size() == 4);
  BOOST_TEST(found.columns(0).total() == 3U);
  BOOST_TEST(ids_of(found.columns(0)) == (std::vector<std::uint64_t>{5, 1}));
  BOOST_TEST(ids_of(found.columns(2)) == (std::vector<std::uint64_t>{4, 2}));
  BOOST_TEST(found.columns(3).total() == 0U);
  BOOST_TEST(found.columns(2).next_cursor().empty());
  // The rest of a column is a list.
  auto rest = with.list(found.columns(0).next_cursor(), 2);
  BOOST_REQUIRE(rest.tasks().tasks_size() == 1);
  BOOST_TEST(rest.tasks().tasks(0).id() == 3U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(lose_their_cursors_when_ranks_are_spread, Medium,
                              all_media) {
  auto with = board<Medium>{};
  for (auto i = 0; i < 4; ++i)
    with.in_project();
  auto cursor = with.list("", 1).tasks().next_cursor();
  BOOST_REQUIRE(!cursor.empty());
  auto move = [&](std::uint64_t id, std::uint64_t after) {
    auto x = wire::Command{};
    x.mutable_move_task()->set_id(id);
    x.mutable_move_task()->set_after(after);
    with.run(x);
  };
  move(3, 1);
  BOOST_TEST(!with.list(cursor, 1).has_refusal());
  auto times = 0;
  for (; times < 2'000 && !with.list(cursor, 1).has_refusal(); ++times)
    move(times % 2 == 0 ? 2 : 3, 1);
  BOOST_TEST(with.list(cursor, 1).refusal().code()
             == static_cast<std::uint32_t>(errc::invalid_cursor));
  BOOST_TEST(times < 2'000);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(leave_out_nothing_of_an_export, Medium,
                              all_media) {
  auto with = board<Medium>{};
  for (auto i = 0; i < 250; ++i)
    with.in_project();
  with.task([](wire::CreateTask&) {});
  auto query = wire::Query{};
  query.mutable_export_tasks();
  auto all = with.exported({}, query);
  BOOST_TEST(all.size() == 251U);
  BOOST_TEST(all[0].description() == "long");
  query.mutable_export_tasks()->set_project("OPS");
  BOOST_TEST(with.exported(with.ann, query).size() == 250U);
  query.mutable_export_tasks()->clear_project();
  BOOST_TEST(with.exported(with.bob, query).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(stay_as_they_were_when_an_export_began, Medium,
                              all_media) {
  auto with = board<Medium>{};
  for (auto i = 0; i < 450; ++i)
    with.in_project();
  auto query = wire::Query{};
  query.mutable_export_tasks();
  auto at = with.people<Medium>::board->visible().index;
  auto parts = 0;
  auto change_all = [&](const protocol::query_answer& part) {
    BOOST_TEST(part.visible == at);
    if (++parts != 1)
      return;
    // A task that the next part has, one that none has, and who may see them.
    auto edit = wire::Command{};
    edit.mutable_update_task()->set_id(449);
    edit.mutable_update_task()->set_title("changed");
    with.run(edit);
    with.in_project();
    auto leave = wire::Command{};
    leave.mutable_remove_member()->set_project("OPS");
    leave.mutable_remove_member()->set_username("ann");
    with.run(leave);
  };
  auto all = with.exported(with.ann, query, change_all);
  BOOST_TEST(parts == 3);
  BOOST_TEST_REQUIRE(all.size() == 450U);
  BOOST_TEST(all[448].title() != "changed");
  BOOST_TEST(with.exported(with.ann, query).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_cards_test
