// What is refused of views, and what is answered of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace view_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    done("ann", "set_member { project: 'OPS' username: 'bob' "
                "role: PROJECT_ROLE_VIEWER }");
  }

  wire::View make(const std::string& user, const std::string& fields) {
    return done(user, "create_view { name: 'v' " + fields + " }").view();
  }

  std::string update(const wire::View& view, const std::string& fields,
                     const std::string& user = "ann") {
    return why(tell(user, "update_view { id: " + std::to_string(view.id()) + " "
                            + fields + " }"));
  }

  wire::View row(const wire::View& view) {
    return *state.find<wire::View>(view.id());
  }

  std::string ids(const std::string& user, const std::string& page) {
    auto answer = ask(user, "list_views { " + page + " }");
    BOOST_TEST_REQUIRE(answer.has_views());
    auto text = std::string{};
    for (const auto& each : answer.views().views())
      text += std::to_string(each.id()) + " ";
    return text + (answer.views().more() ? "..." : ".");
  }
};

BOOST_FIXTURE_TEST_SUITE(a_view_of_tasks, fixture)

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("ann", "create_view { " + fields + " }"));
  };
  BOOST_TEST(with("") == "invalid_value /name");
  BOOST_TEST(with("name: '\\xff'") == "invalid_value /name");
  BOOST_TEST(with("name: '" + letters(101) + "'") == "invalid_value /name");
  BOOST_TEST(with("name: 'a' layout: 'pie'") == "invalid_value /layout");
  BOOST_TEST(with("name: 'a' query: '" + letters(2049) + "'")
             == "invalid_value /query");
  BOOST_TEST(with("name: 'a' layout: 'board'") == "");
}

BOOST_AUTO_TEST_CASE(changes_in_what_an_update_names) {
  auto view = make("ann", "");
  BOOST_TEST(update(view, "name: ' w ' layout: 'board' query: 'q=1'") == "");
  BOOST_TEST(row(view).name() == "w");
  BOOST_TEST(row(view).layout() == "board");
  BOOST_TEST(row(view).query() == "q=1");
  BOOST_TEST(update(view, "project: 'OPS' shared: true") == "");
  BOOST_TEST(row(view).project() == "OPS");
  BOOST_TEST(state.find_all<wire::ViewOfProject>("OPS").size() == 1U);
  BOOST_TEST(update(view, "shared: false") == "");
  BOOST_TEST(state.find_all<wire::ViewOfProject>("OPS").empty());
}

BOOST_AUTO_TEST_CASE(keeps_its_rev_where_nothing_changes) {
  auto view = make("ann", "");
  BOOST_TEST(update(view, "name: 'v'") == "");
  BOOST_TEST(row(view).rev() == view.rev());
}

BOOST_AUTO_TEST_CASE(is_not_changed_to_what_cannot_be) {
  auto view = make("ann", "");
  BOOST_TEST(update(view, "name: '\\xff'") == "invalid_value /name");
  BOOST_TEST(update(view, "layout: ''") == "invalid_value /layout");
  BOOST_TEST(update(view, "project: 'NO'") == "unknown_reference /project");
  BOOST_TEST(update(view, "name: 'w' expected_rev: 1")
             == "stale_revision /expected_rev");
  BOOST_TEST(
    update(view, "name: 'w' expected_rev: " + std::to_string(view.rev()))
    == "");
  BOOST_TEST(why(tell("ann", "update_view { id: 99 }")) == "not_found /id");
  BOOST_TEST(why(tell("ann", "delete_view { id: 99 }")) == "not_found /id");
}

BOOST_AUTO_TEST_CASE(is_shown_to_those_with_whom_it_is_shared) {
  auto own = make("ann", "");
  auto ours = make("ann", "project: 'OPS' shared: true");
  auto open = make("ann", "shared: true");
  auto get = [&](const std::string& user, const wire::View& view) {
    auto answer
      = ask(user, "get_view { id: " + std::to_string(view.id()) + " }");
    return answer.has_view() ? answer.view().name() : why(answer);
  };
  BOOST_TEST(get("ann", own) == "v");
  BOOST_TEST(get("admin", own) == "v");
  BOOST_TEST(get("bob", own) == "not_found /id");
  BOOST_TEST(get("bob", ours) == "v");
  BOOST_TEST(get("eve", ours) == "not_found /id");
  BOOST_TEST(get("eve", open) == "v");
  BOOST_TEST(why(ask("ann", "get_view { id: 99 }")) == "not_found /id");
}

BOOST_AUTO_TEST_CASE(is_listed_for_those_with_whom_it_is_shared) {
  make("ann", "");
  make("ann", "project: 'OPS' shared: true");
  make("ann", "shared: true");
  make("eve", "");
  BOOST_TEST(ids("ann", "") == "1 2 3 .");
  BOOST_TEST(ids("bob", "") == "2 3 .");
  BOOST_TEST(ids("eve", "") == "3 4 .");
  BOOST_TEST(ids("ann", "limit: 2") == "1 2 ...");
  BOOST_TEST(ids("ann", "limit: 2 after: 2") == "3 .");
  BOOST_TEST(why(ask("ann", "list_views { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace view_queries_test
