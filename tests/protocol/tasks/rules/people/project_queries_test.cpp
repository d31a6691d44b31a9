// What is refused of projects, and what is answered of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace project_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    make("OPS", "Operations");
    make("DEV", "Development");
    make("WEB", "Web pages");
  }

  void make(const std::string& key, const std::string& name) {
    done("ann", "create_project { key: '" + key + "' name: '" + name + "' }");
  }

  void let_in(const std::string& user, const std::string& role) {
    done("ann", "set_member { project: 'OPS' username: '" + user
                  + "' role: PROJECT_ROLE_" + role + " }");
  }

  std::string keys(const std::string& user, const std::string& filter) {
    auto answer = ask(user, "list_projects { " + filter + " }");
    BOOST_TEST_REQUIRE(answer.has_projects());
    auto text = std::string{};
    for (const auto& each : answer.projects().projects())
      text += each.key() + " ";
    return text + (answer.projects().more() ? "..." : ".");
  }
};

BOOST_FIXTURE_TEST_SUITE(a_new_project, fixture)

BOOST_AUTO_TEST_CASE(has_a_name_a_description_and_a_color) {
  auto made = done("ann", "create_project { key: 'B2' name: ' Two ' "
                          "description: 'of all' color: '#00ff00' }");
  BOOST_TEST(made.project().name() == "Two");
  BOOST_TEST(made.project().description() == "of all");
  BOOST_TEST(made.project().color() == "#00ff00");
}

BOOST_AUTO_TEST_CASE(is_refused_if_one_of_them_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("ann", "create_project { key: 'NEW' " + fields + " }"));
  };
  BOOST_TEST(with("") == "invalid_value /name");
  BOOST_TEST(with("name: ' '") == "invalid_value /name");
  BOOST_TEST(with("name: '" + letters(101) + "'") == "invalid_value /name");
  BOOST_TEST(with("name: 'a\\nb'") == "invalid_value /name");
  BOOST_TEST(with("name: 'a' description: '\\xff'")
             == "invalid_value /description");
  BOOST_TEST(with("name: 'a' description: '" + letters(65537) + "'")
             == "invalid_value /description");
  for (const auto* color : {"red", "#12345", "#12345g", "0000000", "#FFFFFF"})
    BOOST_TEST(with("name: 'a' color: '" + std::string{color} + "'")
                 == "invalid_value /color",
               color);
  BOOST_TEST(state.find<wire::Project>("NEW") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_update_of_a_project, fixture)

BOOST_AUTO_TEST_CASE(changes_what_it_names) {
  auto after = done("ann", "update_project { key: 'OPS' name: ' O ' }");
  BOOST_TEST(after.project().name() == "O");
  BOOST_TEST(after.project().description() == "");
  after = done("ann", "update_project { key: 'OPS' description: 'what' "
                      "color: '#123456' }");
  BOOST_TEST(after.project().name() == "O");
  BOOST_TEST(after.project().description() == "what");
  BOOST_TEST(after.project().color() == "#123456");
}

BOOST_AUTO_TEST_CASE(keeps_the_rev_where_nothing_changes) {
  auto rev = state.find<wire::Project>("OPS")->rev();
  auto after = done("ann", "update_project { key: 'OPS' name: 'Operations' }");
  BOOST_TEST(after.project().rev() == rev);
}

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("ann", "update_project { key: 'OPS' " + fields + " }"));
  };
  BOOST_TEST(with("name: ''") == "invalid_value /name");
  BOOST_TEST(with("name: '" + letters(101) + "'") == "invalid_value /name");
  BOOST_TEST(with("description: '\\xff'") == "invalid_value /description");
  BOOST_TEST(with("color: ''") == "invalid_value /color");
  BOOST_TEST(with("name: 'x' expected_rev: 1")
             == "stale_revision /expected_rev");
  auto rev = std::to_string(state.find<wire::Project>("OPS")->rev());
  BOOST_TEST(with("name: 'x' expected_rev: " + rev) == "");
}

BOOST_AUTO_TEST_CASE(is_refused_while_it_stays_in_the_archive) {
  done("ann", "update_project { key: 'OPS' archived: true }");
  BOOST_TEST(why(tell("ann", "update_project { key: 'OPS' name: 'x' }"))
             == "archived /key");
  auto opened
    = done("ann", "update_project { key: 'OPS' name: 'x' archived: false }");
  BOOST_TEST(opened.project().name() == "x");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_member, fixture)

BOOST_AUTO_TEST_CASE(is_a_user_with_a_role) {
  auto with = [&](const std::string& fields) {
    return why(tell("ann", "set_member { project: 'OPS' " + fields + " }"));
  };
  BOOST_TEST(with("username: 'bob'") == "invalid_value /role");
  BOOST_TEST(with("username: 'zoe' role: PROJECT_ROLE_VIEWER")
             == "unknown_reference /username");
  done("open", "update_user { username: 'eve' disabled: true }");
  BOOST_TEST(with("username: 'eve' role: PROJECT_ROLE_VIEWER")
             == "unknown_reference /username");
}

BOOST_AUTO_TEST_CASE(is_new_only_once) {
  auto set = [&](const std::string& role) {
    return done("ann", "set_member { project: 'OPS' username: 'bob' role: "
                       "PROJECT_ROLE_"
                         + role + " }");
  };
  auto first = set("VIEWER");
  BOOST_TEST(first.created());
  auto same = set("VIEWER");
  BOOST_TEST(!same.created());
  BOOST_TEST(same.project().rev() == first.project().rev());
  auto other = set("MEMBER");
  BOOST_TEST(!other.created());
  BOOST_TEST(other.project().rev() > first.project().rev());
  BOOST_TEST(state.find<wire::Member>("OPS", "bob")->role()
             == wire::PROJECT_ROLE_MEMBER);
}

