// Who watches a task, and who is told of what happens to it.

#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <string>

namespace notices_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve", "far"}) {
      create(name);
      who[name] = log_in(name, name);
    }
    auto project = wire::Command{};
    project.mutable_create_project()->set_key("OPS");
    project.mutable_create_project()->set_name("Operations");
    apply(project, who["ann"]);
    for (const auto* name : {"bob", "eve"}) {
      auto member = wire::Command{};
      member.mutable_set_member()->set_project("OPS");
      member.mutable_set_member()->set_username(name);
      member.mutable_set_member()->set_role(wire::PROJECT_ROLE_MEMBER);
      apply(member, who["ann"]);
    }
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    x.mutable_create_task()->set_project("OPS");
    task = apply(x, who["ann"]).task().id();
  }

  void assign(const std::string& by, const std::string& to,
              bool remove = false) {
    auto x = wire::Command{};
    x.mutable_assign_task()->set_task(task);
    x.mutable_assign_task()->set_username(to);
    x.mutable_assign_task()->set_remove(remove);
    BOOST_TEST_REQUIRE(apply(x, who[by]).has_task());
  }

  wire::Comment comment(const std::string& by, const std::string& text) {
    auto x = wire::Command{};
    x.mutable_add_comment()->set_task(task);
    x.mutable_add_comment()->set_text(text);
    auto result = apply(x, who[by]);
    BOOST_TEST_REQUIRE(result.has_comment());
    return result.comment();
  }

  void set_status(const std::string& by, wire::Status status) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    x.mutable_update_task()->set_status(status);
    BOOST_TEST_REQUIRE(apply(x, who[by]).has_task());
  }

  void watch(const std::string& by, bool remove) {
    auto x = wire::Command{};
    x.mutable_watch_task()->set_task(task);
    x.mutable_watch_task()->set_remove(remove);
    BOOST_TEST_REQUIRE(apply(x, who[by]).has_watching());
  }

  bool watches(const std::string& name) {
    const auto* row = state.find<wire::Watch>(task, name);
    return row != nullptr && row->watching();
  }

  /// What the user was told of the newest command.
  wire::NotificationKind told(const std::string& name) {
    const auto* row = state.find<wire::Notification>(name, index);
    return row == nullptr ? wire::NOTIFICATION_KIND_UNSPECIFIED : row->kind();
  }

  std::uint64_t unread(const std::string& name) {
    const auto* row = state.find<wire::UnreadCount>(name);
    return row == nullptr ? 0 : row->unread();
  }

  std::map<std::string, protocol::principal> who;
  std::uint64_t task = 0;
};

constexpr auto nothing = wire::NOTIFICATION_KIND_UNSPECIFIED;

BOOST_FIXTURE_TEST_SUITE(watching, fixture)

BOOST_AUTO_TEST_CASE(begins_by_itself) {
  BOOST_TEST(watches("ann"));
  BOOST_TEST(!watches("bob"));
  assign("ann", "bob");
  BOOST_TEST(watches("bob"));
  comment("eve", "Hello");
  BOOST_TEST(watches("eve"));
}

BOOST_AUTO_TEST_CASE(begins_with_a_mention_of_who_sees_the_task) {
  auto x = comment("ann", "@bob, and @far. mail@eve @nobody @BOB");
  BOOST_TEST_REQUIRE(x.mentions_size() == 1);
  BOOST_TEST(x.mentions(0) == "bob");
  BOOST_TEST(watches("bob"));
  BOOST_TEST(!watches("far"));
  BOOST_TEST(!watches("eve"));
}

BOOST_AUTO_TEST_CASE(is_ones_own_choice_above_all) {
  watch("ann", true);
  BOOST_TEST(!watches("ann"));
  assign("bob", "ann");
  comment("ann", "x");
  BOOST_TEST(!watches("ann"));
  watch("ann", false);
  BOOST_TEST(watches("ann"));
}

BOOST_AUTO_TEST_CASE(is_no_change_of_the_task) {
  auto rev = state.find<wire::Task>(task)->rev();
  watch("bob", false);
  BOOST_TEST(state.find<wire::Task>(task)->rev() == rev);
  auto x = wire::Command{};
  x.mutable_watch_task()->set_task(task);
  BOOST_TEST(code_of(apply(x, who["far"])) == errc::not_found);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_notification, fixture)

BOOST_AUTO_TEST_CASE(tells_of_assignments_and_their_end) {
  assign("ann", "bob");
  BOOST_TEST(told("bob") == wire::NOTIFICATION_KIND_ASSIGNED);
  BOOST_TEST(told("ann") == nothing);
  assign("ann", "bob", true);
  BOOST_TEST(told("bob") == wire::NOTIFICATION_KIND_UNASSIGNED);
  BOOST_TEST(unread("bob") == 2U);
}

BOOST_AUTO_TEST_CASE(is_never_of_ones_own_change) {
  assign("bob", "bob");
  BOOST_TEST(told("bob") == nothing);
  set_status("ann", wire::STATUS_COMPLETED);
  BOOST_TEST(told("ann") == nothing);
  BOOST_TEST(told("bob") == wire::NOTIFICATION_KIND_STATUS_CHANGED);
}

BOOST_AUTO_TEST_CASE(is_one_for_a_user_and_a_command) {
  watch("bob", false);
  auto x = comment("ann", "@bob " + std::string(300, 'x'));
  BOOST_TEST(told("bob") == wire::NOTIFICATION_KIND_MENTIONED);
  const auto* row = state.find<wire::Notification>("bob", index);
  BOOST_REQUIRE(row != nullptr);
  BOOST_TEST(row->comment() == x.id());
  // The text is found when the notification is read.
  BOOST_TEST(row->excerpt() == "");
  BOOST_TEST(row->actor() == "ann");
  BOOST_TEST(row->count() == 1U);
  BOOST_TEST(unread("bob") == 1U);
}

