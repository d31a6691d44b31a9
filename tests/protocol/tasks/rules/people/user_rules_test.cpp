#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace user_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  wire::Command update(const std::string& username) {
    auto x = wire::Command{};
    x.mutable_update_user()->set_username(username);
    return x;
  }

  wire::Result set_role(const std::string& username, wire::SiteRole role) {
    auto x = update(username);
    x.mutable_update_user()->set_role(role);
    return apply(x);
  }

  wire::Result set_disabled(const std::string& username, bool disabled) {
    auto x = update(username);
    x.mutable_update_user()->set_disabled(disabled);
    return apply(x);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_first_administrator, fixture)

BOOST_AUTO_TEST_CASE(is_made_by_nodes_alone_and_once) {
  auto x = wire::Command{};
  x.mutable_create_first_admin();
  BOOST_TEST(is_refused(apply(x), errc::not_allowed, ""));
  auto admin = found_admin().user();
  BOOST_TEST(admin.username() == "admin");
  BOOST_TEST(admin.role() == wire::SITE_ROLE_ADMIN);
  BOOST_TEST(is_refused(found_admin(), errc::conflict, ""));
}

// SECURITY 1: only where no user ever was.
BOOST_AUTO_TEST_CASE(is_not_made_where_others_are) {
  create("ann");
  BOOST_TEST(is_refused(found_admin(), errc::conflict, ""));
}

BOOST_AUTO_TEST_CASE(cannot_be_the_last_one_to_go) {
  found_admin();
  BOOST_TEST(is_refused(set_disabled("admin", true), errc::last_admin, ""));
  BOOST_TEST(is_refused(set_role("admin", wire::SITE_ROLE_MEMBER),
                        errc::last_admin, ""));
  create("ann");
  set_role("ann", wire::SITE_ROLE_ADMIN);
  BOOST_TEST(set_disabled("admin", true).has_user());
  BOOST_TEST(is_refused(set_disabled("ann", true), errc::last_admin, ""));
  set_disabled("admin", false);
  BOOST_TEST(set_disabled("ann", true).has_user());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_user, fixture)

BOOST_AUTO_TEST_CASE(is_as_it_was_made_with_defaults) {
  auto user = create("ann").user();
  BOOST_TEST(user.username() == "ann");
  BOOST_TEST(user.rev() == 1U);
  BOOST_TEST(user.role() == wire::SITE_ROLE_MEMBER);
  BOOST_TEST(user.time_zone() == "UTC");
  BOOST_TEST(!user.disabled());
  BOOST_TEST(user.created_at_us() == 1000U);
  BOOST_TEST(state.find<wire::Credential>("ann")->hash() == "hash");
}

BOOST_AUTO_TEST_CASE(has_a_name_that_nobody_else_has) {
  BOOST_TEST(create("ann").has_user());
  BOOST_TEST(is_refused(create("ann"), errc::duplicate, "/username"));
  for (const auto* name : {"", "Ann", "a b", "me", "none", "system", "operator",
                           "ann@x", "\xc3\xa4"})
    BOOST_TEST(is_refused(create(name), errc::invalid_value, "/username"),
               name);
  BOOST_TEST(create(std::string(64, 'a')).has_user());
  BOOST_TEST(
    is_refused(create(std::string(65, 'a')), errc::invalid_value, "/username"));
}

BOOST_AUTO_TEST_CASE(has_an_email_that_nobody_else_has_in_any_case) {
  auto x = creation("ann");
  x.mutable_create_user()->set_email("Ann@Example.org");
  BOOST_TEST(apply(x, made({})).has_user());
  auto y = creation("bob");
  y.mutable_create_user()->set_email("ann@example.ORG");
  BOOST_TEST(is_refused(apply(y, made({})), errc::duplicate, "/email"));
  // Once she has another one, it is free.
  auto change = update("ann");
  change.mutable_update_user()->set_email("a@b.c");
  apply(change);
  BOOST_TEST(apply(y, made({})).has_user());
  for (const auto* bad : {"x", "@b", "a@", "a@b@c", "a b@c"}) {
    auto z = creation("eve");
    z.mutable_create_user()->set_email(bad);
    BOOST_TEST(is_refused(apply(z, made({})), errc::invalid_value, "/email"),
               bad);
  }
}

BOOST_AUTO_TEST_CASE(keeps_its_rev_where_nothing_changes) {
  create("ann");
  auto same = set_disabled("ann", false).user();
  BOOST_TEST(same.rev() == 1U);
  auto change = update("ann");
  change.mutable_update_user()->set_display_name("Ann");
  BOOST_TEST(apply(change).user().rev() == 3U);
  change.mutable_update_user()->set_display_name("Anna");
  change.mutable_update_user()->set_expected_rev(1);
  BOOST_TEST(is_refused(apply(change), errc::stale_revision, "/expected_rev"));
}

BOOST_AUTO_TEST_CASE(changes_itself_but_not_what_it_may) {
  create("ann");
  create("bob");
  auto ann = log_in("ann", "s1");
  auto own = update("ann");
  own.mutable_update_user()->set_display_name("Ann");
  BOOST_TEST(apply(own, ann).has_user());
  own.mutable_update_user()->set_role(wire::SITE_ROLE_ADMIN);
  BOOST_TEST(is_refused(apply(own, ann), errc::not_allowed, ""));
  auto other = update("bob");
  other.mutable_update_user()->set_display_name("Robert");
  BOOST_TEST(is_refused(apply(other, ann), errc::not_allowed, ""));
}

BOOST_AUTO_TEST_CASE(loses_all_sessions_when_it_is_disabled) {
  found_admin();
  create("ann");
  auto ann = log_in("ann", "s1");
  BOOST_TEST(is_known(ann));
  set_disabled("ann", true);
  BOOST_TEST(!is_known(ann));
  // Nor are they there again afterwards.
  set_disabled("ann", false);
  BOOST_TEST(!is_known(ann));
  BOOST_TEST(state.count<wire::Session>() == 0U);
  BOOST_TEST(state.count<wire::SessionSecret>() == 0U);
  BOOST_TEST(state.count<wire::SessionOfUser>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace user_rules_test