BOOST_AUTO_TEST_CASE(may_leave_and_nobody_leaves_twice) {
  let_in("bob", "VIEWER");
  let_in("eve", "VIEWER");
  BOOST_TEST(
    why(tell("bob", "remove_member { project: 'OPS' username: 'eve' }"))
    == "not_allowed");
  done("bob", "remove_member { project: 'OPS' username: 'bob' }");
  BOOST_TEST(
    why(tell("bob", "remove_member { project: 'OPS' username: 'bob' }"))
    == "not_found /key");
  auto rev = state.find<wire::Project>("OPS")->rev();
  auto again = done("ann", "remove_member { project: 'OPS' username: 'bob' }");
  BOOST_TEST(again.project().rev() == rev);
}

BOOST_AUTO_TEST_CASE(stays_in_an_archived_project) {
  let_in("bob", "VIEWER");
  done("ann", "update_project { key: 'OPS' archived: true }");
  BOOST_TEST(
    why(tell("bob", "remove_member { project: 'OPS' username: 'bob' }"))
    == "archived /key");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(projects, fixture)

BOOST_AUTO_TEST_CASE(are_shown_to_members_with_their_own_role) {
  let_in("bob", "VIEWER");
  auto answer = ask("bob", "get_project { key: 'OPS' }");
  BOOST_TEST(answer.project().name() == "Operations");
  BOOST_TEST(answer.project().my_role() == wire::PROJECT_ROLE_VIEWER);
  BOOST_TEST(why(ask("eve", "get_project { key: 'OPS' }")) == "not_found /key");
  BOOST_TEST(why(ask("ann", "get_project { key: 'NO' }")) == "not_found /key");
  auto of_admin = ask("admin", "get_project { key: 'OPS' }").project();
  BOOST_TEST(of_admin.my_role() == wire::PROJECT_ROLE_UNSPECIFIED);
}

BOOST_AUTO_TEST_CASE(are_listed_for_their_members_and_for_administrators) {
  let_in("bob", "VIEWER");
  BOOST_TEST(keys("ann", "") == "DEV OPS WEB .");
  BOOST_TEST(keys("bob", "") == "OPS .");
  BOOST_TEST(keys("eve", "") == ".");
  BOOST_TEST(keys("admin", "") == "DEV OPS WEB .");
}

BOOST_AUTO_TEST_CASE(are_listed_page_by_page) {
  for (const auto* user : {"ann", "admin"}) {
    BOOST_TEST(keys(user, "limit: 2") == "DEV OPS ...");
    BOOST_TEST(keys(user, "limit: 2 after: 'OPS'") == "WEB .");
    BOOST_TEST(keys(user, "limit: 3") == "DEV OPS WEB .");
    BOOST_TEST(why(ask(user, "list_projects { limit: 201 }"))
               == "invalid_value /limit");
  }
}

// What is longer is cut off between a node and its client, each time again.
BOOST_AUTO_TEST_CASE(are_listed_in_pages_that_fit_into_a_message) {
  for (auto i = 10; i < 30; ++i)
    done("ann", "create_project { key: 'P" + std::to_string(i)
                  + "' name: 'long' description: '" + letters(65'536) + "' }");
  for (const auto* user : {"ann", "admin"}) {
    auto found = std::vector<std::string>{};
    auto after = std::string{};
    while (true) {
      auto answer
        = ask(user, "list_projects { limit: 200 after: '" + after + "' }");
      BOOST_TEST(answer.ByteSizeLong() < tasks::max_page_bytes);
      for (const auto& each : answer.projects().projects())
        found.push_back(each.key());
      if (!answer.projects().more())
        break;
      after = found.back();
    }
    BOOST_TEST(found.size() == 23U);
    BOOST_TEST((found.front() == "DEV" && found.back() == "WEB"));
  }
}

BOOST_AUTO_TEST_CASE(are_found_by_their_keys_and_names) {
  done("ann", "update_project { key: 'DEV' archived: true }");
  for (const auto* user : {"ann", "admin"}) {
    BOOST_TEST(keys(user, "text: 'oP'") == "DEV OPS .");
    BOOST_TEST(keys(user, "text: 'page'") == "WEB .");
    BOOST_TEST(keys(user, "text: 'dev'") == "DEV .");
    BOOST_TEST(keys(user, "archived: true") == "DEV .");
    BOOST_TEST(keys(user, "archived: false") == "OPS WEB .");
    BOOST_TEST(keys(user, "archived: false text: 'dev'") == ".");
  }
}

BOOST_AUTO_TEST_CASE(tell_members_of_each_other) {
  let_in("bob", "VIEWER");
  done("bob", "update_user { username: 'bob' display_name: 'Robert' }");
  auto roles = ask("bob", "list_members { project: 'OPS' }").roles();
  BOOST_TEST_REQUIRE(roles.roles_size() == 2);
  BOOST_TEST(roles.roles(0).username() == "ann");
  BOOST_TEST(roles.roles(0).role() == wire::PROJECT_ROLE_MANAGER);
  BOOST_TEST(roles.roles(1).display_name() == "Robert");
  BOOST_TEST(why(ask("eve", "list_members { project: 'OPS' }"))
             == "not_found /key");
}

BOOST_AUTO_TEST_CASE(may_be_made_by_who_is_no_user) {
  done("open", "create_project { key: 'OPEN' name: 'Open' }");
  auto answer = ask("open", "list_members { project: 'OPEN' }");
  BOOST_TEST(answer.roles().roles(0).username() == "admin");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace project_queries_test
