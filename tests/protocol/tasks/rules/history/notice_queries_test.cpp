// What is answered of notifications and of who watches a task.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace notice_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  std::uint64_t make(const std::string& title) {
    auto text = "create_task { title: '" + title + "' }";
    return done("ann", text).task().id();
  }

  /// Tells bob of the task.
  void share(std::uint64_t task) {
    done("ann",
         "share_task { task: " + std::to_string(task) + " username: 'bob' }");
  }

  void unshare(std::uint64_t task) {
    done("ann", "share_task { task: " + std::to_string(task)
                  + " username: 'bob' remove: true }");
  }

  void add_comment(std::uint64_t task, const std::string& text) {
    done("ann", "add_comment { task: " + std::to_string(task) + " text: '"
                  + text + "' }");
  }

  wire::NotificationPage list(const std::string& fields) {
    auto answer = ask("bob", "list_notifications { " + fields + " }");
    BOOST_TEST_REQUIRE(answer.has_notifications(), why(answer));
    return answer.notifications();
  }

  std::string titles(const std::string& fields) {
    auto page = list(fields);
    auto text = std::string{};
    for (const auto& each : page.notifications())
      text += each.title() + " ";
    return text + (page.more() ? "..." : ".");
  }

  std::string read(const std::string& fields) {
    return why(tell("bob", "read_notifications { " + fields + " }"));
  }
};

BOOST_FIXTURE_TEST_SUITE(a_list_of_notifications, fixture)

BOOST_AUTO_TEST_CASE(is_the_newest_first_and_comes_in_pages) {
  for (const auto* title : {"a", "b", "c"})
    share(make(title));
  BOOST_TEST(titles("") == "c b a .");
  BOOST_TEST(titles("limit: 2") == "c b ...");
  auto last = list("limit: 2").notifications(1).id();
  BOOST_TEST(titles("limit: 2 before: " + std::to_string(last)) == "a .");
  BOOST_TEST(list("").unread() == 3U);
  BOOST_TEST(why(ask("bob", "list_notifications { limit: 201 }"))
             == "invalid_value /limit");
  BOOST_TEST(ask("eve", "list_notifications {}").notifications().unread()
             == 0U);
}

BOOST_AUTO_TEST_CASE(may_be_of_what_is_not_read_alone) {
  for (const auto* title : {"a", "b"})
    share(make(title));
  BOOST_TEST(read("ids: " + std::to_string(index)) == "");
  BOOST_TEST(titles("unread_only: true") == "a .");
  BOOST_TEST(titles("") == "b a .");
  BOOST_TEST(list("").unread() == 1U);
}

BOOST_AUTO_TEST_CASE(shows_how_a_comment_begins) {
  auto task = make("a");
  done("ann", "create_project { key: 'OPS' name: 'Operations' }");
  done("ann", "set_member { project: 'OPS' username: 'bob' "
              "role: PROJECT_ROLE_MEMBER }");
  done("ann",
       "update_task { id: " + std::to_string(task) + " project: 'OPS' }");
  done("bob", "watch_task { task: " + std::to_string(task) + " }");
  add_comment(task, letters(300));
  auto first = list("").notifications(0);
  BOOST_TEST(first.excerpt() == letters(200));
  BOOST_TEST(first.project() == "OPS");
  auto comment = std::to_string(first.comment());
  done("ann", "delete_comment { id: " + comment + " }");
  BOOST_TEST(list("").notifications(0).excerpt() == "");
}

BOOST_AUTO_TEST_CASE(leaves_out_what_its_user_does_not_see_any_more) {
  auto first = make("a");
  auto second = make("b");
  auto third = make("c");
  for (auto task : {first, second, third})
    share(task);
  unshare(second);
  done("ann", "purge_task { id: " + std::to_string(third) + " }");
  BOOST_TEST(titles("") == "a .");
  BOOST_TEST(titles("limit: 1") == "a .");
  // They counted as unread, and could be read nowhere.
  BOOST_TEST(list("").unread() == 1U);
  BOOST_TEST(ask("bob", "get_self {}").self().unread() == 1U);
  BOOST_TEST(read("up_to: 999") == "");
  BOOST_TEST(list("").unread() == 0U);
}

BOOST_AUTO_TEST_CASE(looks_through_a_thousand_and_says_where_it_stopped) {
  auto hidden = make("hidden");
  for (auto i = std::uint64_t{1}; i <= 1001; ++i) {
    auto row = wire::Notification{};
    row.set_username("bob");
    row.set_id(1'000'000 + i);
    row.set_kind(wire::NOTIFICATION_KIND_COMMENTED);
    row.set_task(hidden);
    row.set_actor("ann");
    row.set_count(1);
    state.put(std::move(row));
  }
  auto page = list("limit: 200");
  BOOST_TEST_REQUIRE(page.notifications_size() == 1);
  BOOST_TEST(page.more());
  // Nothing but the place is told.
  BOOST_TEST(page.notifications(0).id() == 1'000'002U);
  BOOST_TEST(page.notifications(0).actor() == "");
  BOOST_TEST(page.notifications(0).task() == 0U);
  BOOST_TEST(titles("before: 1000002") == ".");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(notifications_that_are_read, fixture)

BOOST_AUTO_TEST_CASE(are_named_by_ids_or_by_the_last_one) {
  share(make("a"));
  auto ids = std::string{};
  for (auto i = 0; i < 201; ++i)
    ids += "ids: 1 ";
  BOOST_TEST(read(ids) == "invalid_value /ids");
  BOOST_TEST(read("ids: 1 up_to: 2") == "invalid_value /up_to");
  BOOST_TEST(read("ids: 99") == "");
  BOOST_TEST(list("").unread() == 1U);
}

BOOST_AUTO_TEST_CASE(are_all_of_those_up_to_one) {
  share(make("a"));
  auto first = index;
  share(make("b"));
  BOOST_TEST(read("up_to: " + std::to_string(first)) == "");
  BOOST_TEST(titles("unread_only: true") == "b .");
  BOOST_TEST(read("up_to: 999 undo: true") == "");
  BOOST_TEST(list("").unread() == 2U);
  BOOST_TEST(list("unread_only: true").notifications_size() == 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(watchers, fixture)

BOOST_AUTO_TEST_CASE(are_told_to_who_sees_the_task) {
  auto task = make("a");
  share(task);
  auto at = "task: " + std::to_string(task);
  done("bob", "watch_task { " + at + " }");
  auto list = ask("bob", "list_watchers { " + at + " }").watchers();
  BOOST_TEST_REQUIRE(list.usernames_size() == 2);
  BOOST_TEST(list.usernames(0) == "ann");
  BOOST_TEST(list.usernames(1) == "bob");
  done("ann", "watch_task { " + at + " remove: true }");
  list = ask("bob", "list_watchers { " + at + " }").watchers();
  BOOST_TEST_REQUIRE(list.usernames_size() == 1);
  BOOST_TEST(list.usernames(0) == "bob");
  BOOST_TEST(why(ask("eve", "list_watchers { " + at + " }"))
             == "not_found /task");
  BOOST_TEST(why(tell("eve", "watch_task { " + at + " }"))
             == "not_found /task");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace notice_queries_test
