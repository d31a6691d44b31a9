#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <map>
#include <string>
#include <vector>

namespace task_links_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using names = std::vector<std::string>;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve"}) {
      create(name);
      as[name] = log_in(name, name);
    }
    for (const auto* name : {"Bug", "home"}) {
      auto x = wire::Command{};
      x.mutable_create_label()->set_name(name);
      apply(x);
    }
  }

  std::uint64_t task(const std::string& who, std::uint64_t parent = 0) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("x");
    x.mutable_create_task()->set_parent(parent);
    auto result = apply(x, as.at(who));
    BOOST_TEST_REQUIRE(result.has_task(), result.refusal().message());
    return result.task().id();
  }

  wire::Result assign(const std::string& who, std::uint64_t task,
                      const std::string& to, bool remove = false) {
    auto x = wire::Command{};
    x.mutable_assign_task()->set_task(task);
    x.mutable_assign_task()->set_username(to);
    x.mutable_assign_task()->set_remove(remove);
    return apply(x, as.at(who));
  }

  wire::Result label(std::uint64_t task, const std::string& name,
                     bool remove = false) {
    auto x = wire::Command{};
    x.mutable_label_task()->set_task(task);
    x.mutable_label_task()->set_name(name);
    x.mutable_label_task()->set_remove(remove);
    return apply(x, as.at("ann"));
  }

  wire::Result share(const std::string& who, std::uint64_t task,
                     const std::string& with, wire::ProjectRole role) {
    auto x = wire::Command{};
    x.mutable_share_task()->set_task(task);
    x.mutable_share_task()->set_username(with);
    x.mutable_share_task()->set_role(role);
    return apply(x, as.at(who));
  }

  wire::Result place(std::uint64_t task, std::uint64_t parent) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    x.mutable_update_task()->set_parent(parent);
    return apply(x, as.at("ann"));
  }

  wire::Result retitle(const std::string& who, std::uint64_t task) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    x.mutable_update_task()->set_title("y" + std::to_string(index));
    return apply(x, as.at(who));
  }

  wire::Result trash(std::uint64_t task, bool back = false) {
    auto x = wire::Command{};
    if (back)
      x.mutable_restore_task()->set_id(task);
    else
      x.mutable_delete_task()->set_id(task);
    return apply(x, as.at("ann"));
  }

  bool is_in_trash(std::uint64_t task) {
    return state.find<wire::Task>(task)->deleted_at_us() != 0;
  }

  static names assignees(const wire::Result& x) {
    return {x.task().assignees().begin(), x.task().assignees().end()};
  }
  static names labels(const wire::Result& x) {
    return {x.task().labels().begin(), x.task().labels().end()};
  }

  std::map<std::string, protocol::principal> as;
};

BOOST_FIXTURE_TEST_SUITE(an_assignee, fixture)

BOOST_AUTO_TEST_CASE(sees_and_edits_a_task_of_no_project) {
  auto id = task("ann");
  BOOST_TEST(code_of(retitle("bob", id)) == errc::not_found);
  BOOST_TEST(assignees(assign("ann", id, "bob")) == names{"bob"});
  BOOST_TEST(retitle("bob", id).has_task());
  BOOST_TEST(assignees(assign("ann", id, "bob", true)).empty());
  BOOST_TEST(code_of(retitle("bob", id)) == errc::not_found);
}

BOOST_AUTO_TEST_CASE(is_there_once_and_changes_the_rev_once) {
  auto id = task("ann");
  auto rev = assign("ann", id, "bob").task().rev();
  BOOST_TEST(assign("ann", id, "bob").task().rev() == rev);
  BOOST_TEST(assign("ann", id, "eve", true).task().rev() == rev);
}

BOOST_AUTO_TEST_CASE(is_a_user_who_can_log_in) {
  auto id = task("ann");
  BOOST_TEST(is_refused(assign("ann", id, "zoe"), errc::unknown_reference,
                        "/assignees"));
}

