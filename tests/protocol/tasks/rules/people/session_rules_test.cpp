#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace session_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
  }

  wire::Command token(wire::Scope scope, const std::string& secret) {
    auto x = wire::Command{};
    x.mutable_create_token()->set_name("ci");
    x.mutable_create_token()->set_scope(scope);
    x.mutable_create_token()->set_digest(digest(secret));
    return x;
  }

  wire::Result end(const protocol::principal& who, std::uint64_t id = 0) {
    auto x = wire::Command{};
    x.mutable_end_session()->set_id(id);
    return apply(x, who);
  }

  wire::Command password(const std::string& username, const std::string& hash) {
    auto x = wire::Command{};
    x.mutable_set_password()->set_username(username);
    x.mutable_set_password()->set_password_hash(hash);
    return x;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_login, fixture)

BOOST_AUTO_TEST_CASE(acts_as_its_user_until_it_expires) {
  auto ann = log_in("ann", "s1");
  auto who = tasks::find_actor(state, ann, index * 1000);
  BOOST_TEST(who.username == "ann");
  BOOST_TEST(!who.is_admin);
  const auto* row = state.find<wire::Session>(ann.id);
  BOOST_TEST_REQUIRE(row != nullptr);
  auto ends = row->expires_at_us();
  BOOST_TEST(!tasks::find_actor(state, ann, ends - 1).refusal);
  auto late = tasks::find_actor(state, ann, ends);
  BOOST_TEST_REQUIRE(late.refusal.has_value());
  BOOST_TEST(late.refusal->code()
             == static_cast<std::uint32_t>(errc::session_expired));
}

// DELETE /tokens/ID has ended logins.
BOOST_AUTO_TEST_CASE(is_not_ended_as_a_token) {
  auto ann = log_in("ann", "s1");
  auto x = wire::Command{};
  x.mutable_end_session()->set_id(ann.id);
  x.mutable_end_session()->set_kind(wire::SESSION_KIND_TOKEN);
  BOOST_TEST(apply(x, ann).refusal().code()
             == static_cast<std::uint32_t>(errc::not_found));
  x.mutable_end_session()->set_kind(wire::SESSION_KIND_LOGIN);
  BOOST_TEST(!apply(x, ann).has_refusal());
}

BOOST_AUTO_TEST_CASE(is_made_by_nodes_for_what_was_checked) {
  auto rev = credential_rev("ann");
  auto x = login("ann", rev, "s1");
  BOOST_TEST(code_of(apply(x)) == errc::not_allowed);
  BOOST_TEST(code_of(apply(login("ann", rev + 1, "s1"), node()))
             == errc::invalid_credentials);
  BOOST_TEST(code_of(apply(login("eve", rev, "s1"), node()))
             == errc::invalid_credentials);
  BOOST_TEST(apply(x, node()).has_session());
  // The answer never shows the digest, and no secret is used twice.
  BOOST_TEST(code_of(apply(x, node())) == errc::malformed);
}

// SECURITY 4: the password was changed between its check and the login.
BOOST_AUTO_TEST_CASE(does_not_come_of_a_password_that_was_changed_meanwhile) {
  auto rev = credential_rev("ann");
  apply(password("ann", "other"), made({}));
  BOOST_TEST(code_of(apply(login("ann", rev, "s1"), node()))
             == errc::invalid_credentials);
}

BOOST_AUTO_TEST_CASE(shows_no_secret) {
  auto result = apply(login("ann", credential_rev("ann"), "s1"), node());
  BOOST_TEST(result.session().digest().empty());
}

BOOST_AUTO_TEST_CASE(ends_the_oldest_of_too_many) {
  auto first = log_in("ann", "first");
  for (auto i = 1U; i < tasks::max_sessions_of_user; ++i)
    log_in("ann", "s" + std::to_string(i));
  BOOST_TEST(is_known(first));
  log_in("ann", "last");
  BOOST_TEST(!is_known(first));
  BOOST_TEST(state.find_all<wire::SessionOfUser>("ann").size()
             == tasks::max_sessions_of_user);
}

BOOST_AUTO_TEST_CASE(ends_itself_and_the_others_of_its_user) {
  auto one = log_in("ann", "s1");
  auto two = log_in("ann", "s2");
  auto admin = log_in("admin", "s3");
  BOOST_TEST(end(one, two.id).has_session());
  BOOST_TEST(!is_known(two));
  // Another user's does not exist, but for administrators.
  BOOST_TEST(is_refused(end(one, admin.id), errc::not_found, "/id"));
  BOOST_TEST(end(one).has_session());
  BOOST_TEST(!is_known(one));
  BOOST_TEST(code_of(end(one)) == errc::session_expired);
  auto three = log_in("ann", "s4");
  BOOST_TEST(end(admin, three.id).has_session());
}

