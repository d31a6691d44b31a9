// What a request is answered that was applied before.

#include "protocol/tasks/rules/replay.hpp"
#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace replay_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    set_member("bob");
    auto made = done("ann", "create_task { title: 'one' project: 'OPS' }");
    task = std::to_string(made.task().id());
  }

  void set_member(const std::string& user) {
    done("ann", "set_member { project: 'OPS' username: '" + user
                  + "' role: PROJECT_ROLE_MEMBER }");
  }

  void remove_member(const std::string& user) {
    done("ann", "remove_member { project: 'OPS' username: '" + user + "' }");
  }

  void purge() {
    done("ann", "purge_task { id: " + task + " }");
  }

  /// What bob hears of his request when it comes again.
  wire::Result again(const std::string& command, const wire::Result& first) {
    auto who = tasks::find_actor(state, as["bob"], index * 1000);
    return tasks::seen_again(state, who, parse<wire::Command>(command), first);
  }

  bool is_same(const std::string& command, const wire::Result& first) {
    return again(command, first).SerializeAsString()
           == first.SerializeAsString();
  }

  bool is_gone(const std::string& command, const wire::Result& first) {
    auto now = again(command, first);
    BOOST_TEST(now.attempt() == first.attempt());
    BOOST_TEST(now.fingerprint() == first.fingerprint());
    return why(now) == "not_found";
  }

  std::string task;
};

BOOST_FIXTURE_TEST_SUITE(a_request_that_comes_again, fixture)

BOOST_AUTO_TEST_CASE(hears_of_a_task_as_long_as_it_is_seen) {
  const auto text
    = "attempt: 7 fingerprint: 'f' update_task { id: " + task + " title: 'x' }";
  auto first = done("bob", text);
  BOOST_TEST(first.attempt() == 7U);
  BOOST_TEST(is_same(text, first));
  remove_member("bob");
  BOOST_TEST(is_gone(text, first));
  set_member("bob");
  BOOST_TEST(is_same(text, first));
  purge();
  BOOST_TEST(is_gone(text, first));
}

BOOST_AUTO_TEST_CASE(hears_of_a_comment_as_long_as_it_is_there) {
  const auto text = "add_comment { task: " + task + " text: 'x' }";
  auto first = done("bob", text);
  BOOST_TEST(is_same(text, first));
  remove_member("bob");
  BOOST_TEST(is_gone(text, first));
  set_member("bob");
  auto id = std::to_string(first.comment().id());
  done("ann", "delete_comment { id: " + id + " }");
  BOOST_TEST(is_gone(text, first));
}

BOOST_AUTO_TEST_CASE(hears_of_a_file_as_long_as_it_is_there) {
  auto begun
    = done("bob", "begin_upload { task: " + task + " name: 'f' }").upload();
  auto id = std::to_string(begun.id());
  const auto text = "finish_upload { upload: " + id + " }";
  auto first = done("bob", text);
  BOOST_TEST(is_same(text, first));
  remove_member("bob");
  BOOST_TEST(is_gone(text, first));
  set_member("bob");
  done("ann", "delete_attachment { id: " + id + " }");
  BOOST_TEST(is_gone(text, first));
}

BOOST_AUTO_TEST_CASE(hears_of_a_project_and_of_a_view) {
  const auto* project = "create_project { key: 'DEV' name: 'Development' }";
  auto first = done("bob", project);
  BOOST_TEST(is_same(project, first));
  done("admin", "set_member { project: 'DEV' username: 'ann' "
                "role: PROJECT_ROLE_MANAGER }");
  done("ann", "remove_member { project: 'DEV' username: 'bob' }");
  BOOST_TEST(is_gone(project, first));
  const auto* view = "create_view { name: 'v' }";
  auto made = done("bob", view);
  BOOST_TEST(is_same(view, made));
  done("bob", "delete_view { id: " + std::to_string(made.view().id()) + " }");
  BOOST_TEST(is_gone(view, made));
}

BOOST_AUTO_TEST_CASE(hears_that_it_has_hidden_its_subject) {
  done("ann", "create_project { key: 'DEV' name: 'Development' }");
  done("ann", "set_member { project: 'DEV' username: 'bob' "
              "role: PROJECT_ROLE_MEMBER }");
  const auto* leave = "remove_member { project: 'OPS' username: 'bob' }";
  auto left = done("bob", leave);
  BOOST_TEST(left.out_of_sight());
  BOOST_TEST(is_same(leave, left));
}

BOOST_AUTO_TEST_CASE(hears_no_more_of_what_it_hid_once_that_is_gone) {
  auto own = done("ann", "create_task { title: 'own' assignees: 'bob' }");
  task = std::to_string(own.task().id());
  const auto unassign
    = "assign_task { task: " + task + " username: 'bob' remove: true }";
  auto first = done("bob", unassign);
  BOOST_TEST(first.out_of_sight());
  BOOST_TEST(is_same(unassign, first));
  purge();
  BOOST_TEST(is_gone(unassign, first));
  auto of_comment = wire::Result{};
  of_comment.set_out_of_sight(true);
  of_comment.mutable_comment()->set_task(std::stoull(task));
  BOOST_TEST(is_gone(unassign, of_comment));
  auto of_file = wire::Result{};
  of_file.set_out_of_sight(true);
  of_file.mutable_attachment()->set_task(std::stoull(task));
  BOOST_TEST(is_gone(unassign, of_file));
}

BOOST_AUTO_TEST_CASE(hears_that_it_has_removed_a_task) {
  auto own = done("bob", "create_task { title: 'own' }").task().id();
  const auto text = "purge_task { id: " + std::to_string(own) + " }";
  auto first = done("bob", text);
  BOOST_TEST(is_same(text, first));
}

BOOST_AUTO_TEST_CASE(hears_of_each_of_many_tasks_alone) {
  const auto* text = "create_tasks { items { title: 'a' project: 'OPS' } "
                     "items { title: 'b' } items { title: '' } }";
  auto first = done("bob", text);
  BOOST_TEST(is_same(text, first));
  remove_member("bob");
  auto now = again(text, first).created_tasks();
  BOOST_TEST_REQUIRE(now.items_size() == 3);
  BOOST_TEST(why(now.items(0)) == "not_found");
  BOOST_TEST(now.items(1).task().title() == "b");
  BOOST_TEST(why(now.items(2)) == "invalid_value /title");
}

BOOST_AUTO_TEST_CASE(hears_of_addresses_only_as_an_administrator) {
  const auto* text = "update_user { username: 'ann' email: 'a@b.c' }";
  done("admin", "update_user { username: 'bob' role: SITE_ROLE_ADMIN }");
  auto first = done("bob", text);
  BOOST_TEST(is_same(text, first));
  done("admin", "update_user { username: 'bob' role: SITE_ROLE_MEMBER }");
  auto now = again(text, first);
  BOOST_TEST(now.user().username() == "ann");
  BOOST_TEST(now.user().email() == "");
  const auto* own = "update_user { username: 'bob' email: 'b@c.d' }";
  BOOST_TEST(is_same(own, done("bob", own)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace replay_rules_test