BOOST_AUTO_TEST_CASE(of_several_tasks_names_the_first) {
  auto part = wire::Command{};
  part.mutable_create_task()->set_title("Part");
  part.mutable_create_task()->set_project("OPS");
  part.mutable_create_task()->set_parent(task);
  part.mutable_create_task()->add_assignees("bob");
  apply(part, who["ann"]);
  BOOST_TEST(told("bob") == wire::NOTIFICATION_KIND_ASSIGNED);
  watch("bob", false);
  auto x = wire::Command{};
  x.mutable_delete_task()->set_id(task);
  apply(x, who["ann"]);
  const auto* row = state.find<wire::Notification>("bob", index);
  BOOST_REQUIRE(row != nullptr);
  BOOST_TEST(row->kind() == wire::NOTIFICATION_KIND_DELETED);
  BOOST_TEST(row->task() == task);
  BOOST_TEST(row->count() == 2U);
}

BOOST_AUTO_TEST_CASE(goes_to_nobody_who_does_not_see_the_task) {
  watch("bob", false);
  auto x = wire::Command{};
  x.mutable_remove_member()->set_project("OPS");
  x.mutable_remove_member()->set_username("bob");
  apply(x, who["ann"]);
  set_status("ann", wire::STATUS_COMPLETED);
  BOOST_TEST(told("bob") == nothing);
  BOOST_TEST(unread("bob") == 0U);
}

BOOST_AUTO_TEST_CASE(is_read_and_unread_again) {
  assign("ann", "bob");
  auto first = index;
  set_status("ann", wire::STATUS_IN_PROGRESS);
  BOOST_TEST(unread("bob") == 2U);
  auto x = wire::Command{};
  x.mutable_read_notifications()->add_ids(first);
  BOOST_TEST(apply(x, who["bob"]).unread().unread() == 1U);
  // Twice is once, and somebody else's are not there.
  BOOST_TEST(apply(x, who["bob"]).unread().unread() == 1U);
  BOOST_TEST(apply(x, who["eve"]).unread().unread() == 0U);
  x.mutable_read_notifications()->set_undo(true);
  BOOST_TEST(apply(x, who["bob"]).unread().unread() == 2U);
  x.mutable_read_notifications()->Clear();
  x.mutable_read_notifications()->set_up_to(index);
  BOOST_TEST(apply(x, who["bob"]).unread().unread() == 0U);
}

BOOST_AUTO_TEST_CASE(that_is_read_is_a_change_for_its_user_alone) {
  assign("ann", "bob");
  auto x = wire::Command{};
  x.mutable_read_notifications()->set_up_to(index);
  apply(x, who["bob"]);
  const auto* change = state.find<wire::Change>(index, 0);
  BOOST_TEST_REQUIRE(change != nullptr);
  BOOST_TEST(change->action() == "notification.read");
  BOOST_TEST(change->subject() == "bob");
  auto fields = wire::FieldChanges{};
  fields.ParseFromString(change->fields());
  BOOST_TEST(fields.fields(0).before().number() == 1U);
  BOOST_TEST(fields.fields(0).after().number() == 0U);
  auto sees_it = [&](const char* name, bool is_admin) {
    auto reader = tasks::actor{};
    reader.username = name;
    reader.is_admin = is_admin;
    return tasks::sees(state, reader, *change);
  };
  BOOST_TEST(sees_it("bob", false));
  BOOST_TEST(!sees_it("ann", false));
  BOOST_TEST(!sees_it("admin", true));
  // What was read is not read again.
  apply(x, who["bob"]);
  BOOST_TEST(state.find<wire::Change>(index, 0) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_comment_of_many, fixture)

BOOST_AUTO_TEST_CASE(is_changed_by_its_author_alone) {
  auto row = comment("bob", "First");
  auto x = wire::Command{};
  x.mutable_update_comment()->set_id(row.id());
  x.mutable_update_comment()->set_text("Second @eve");
  BOOST_TEST(code_of(apply(x, who["eve"])) == errc::not_allowed);
  BOOST_TEST(code_of(apply(x, who["ann"])) == errc::not_allowed);
  BOOST_TEST(code_of(apply(x, who["far"])) == errc::not_found);
  auto after = apply(x, who["bob"]).comment();
  BOOST_TEST(after.text() == "Second @eve");
  BOOST_TEST(after.rev() == index);
  BOOST_TEST(told("eve") == wire::NOTIFICATION_KIND_MENTIONED);
  // The same again changes nothing, and tells nobody.
  BOOST_TEST(apply(x, who["bob"]).comment().rev() == after.rev());
  BOOST_TEST(told("eve") == nothing);
  x.mutable_update_comment()->set_expected_rev(row.rev());
  BOOST_TEST(code_of(apply(x, who["bob"])) == errc::stale_revision);
}

BOOST_AUTO_TEST_CASE(is_deleted_by_its_author_or_a_manager) {
  auto mine = comment("bob", "First");
  auto other = comment("bob", "Second");
  auto x = wire::Command{};
  x.mutable_delete_comment()->set_id(mine.id());
  BOOST_TEST(code_of(apply(x, who["eve"])) == errc::not_allowed);
  BOOST_TEST(apply(x, who["bob"]).has_comment());
  BOOST_TEST(code_of(apply(x, who["bob"])) == errc::not_found);
  x.mutable_delete_comment()->set_id(other.id());
  BOOST_TEST(apply(x, who["ann"]).has_comment());
  BOOST_TEST(state.find_all<wire::Comment>(task).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace notices_test
