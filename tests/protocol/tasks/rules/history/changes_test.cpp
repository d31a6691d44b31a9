// The history that follows from what commands do.

#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace changes_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve"})
      create(name);
    ann = log_in("ann", "a");
    bob = log_in("bob", "b");
    auto project = wire::Command{};
    project.mutable_create_project()->set_key("OPS");
    project.mutable_create_project()->set_name("Operations");
    apply(project, ann);
    auto member = wire::Command{};
    member.mutable_set_member()->set_project("OPS");
    member.mutable_set_member()->set_username("bob");
    member.mutable_set_member()->set_role(wire::PROJECT_ROLE_MEMBER);
    apply(member, ann);
  }

  wire::Task created(const std::string& project = "OPS") {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    x.mutable_create_task()->set_project(project);
    return apply(x, ann).task();
  }

  wire::Result update(std::uint64_t id, auto&& fill) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(id);
    fill(*x.mutable_update_task());
    return apply(x, bob);
  }

  /// Of the newest command.
  std::vector<wire::Change> newest() {
    auto found = std::vector<wire::Change>{};
    for (const auto* each : state.find_all<wire::Change>(index))
      found.push_back(*each);
    return found;
  }

  static wire::FieldChanges fields_of(const wire::Change& x) {
    auto fields = wire::FieldChanges{};
    BOOST_TEST_REQUIRE(fields.ParseFromString(x.fields()));
    return fields;
  }

  std::string newest_action() {
    auto all = newest();
    return all.size() == 1 ? all.front().action() : std::to_string(all.size());
  }

  protocol::principal ann;
  protocol::principal bob;
};

BOOST_FIXTURE_TEST_SUITE(a_change, fixture)

BOOST_AUTO_TEST_CASE(says_who_did_what_when_and_which_way) {
  ann.via = protocol::door::rest;
  ann.forwarder = 3;
  auto task = created();
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  const auto& x = all.front();
  BOOST_TEST(x.index() == task.rev());
  BOOST_TEST(x.at_us() == task.created_at_us());
  BOOST_TEST(x.actor() == "ann");
  BOOST_TEST(x.via() == wire::VIA_REST);
  BOOST_TEST(x.forwarder() == 3U);
  BOOST_TEST(x.action() == "task.created");
  BOOST_TEST(x.subject() == std::to_string(task.id()));
  BOOST_TEST(x.task() == task.id());
  BOOST_TEST(x.project() == "OPS");
  BOOST_TEST(x.status_before() == wire::STATUS_UNSPECIFIED);
  BOOST_TEST(x.status_after() == wire::STATUS_TODO);
  BOOST_TEST(x.outcome() == "");
}

BOOST_AUTO_TEST_CASE(holds_each_field_before_and_after) {
  auto task = created();
  update(task.id(), [](wire::UpdateTask& x) {
    x.set_title("Two");
    x.set_status(wire::STATUS_COMPLETED);
    x.mutable_due()->set_date(7);
    x.mutable_assignees()->add_names("bob");
  });
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].action() == "task.updated");
  BOOST_TEST(all[0].actor() == "bob");
  BOOST_TEST(all[0].status_before() == wire::STATUS_TODO);
  BOOST_TEST(all[0].status_after() == wire::STATUS_COMPLETED);
  auto fields = fields_of(all[0]);
  BOOST_TEST_REQUIRE(fields.fields_size() == 4);
  BOOST_TEST(fields.fields(0).field() == "title");
  BOOST_TEST(fields.fields(0).before().text() == "One");
  BOOST_TEST(fields.fields(0).after().text() == "Two");
  BOOST_TEST(fields.fields(1).field() == "status");
  BOOST_TEST(fields.fields(1).after().text() == "completed");
  BOOST_TEST(fields.fields(2).field() == "due");
  BOOST_TEST(fields.fields(2).before().form_case()
             == wire::FieldValue::FORM_NOT_SET);
  BOOST_TEST(fields.fields(2).after().due().date() == 7);
  BOOST_TEST(fields.fields(3).field() == "assignees");
  BOOST_TEST(fields.fields(3).before().list().texts_size() == 0);
  BOOST_TEST(fields.fields(3).after().list().texts(0) == "bob");
}

BOOST_AUTO_TEST_CASE(is_not_there_where_nothing_changed) {
  auto task = created();
  update(task.id(), [](wire::UpdateTask& x) { x.set_title("One"); });
  BOOST_TEST(newest().empty());
  auto key = wire::Command{};
  key.mutable_put_key()->set_key("k");
  apply(key, ann);
  BOOST_TEST(newest().empty());
}

