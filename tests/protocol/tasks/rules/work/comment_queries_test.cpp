// What is refused of comments, and what is answered of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace comment_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    for (const auto* name : {"bob", "eve"})
      set_role(name, "MEMBER");
    auto made = done("ann", "create_task { title: 'one' project: 'OPS' }");
    task = std::to_string(made.task().id());
  }

  void set_role(const std::string& user, const std::string& role) {
    done("ann", "set_member { project: 'OPS' username: '" + user
                  + "' role: PROJECT_ROLE_" + role + " }");
  }

  wire::Comment add(const std::string& user, const std::string& text) {
    return done(user, "add_comment { task: " + task + " text: '" + text + "' }")
      .comment();
  }

  std::string update(const std::string& user, const wire::Comment& comment,
                     const std::string& fields) {
    return why(tell(user, "update_comment { id: " + std::to_string(comment.id())
                            + " " + fields + " }"));
  }

  std::string mentions(const std::string& text) {
    auto found = std::string{};
    auto comment = add("ann", text);
    for (const auto& each : comment.mentions())
      found += each + " ";
    return found;
  }

  std::string texts(const std::string& page) {
    auto answer
      = ask("bob", "list_comments { task: " + task + " " + page + " }");
    BOOST_TEST_REQUIRE(answer.has_comments());
    auto text = std::string{};
    for (const auto& each : answer.comments().comments())
      text += each.text() + " ";
    return text + (answer.comments().more() ? "..." : ".");
  }

  std::string task;
};

BOOST_FIXTURE_TEST_SUITE(a_comment_on_a_task, fixture)

BOOST_AUTO_TEST_CASE(mentions_users_who_see_the_task) {
  BOOST_TEST(mentions("@bob, and @eve.") == "bob eve ");
  BOOST_TEST(mentions("@bob-. @bob @zoe") == "bob ");
  BOOST_TEST(mentions("ann@bob @ @. @-") == "");
  BOOST_TEST(mentions("(@eve)") == "eve ");
}

BOOST_AUTO_TEST_CASE(mentions_50_names_at_most) {
  auto text = std::string{};
  for (auto i = 0; i < 50; ++i)
    text += "@a" + std::to_string(i) + " ";
  BOOST_TEST(mentions(text + "@bob") == "");
  BOOST_TEST(mentions("@bob " + text) == "bob ");
}

BOOST_AUTO_TEST_CASE(changes_into_text_alone) {
  auto comment = add("bob", "one");
  BOOST_TEST(update("bob", comment, "text: ' '") == "invalid_value /text");
  BOOST_TEST(update("bob", comment, "text: '\\xff'") == "invalid_value /text");
  BOOST_TEST(update("bob", comment, "text: 'two' expected_rev: 1")
             == "stale_revision /expected_rev");
  BOOST_TEST(
    update("bob", comment,
           "text: 'two' expected_rev: " + std::to_string(comment.rev()))
    == "");
  BOOST_TEST(texts("") == "two .");
}

BOOST_AUTO_TEST_CASE(keeps_its_rev_where_nothing_changes) {
  auto comment = add("bob", "one");
  BOOST_TEST(update("bob", comment, "") == "");
  BOOST_TEST(update("bob", comment, "text: 'one'") == "");
  auto id = std::to_string(comment.id());
  auto row = ask("bob", "get_comment { id: " + id + " }").comment();
  BOOST_TEST(row.rev() == comment.rev());
}

BOOST_AUTO_TEST_CASE(is_not_changed_by_an_author_who_only_looks_now) {
  auto comment = add("bob", "one");
  set_role("bob", "VIEWER");
  BOOST_TEST(update("bob", comment, "text: 'two'") == "not_allowed");
  BOOST_TEST(why(tell("bob", "add_comment { task: " + task + " text: 'x' }"))
             == "not_allowed");
}

BOOST_AUTO_TEST_CASE(stays_as_it_is_in_the_trash_and_in_the_archive) {
  auto comment = add("bob", "one");
  done("ann", "update_project { key: 'OPS' archived: true }");
  BOOST_TEST(update("bob", comment, "text: 'two'") == "archived /project");
  BOOST_TEST(why(tell("bob", "add_comment { task: " + task + " text: 'x' }"))
             == "archived /project");
  done("ann", "update_project { key: 'OPS' archived: false }");
  done("ann", "delete_task { id: " + task + " }");
  BOOST_TEST(update("bob", comment, "text: 'two'") == "in_trash /task");
}

BOOST_AUTO_TEST_CASE(is_shown_to_who_sees_the_task) {
  auto id = std::to_string(add("bob", "one").id());
  const auto text = "get_comment { id: " + id + " }";
  BOOST_TEST(ask("eve", text).comment().text() == "one");
  done("ann", "remove_member { project: 'OPS' username: 'eve' }");
  BOOST_TEST(why(ask("eve", text)) == "not_found /id");
  BOOST_TEST(why(ask("bob", "get_comment { id: 99 }")) == "not_found /id");
  BOOST_TEST(why(tell("bob", "delete_comment { id: 99 }")) == "not_found /id");
}

BOOST_AUTO_TEST_CASE(is_listed_after_older_ones) {
  auto first = add("bob", "a");
  add("eve", "b");
  add("bob", "c");
  BOOST_TEST(texts("") == "a b c .");
  BOOST_TEST(texts("limit: 2") == "a b ...");
  BOOST_TEST(texts("after: " + std::to_string(first.id())) == "b c .");
  BOOST_TEST(why(ask("bob", "list_comments { limit: 201 }"))
             == "invalid_value /limit");
  BOOST_TEST(why(ask("bob", "list_comments { task: 99 }"))
             == "not_found /task");
}

// A page is a message between nodes.
BOOST_AUTO_TEST_CASE(ends_a_page_that_would_be_too_long) {
  for (auto i = 0; i < 40; ++i)
    add("bob", letters(32768));
  auto answer = ask("bob", "list_comments { limit: 200 task: " + task + " }");
  BOOST_TEST(answer.comments().more());
  BOOST_TEST(answer.comments().comments_size() > 20);
  BOOST_TEST(answer.ByteSizeLong() < tasks::max_page_bytes);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace comment_queries_test