BOOST_AUTO_TEST_CASE(lives_on_while_it_is_used) {
  auto ann = log_in("ann", "s1");
  auto before = state.find<wire::Session>(ann.id)->expires_at_us();
  auto x = wire::Command{};
  x.mutable_renew_session()->set_id(ann.id);
  x.mutable_renew_session()->set_lifetime_us(5'000'000);
  BOOST_TEST(code_of(apply(x, made(ann))) == errc::not_allowed);
  apply(x, node());
  BOOST_TEST(state.find<wire::Session>(ann.id)->expires_at_us()
             == index * 1000 + 5'000'000);
  BOOST_TEST(before < index * 1000 + 5'000'000);
}

BOOST_AUTO_TEST_CASE(ends_when_the_password_is_changed_elsewhere) {
  auto one = log_in("ann", "s1");
  auto two = log_in("ann", "s2");
  auto x = password("ann", "other");
  x.mutable_set_password()->set_checked_rev(credential_rev("ann"));
  BOOST_TEST(apply(x, made(one)).has_user());
  BOOST_TEST(is_known(one));
  BOOST_TEST(!is_known(two));
  BOOST_TEST(state.find<wire::Credential>("ann")->hash() == "other");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_token, fixture)

BOOST_AUTO_TEST_CASE(belongs_to_a_login_and_allows_what_it_says) {
  auto ann = log_in("ann", "s1");
  auto x = token(wire::SCOPE_READ, "t1");
  BOOST_TEST(code_of(apply(x, ann)) == errc::not_allowed);
  auto made_token = apply(x, made(ann)).session();
  BOOST_TEST(made_token.kind() == wire::SESSION_KIND_TOKEN);
  auto reader = session(made_token.id());
  BOOST_TEST(is_known(reader));
  BOOST_TEST(code_of(apply(creation("bob"), made(reader)))
             == errc::scope_missing);
  // Nobody but administrators has tokens for everything.
  BOOST_TEST(is_refused(apply(token(wire::SCOPE_ADMIN, "t2"), made(ann)),
                        errc::not_allowed, "/scopes"));
  auto admin = log_in("admin", "s2");
  BOOST_TEST(apply(token(wire::SCOPE_ADMIN, "t3"), made(admin)).has_session());
}

BOOST_AUTO_TEST_CASE(makes_no_token_and_ends_no_session) {
  auto ann = log_in("ann", "s1");
  auto writer
    = session(apply(token(wire::SCOPE_WRITE, "t1"), made(ann)).session().id());
  BOOST_TEST(code_of(apply(token(wire::SCOPE_READ, "t2"), made(writer)))
             == errc::not_allowed);
  BOOST_TEST(code_of(end(writer, ann.id)) == errc::not_allowed);
  BOOST_TEST(code_of(apply(password("ann", "x"), made(writer)))
             == errc::not_allowed);
}

BOOST_AUTO_TEST_CASE(outlives_the_password_but_not_the_user) {
  auto ann = log_in("ann", "s1");
  auto reader
    = session(apply(token(wire::SCOPE_READ, "t1"), made(ann)).session().id());
  apply(password("ann", "other"), made(ann));
  BOOST_TEST(is_known(reader));
  auto x = wire::Command{};
  x.mutable_update_user()->set_username("ann");
  x.mutable_update_user()->set_disabled(true);
  apply(x);
  BOOST_TEST(!is_known(reader));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_setup_link, fixture)

BOOST_AUTO_TEST_CASE(sets_the_first_password_once_and_in_time) {
  auto x = wire::Command{};
  x.mutable_create_user()->set_username("bob");
  auto& secret = *x.mutable_create_user()->mutable_secret();
  secret.set_setup_digest(digest("link"));
  secret.set_setup_lifetime_us(100'000);
  apply(x, made({}));
  BOOST_TEST(code_of(apply(login("bob", credential_rev("bob"), "s"), node()))
             == errc::none);
  auto redeem = password("bob", "hash");
  redeem.mutable_set_password()->set_setup_digest(digest("other"));
  BOOST_TEST(code_of(apply(redeem, node())) == errc::invalid_credentials);
  redeem.mutable_set_password()->set_setup_digest(digest("link"));
  BOOST_TEST(apply(redeem, node()).has_user());
  BOOST_TEST(code_of(apply(redeem, node())) == errc::invalid_credentials);
}

BOOST_AUTO_TEST_CASE(ends_the_one_before_and_with_its_time) {
  auto link = [&](const std::string& secret) {
    auto x = wire::Command{};
    x.mutable_make_setup_link()->set_username("ann");
    x.mutable_make_setup_link()->mutable_secret()->set_setup_digest(
      digest(secret));
    x.mutable_make_setup_link()->mutable_secret()->set_setup_lifetime_us(2000);
    return apply(x, node());
  };
  // She has a password.
  BOOST_TEST(is_refused(link("a"), errc::conflict, "/username"));
  apply(password("ann", ""), made({}));
  BOOST_TEST(link("a").has_user());
  BOOST_TEST(link("b").has_user());
  auto redeem = password("ann", "hash");
  redeem.mutable_set_password()->set_setup_digest(digest("a"));
  BOOST_TEST(code_of(apply(redeem, node())) == errc::invalid_credentials);
  redeem.mutable_set_password()->set_setup_digest(digest("b"));
  // Two entries later it has expired.
  BOOST_TEST(code_of(apply(redeem, node())) == errc::invalid_credentials);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace session_rules_test