BOOST_AUTO_TEST_CASE(names_the_way_to_the_trash_and_back) {
  auto task = created();
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(task.id());
  apply(x, ann);
  BOOST_TEST(newest_action() == "task.deleted");
  auto back = wire::Command{};
  back.mutable_restore_task()->set_id(task.id());
  apply(back, ann);
  BOOST_TEST(newest_action() == "task.restored");
}

BOOST_AUTO_TEST_CASE(comes_one_for_each_subject) {
  auto task = created();
  auto sub = wire::Command{};
  sub.mutable_create_task()->set_title("Part");
  sub.mutable_create_task()->set_project("OPS");
  sub.mutable_create_task()->set_parent(task.id());
  apply(sub, ann);
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(task.id());
  apply(x, ann);
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 2U);
  BOOST_TEST(all[0].task() == task.id());
  BOOST_TEST(all[1].task() == task.id() + 1);
  BOOST_TEST(all[1].position() == 1U);
}

BOOST_AUTO_TEST_CASE(keeps_who_saw_a_task_without_a_project) {
  auto task = created("");
  auto x = wire::Command{};
  x.mutable_share_task()->set_task(task.id());
  x.mutable_share_task()->set_username("eve");
  apply(x, ann);
  BOOST_TEST(newest_action() == "share.created");
  BOOST_TEST(newest()[0].subject() == "eve");
  auto assign = wire::Command{};
  assign.mutable_assign_task()->set_task(task.id());
  assign.mutable_assign_task()->set_username("bob");
  apply(assign, ann);
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  auto readers = std::string{};
  for (const auto& name : all[0].readers())
    readers += name + " ";
  BOOST_TEST(readers == "ann bob eve ");
}

BOOST_AUTO_TEST_CASE(
  of_a_view_that_is_shared_with_all_is_for_all_since_level_2) {
  auto eve = tasks::find_actor(state, log_in("eve", "e"), 1000);
  auto x = wire::Command{};
  x.mutable_create_view()->set_name("Open");
  auto is_seen = [&](std::uint32_t at_level, bool shared) {
    level = at_level;
    x.mutable_create_view()->set_shared(shared);
    apply(x, ann);
    return newest_action() == "view.created"
           && tasks::sees(state, eve, newest()[0]);
  };
  BOOST_TEST(!is_seen(1, true));
  BOOST_TEST(is_seen(2, true));
  BOOST_TEST(!is_seen(2, false));
}

BOOST_AUTO_TEST_CASE(of_a_label_that_a_task_bears_is_none_of_the_label) {
  auto task = created();
  auto label = wire::Command{};
  label.mutable_create_label()->set_name("bug");
  apply(label, ann);
  BOOST_TEST(newest_action() == "label.created");
  auto x = wire::Command{};
  x.mutable_label_task()->set_task(task.id());
  x.mutable_label_task()->set_name("BUG");
  apply(x, ann);
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].action() == "task.updated");
  BOOST_TEST(fields_of(all[0]).fields(0).after().list().texts(0) == "bug");
}

BOOST_AUTO_TEST_CASE(is_made_of_members_and_accounts_too) {
  auto x = wire::Command{};
  x.mutable_remove_member()->set_project("OPS");
  x.mutable_remove_member()->set_username("bob");
  apply(x, ann);
  BOOST_TEST(newest_action() == "member.deleted");
  BOOST_TEST(newest()[0].project() == "OPS");
  log_in("bob", "again");
  BOOST_TEST(newest_action() == "session.created");
  BOOST_TEST(newest()[0].actor() == "bob");
  auto end = wire::Command{};
  end.mutable_end_session();
  apply(end, bob);
  BOOST_TEST(newest_action() == "session.ended");
}

BOOST_AUTO_TEST_CASE(tells_the_audit_of_an_attempt_that_was_not_allowed) {
  auto x = wire::Command{};
  x.mutable_update_project()->set_key("OPS");
  x.mutable_update_project()->set_name("Mine");
  BOOST_TEST(code_of(apply(x, bob)) == errc::not_allowed);
  auto all = newest();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].action() == "update_project");
  BOOST_TEST(all[0].subject() == "OPS");
  BOOST_TEST(all[0].outcome() == "not_allowed");
  BOOST_TEST(all[0].actor() == "bob");
  // A value that is wrong is no attempt.
  x.mutable_update_project()->set_name("");
  apply(x, ann);
  BOOST_TEST(newest().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace changes_test