BOOST_AUTO_TEST_CASE(must_see_the_project) {
  auto x = wire::Command{};
  x.mutable_create_project()->set_key("OPS");
  x.mutable_create_project()->set_name("O");
  apply(x, as["ann"]);
  auto y = wire::Command{};
  y.mutable_create_task()->set_title("x");
  y.mutable_create_task()->set_project("OPS");
  *y.mutable_create_task()->add_assignees() = "bob";
  BOOST_TEST(is_refused(apply(y, as["ann"]), errc::no_access, "/assignees"));
  BOOST_TEST(state.count<wire::Task>() == 0U);
  // Nor does a task go where its assignee sees nothing.
  auto id = task("ann");
  assign("ann", id, "bob");
  auto z = wire::Command{};
  z.mutable_update_task()->set_id(id);
  z.mutable_update_task()->set_project("OPS");
  BOOST_TEST(is_refused(apply(z, as["ann"]), errc::no_access, "/project"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_label, fixture)

BOOST_AUTO_TEST_CASE(is_one_in_any_case_of_letters) {
  auto id = task("ann");
  BOOST_TEST(labels(label(id, "BUG")) == names{"Bug"});
  BOOST_TEST(labels(label(id, "bug")) == names{"Bug"});
  BOOST_TEST(state.find<wire::Label>("bug")->uses() == 1U);
  auto x = wire::Command{};
  x.mutable_create_label()->set_name("bUG");
  BOOST_TEST(is_refused(apply(x), errc::duplicate, "/name"));
  BOOST_TEST(is_refused(label(id, "none"), errc::unknown_reference, "/labels"));
}

BOOST_AUTO_TEST_CASE(is_deleted_only_where_no_task_bears_it) {
  auto id = task("ann");
  label(id, "bug");
  auto x = wire::Command{};
  x.mutable_delete_label()->set_name("bug");
  BOOST_TEST(is_refused(apply(x), errc::in_use, "/name"));
  label(id, "bug", true);
  BOOST_TEST(apply(x).has_label());
  BOOST_TEST(state.find<wire::Label>("bug") == nullptr);
}

BOOST_AUTO_TEST_CASE(has_a_name_without_commas_and_ends) {
  for (const auto* name : {"", "a,b", "a\nb"}) {
    auto x = wire::Command{};
    x.mutable_create_label()->set_name(name);
    BOOST_TEST(is_refused(apply(x), errc::invalid_value, "/name"), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_share, fixture)

BOOST_AUTO_TEST_CASE(shows_one_task_and_lets_members_edit_it) {
  auto id = task("ann");
  auto other = task("ann");
  share("ann", id, "bob", wire::PROJECT_ROLE_VIEWER);
  BOOST_TEST(code_of(retitle("bob", id)) == errc::not_allowed);
  BOOST_TEST(code_of(retitle("bob", other)) == errc::not_found);
  auto rev = state.find<wire::Task>(id)->rev();
  share("ann", id, "bob", wire::PROJECT_ROLE_MEMBER);
  BOOST_TEST(state.find<wire::Task>(id)->rev() == rev);
  BOOST_TEST(retitle("bob", id).has_task());
  // It is not theirs to hand on, or to throw away.
  BOOST_TEST(code_of(share("bob", id, "eve", wire::PROJECT_ROLE_VIEWER))
             == errc::not_allowed);
  auto deletion = wire::Command{};
  deletion.mutable_delete_task()->set_id(id);
  BOOST_TEST(code_of(apply(deletion, as["bob"])) == errc::not_allowed);
  BOOST_TEST(is_refused(share("ann", id, "bob", wire::PROJECT_ROLE_MANAGER),
                        errc::invalid_value, "/role"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_subtask, fixture)

BOOST_AUTO_TEST_CASE(goes_at_most_five_levels_deep_and_round_in_no_circle) {
  auto ids = std::vector<std::uint64_t>{task("ann")};
  while (ids.size() < tasks::max_depth)
    ids.push_back(task("ann", ids.back()));
  auto x = wire::Command{};
  x.mutable_create_task()->set_title("x");
  x.mutable_create_task()->set_parent(ids.back());
  BOOST_TEST(is_refused(apply(x, as["ann"]), errc::too_deep, "/parent"));
  BOOST_TEST(is_refused(place(ids[0], ids[2]), errc::cycle, "/parent"));
  BOOST_TEST(is_refused(place(ids[1], ids[1]), errc::cycle, "/parent"));
  // Its own subtasks count, too.
  auto top = task("ann");
  BOOST_TEST(is_refused(place(ids[0], top), errc::too_deep, "/parent"));
  BOOST_TEST(place(ids[1], top).has_task());
  BOOST_TEST(place(ids[1], 0).task().parent() == 0U);
}

BOOST_AUTO_TEST_CASE(has_a_parent_that_its_creator_sees) {
  auto id = task("ann");
  auto x = wire::Command{};
  x.mutable_create_task()->set_title("x");
  x.mutable_create_task()->set_parent(id);
  BOOST_TEST(
    is_refused(apply(x, as["bob"]), errc::unknown_reference, "/parent"));
}

BOOST_AUTO_TEST_CASE(goes_to_the_trash_and_comes_back_with_what_took_it) {
  auto root = task("ann");
  auto first = task("ann", root);
  auto second = task("ann", root);
  auto leaf = task("ann", second);
  trash(first);
  trash(root);
  for (auto id : {root, first, second, leaf})
    BOOST_TEST(is_in_trash(id));
  BOOST_TEST(is_refused(trash(leaf, true), errc::in_trash, "/id"));
  trash(root, true);
  for (auto id : {root, second, leaf})
    BOOST_TEST(!is_in_trash(id));
  // That one was in the trash before.
  BOOST_TEST(is_in_trash(first));
  BOOST_TEST(trash(first, true).has_task());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_links_test
