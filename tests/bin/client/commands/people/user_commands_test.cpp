#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace commands_user_test {

using namespace taskraft;
using namespace taskraft::client;

struct fixture : run_fixture {
  static wire::User user(const std::string& name) {
    auto x = wire::User{};
    x.set_username(name);
    x.set_rev(9);
    x.set_display_name("Bob B.");
    x.set_email("bob@example.org");
    x.set_role(wire::SITE_ROLE_MEMBER);
    x.set_time_zone("UTC");
    x.set_created_at_us(1'796'137'200'000'000);
    return x;
  }

  void made(const std::string& secret) {
    auto result = wire::Result{};
    *result.mutable_user() = user("bob");
    cluster.outcomes.push_back({.kind = outcome_kind::answered,
                                .bytes = result.SerializeAsString(),
                                .secret = secret});
  }

  void is(const std::string& name, std::uint64_t session) {
    auto x = wire::Answer{};
    x.mutable_self()->mutable_user()->set_username(name);
    x.mutable_self()->set_session(session);
    cluster.answer(x);
  }

  static constexpr auto as_json
    = R"({"username":"bob","rev":9,"display_name":"Bob B.",)"
      R"("email":"bob@example.org","role":"member","disabled":false,)"
      R"("time_zone":"UTC","created_at":"2026-12-01T15:00:00.000Z")";
};

BOOST_FIXTURE_TEST_SUITE(a_user_command, fixture)

BOOST_AUTO_TEST_CASE(creates_a_user_with_a_link) {
  made("bob.0123");
  BOOST_TEST(run_words({"user", "create", "bob", "--display-name", "Bob B.",
                        "--email", "bob@example.org", "--role", "admin"})
             == 0);
  BOOST_TEST(out.str() == "bob.0123\n");
  BOOST_TEST(cluster.asked.at(0).kind == question_kind::account_command);
  BOOST_TEST(cluster.asked[0].password == "");
  auto sent = cluster.command(0).create_user();
  BOOST_TEST(sent.username() == "bob");
  BOOST_TEST(sent.display_name() == "Bob B.");
  BOOST_TEST(sent.email() == "bob@example.org");
  BOOST_TEST(sent.role() == wire::SITE_ROLE_ADMIN);
  BOOST_TEST(!sent.has_secret());
  made("bob.0123");
  BOOST_TEST(run_words({"user", "create", "bob", "--json"}) == 0);
  BOOST_TEST(out.str()
             == std::string{as_json} + R"(,"setup_token":"bob.0123"})" + "\n");
}

BOOST_AUTO_TEST_CASE(names_the_file_of_the_password_that_it_lacks) {
  auto self = wire::Answer{};
  self.mutable_self()->mutable_user()->set_username("ann");
  self.mutable_self()->set_session(3);
  cluster.answer(self);
  in.str("correct horse\n");
  BOOST_TEST(run_words({"user", "passwd", "--password-file", "-"}) == 2);
  BOOST_TEST(err.str().find("use --current-password-file")
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(creates_a_user_with_a_password) {
  in.str("correct horse\n");
  made("");
  BOOST_TEST(run_words({"user", "create", "bob", "--password-file", "-"}) == 0);
  BOOST_TEST(out.str() == "bob\n");
  BOOST_TEST(cluster.asked.at(0).password == "correct horse");
  in.clear();
  in.str("\n");
  BOOST_TEST(run_words({"user", "create", "bob", "--password-file", "-"}) == 7);
  BOOST_TEST(cluster.asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(says_if_the_link_was_lost) {
  made("");
  BOOST_TEST(run_words({"user", "create", "bob"}) == 1);
  BOOST_TEST(err.str().find("`taskraft user passwd --link bob`")
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(makes_another_link) {
  made("bob.4567");
  BOOST_TEST(run_words({"user", "passwd", "--link", "bob"}) == 0);
  BOOST_TEST(out.str() == "bob.4567\n");
  BOOST_TEST(cluster.command(0).make_setup_link().username() == "bob");
  made("admin.4567");
  BOOST_TEST(run_words({"user", "passwd", "--link"}) == 0);
  BOOST_TEST(cluster.command(1).make_setup_link().username() == "admin");
}

BOOST_AUTO_TEST_CASE(lists_all_users_page_by_page) {
  auto first = wire::Answer{};
  *first.mutable_users()->add_users() = user("bob");
  first.mutable_users()->set_more(true);
  auto second = wire::Answer{};
  auto last = user("cy");
  last.set_disabled(true);
  *second.mutable_users()->add_users() = last;
  cluster.answer(first);
  cluster.answer(second);
  BOOST_TEST(run_words({"user", "list"}) == 0);
  BOOST_TEST(out.str()
             == "bob\tBob B.\tmember\tbob@example.org\t\n"
                "cy\tBob B.\tmember\tbob@example.org\tdisabled\n");
  BOOST_TEST(cluster.query(1).list_users().after() == "bob");
  first.mutable_users()->set_more(false);
  cluster.answer(first);
  BOOST_TEST(run_words({"user", "list", "--json"}) == 0);
  BOOST_TEST(out.str() == "[" + std::string{as_json} + "}]\n");
}

BOOST_AUTO_TEST_CASE(shows_a_user) {
  auto found = wire::Answer{};
  *found.mutable_user() = user("bob");
  found.mutable_user()->clear_email();
  cluster.answer(found);
  BOOST_TEST(run_words({"user", "show", "bob", "--json"}) == 0);
  BOOST_TEST(out.str().find(R"("email":null)") != std::string::npos);
  BOOST_TEST(cluster.query(0).get_user().username() == "bob");
}

BOOST_AUTO_TEST_CASE(changes_only_what_it_is_told) {
  made("");
  BOOST_TEST(
    run_words({"user", "edit", "bob", "--role", "admin", "--email", "none"})
    == 0);
  auto sent = cluster.command(0).update_user();
  BOOST_TEST(sent.username() == "bob");
  BOOST_TEST(sent.role() == wire::SITE_ROLE_ADMIN);
  BOOST_TEST(sent.has_email());
  BOOST_TEST(sent.email() == "");
  BOOST_TEST(!sent.has_disabled());
  BOOST_TEST(!sent.has_display_name());
  made("");
  BOOST_TEST(run_words({"user", "disable", "bob"}) == 0);
  BOOST_TEST(cluster.command(1).update_user().disabled());
  made("");
  BOOST_TEST(run_words({"user", "enable", "bob"}) == 0);
  BOOST_TEST(cluster.command(2).update_user().has_disabled());
  BOOST_TEST(!cluster.command(2).update_user().disabled());
  BOOST_TEST(run_words({"user", "edit", "bob", "--role", "boss"}) == 7);
  for (const auto* noun : {"user", "project", "label"})
    BOOST_TEST(run_words({noun, "edit", "BOB"}) == 2);
  BOOST_TEST(cluster.asked.size() == 3U);
}

BOOST_AUTO_TEST_CASE(changes_ones_own_password_with_the_old_one) {
  auto prompts = std::string{};
  ask_secret = [&](const std::string& x) {
    prompts += x;
    return std::optional<std::string>{x.starts_with("Current") ? "old" : "new"};
  };
  is("ann", 7);
  made("");
  BOOST_TEST(run_words({"user", "passwd"}) == 0);
  BOOST_TEST(prompts == "Current password: New password: The same again: ");
  BOOST_TEST(cluster.command(1).set_password().username() == "ann");
  BOOST_TEST(cluster.asked.at(1).current_password == "old");
  BOOST_TEST(cluster.asked.at(1).password == "new");
}

BOOST_AUTO_TEST_CASE(changes_anothers_password_without) {
  in.str("correct horse\n");
  is("admin", 7);
  made("");
  BOOST_TEST(run_words({"user", "passwd", "bob", "--password-file", "-"}) == 0);
  BOOST_TEST(cluster.command(1).set_password().username() == "bob");
  BOOST_TEST(cluster.asked.at(1).current_password == "");
  BOOST_TEST(cluster.asked.at(1).password == "correct horse");
}

BOOST_AUTO_TEST_CASE(turns_refusals_into_exit_codes) {
  cluster.refuse_command(errc::duplicate, "/username", "bob exists already");
  BOOST_TEST(run_words({"user", "create", "bob"}) == 5);
  cluster.refuse_command(errc::last_admin, "", "the last administrator");
  BOOST_TEST(run_words({"user", "disable", "admin"}) == 5);
  cluster.refuse_command(errc::not_allowed, "", "only administrators");
  BOOST_TEST(run_words({"user", "create", "bob"}) == 4);
  cluster.refuse_command(errc::scope_missing, "", "the token needs ...");
  BOOST_TEST(run_words({"user", "disable", "bob"}) == 4);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_user_test
