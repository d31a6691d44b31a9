// What is refused of users, and what is answered of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace user_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  std::string names(const std::string& user, const std::string& filter) {
    auto answer = ask(user, "list_users { " + filter + " }");
    BOOST_TEST_REQUIRE(answer.has_users());
    auto text = std::string{};
    for (const auto& each : answer.users().users())
      text += each.username() + " ";
    return text + (answer.users().more() ? "..." : ".");
  }
};

BOOST_FIXTURE_TEST_SUITE(a_new_user, fixture)

BOOST_AUTO_TEST_CASE(is_as_it_was_made) {
  auto made = done("admin", "create_user { username: 'zoe' display_name: 'Z' "
                            "role: SITE_ROLE_ADMIN time_zone: 'Europe/Rome' }");
  BOOST_TEST(made.user().display_name() == "Z");
  BOOST_TEST(made.user().role() == wire::SITE_ROLE_ADMIN);
  BOOST_TEST(made.user().time_zone() == "Europe/Rome");
  BOOST_TEST(state.find<wire::Administrator>("zoe") != nullptr);
}

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("admin", "create_user { username: 'zoe' " + fields + " }"));
  };
  BOOST_TEST(with("display_name: '" + letters(101) + "'")
             == "invalid_value /display_name");
  BOOST_TEST(with("email: '" + letters(250) + "@b.cd'")
             == "invalid_value /email");
  BOOST_TEST(with("role: 9") == "invalid_value /role");
  for (const auto* zone : {"a b", "a.b", "[", "`", "{", ":", "\\377"})
    BOOST_TEST(with("time_zone: '" + std::string{zone} + "'")
                 == "invalid_value /time_zone",
               zone);
  BOOST_TEST(with("time_zone: '" + letters(65) + "'")
             == "invalid_value /time_zone");
  BOOST_TEST(state.find<wire::User>("zoe") == nullptr);
  BOOST_TEST(with("time_zone: 'Etc/GMT-9_+A'") == "");
}

BOOST_AUTO_TEST_CASE(is_made_by_administrators_with_a_node_alone) {
  as["admin"].made_by_node = false;
  const auto* text = "create_user { username: 'zoe' }";
  BOOST_TEST(why(tell("admin", text)) == "not_allowed");
  BOOST_TEST(why(tell("ann", text)) == "not_allowed");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_update_of_a_user, fixture)

BOOST_AUTO_TEST_CASE(changes_what_it_names) {
  auto after = done("ann", "update_user { username: 'ann' time_zone: "
                           "'Asia/Tokyo' email: 'a@b.c' }");
  BOOST_TEST(after.user().time_zone() == "Asia/Tokyo");
  BOOST_TEST(state.find<wire::Email>("a@b.c")->username() == "ann");
  after = done("ann", "update_user { username: 'ann' time_zone: '' "
                      "email: '' }");
  BOOST_TEST(after.user().time_zone() == "UTC");
  BOOST_TEST(after.user().email() == "");
  BOOST_TEST(state.find<wire::Email>("a@b.c") == nullptr);
}

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("admin", "update_user { username: 'ann' " + fields + " }"));
  };
  BOOST_TEST(with("display_name: 'a\\tb'") == "invalid_value /display_name");
  BOOST_TEST(with("email: '@'") == "invalid_value /email");
  BOOST_TEST(with("role: SITE_ROLE_UNSPECIFIED") == "invalid_value /role");
  BOOST_TEST(with("preferences: '{}'") == "not_allowed /preferences");
  done("bob", "update_user { username: 'bob' email: 'b@c.d' }");
  BOOST_TEST(with("email: 'B@C.D'") == "duplicate /email");
  BOOST_TEST(why(tell("admin", "update_user { username: 'zoe' }"))
             == "not_found /username");
}

// SECURITY: a token must not take an account over by its address.
BOOST_AUTO_TEST_CASE(gives_a_user_another_address_after_a_login_alone) {
  auto token = user("tom", wire::SITE_ROLE_MEMBER, wire::SCOPE_WRITE);
  as["token"] = token;
  BOOST_TEST(why(tell("token", "update_user { username: 'tom' "
                               "email: 't@o.m' }"))
             == "not_allowed");
  done("token", "update_user { username: 'tom' display_name: 'Tom' }");
}

BOOST_AUTO_TEST_CASE(keeps_preferences_with_a_change_and_without_one) {
  done("ann", "update_user { username: 'ann' preferences: '{}' "
              "display_name: 'Ann' }");
  BOOST_TEST(ask("ann", "get_self {}").self().preferences() == "{}");
  BOOST_TEST(ask("ann", "get_self {}").self().user().display_name() == "Ann");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(users, fixture)

BOOST_AUTO_TEST_CASE(show_their_address_to_administrators_alone) {
  done("ann", "update_user { username: 'ann' email: 'a@b.c' }");
  const auto* text = "get_user { username: 'ann' }";
  BOOST_TEST(ask("ann", text).user().email() == "a@b.c");
  BOOST_TEST(ask("admin", text).user().email() == "a@b.c");
  BOOST_TEST(ask("bob", text).user().email() == "");
  BOOST_TEST(ask("bob", text).user().username() == "ann");
  BOOST_TEST(why(ask("bob", "get_user { username: 'zoe' }"))
             == "not_found /username");
  BOOST_TEST(ask("bob", "list_users { text: 'ann' }").users().users(0).email()
             == "");
}

BOOST_AUTO_TEST_CASE(are_listed_page_by_page) {
  BOOST_TEST(names("bob", "") == "admin ann bob eve .");
  BOOST_TEST(names("bob", "limit: 2") == "admin ann ...");
  BOOST_TEST(names("bob", "limit: 2 after: 'ann'") == "bob eve .");
  BOOST_TEST(why(ask("bob", "list_users { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_CASE(are_found_by_what_the_requester_may_see) {
  done("ann", "update_user { username: 'ann' email: 'quark@b.c' "
              "display_name: 'Lady' }");
  done("admin", "update_user { username: 'eve' disabled: true }");
  BOOST_TEST(names("bob", "text: 'LAD'") == "ann .");
  BOOST_TEST(names("bob", "text: 'B'") == "bob .");
  BOOST_TEST(names("bob", "text: 'quark'") == ".");
  BOOST_TEST(names("admin", "text: 'quark'") == "ann .");
  BOOST_TEST(names("bob", "disabled: true") == "eve .");
  BOOST_TEST(names("bob", "disabled: false") == "admin ann bob .");
}

BOOST_AUTO_TEST_CASE(see_themselves_with_what_they_came_with) {
  auto self = ask("ann", "get_self {}").self();
  BOOST_TEST(self.user().username() == "ann");
  BOOST_TEST(self.user().role() == wire::SITE_ROLE_MEMBER);
  BOOST_TEST(self.session() == as["ann"].id);
  BOOST_TEST(self.scope() == wire::SCOPE_ADMIN);
  BOOST_TEST(self.unread() == 0U);
  auto task = done("bob", "create_task { title: 'x' }").task().id();
  done("bob",
       "share_task { task: " + std::to_string(task) + " username: 'ann' }");
  BOOST_TEST(ask("ann", "get_self {}").self().unread() == 1U);
}

BOOST_AUTO_TEST_CASE(are_administrators_where_they_are_nobody_in_particular) {
  auto self = ask("node", "get_self {}").self();
  BOOST_TEST(self.user().username() == "system");
  BOOST_TEST(self.user().role() == wire::SITE_ROLE_ADMIN);
  BOOST_TEST(self.session() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace user_queries_test
