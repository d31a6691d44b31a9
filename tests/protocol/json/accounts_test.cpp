#include "protocol/json/accounts.hpp"
#include "tests/support/unit_test.hpp"

namespace accounts_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

BOOST_AUTO_TEST_SUITE(an_account_as_json)

BOOST_AUTO_TEST_CASE(has_what_its_user_alone_is_told) {
  auto self = wire::Self{};
  self.mutable_user()->set_username("ann");
  self.set_scope(wire::SCOPE_ADMIN);
  self.set_session(7);
  self.set_unread(3);
  self.set_preferences(R"({"theme":"dark"})");
  auto to = json::self_to_json(self);
  BOOST_TEST(to["username"] == "ann");
  BOOST_TEST(to["unread"] == 3);
  BOOST_TEST(to["preferences"]["theme"] == "dark");
  BOOST_TEST(to["scopes"] == json::object::array({"admin"}));
  BOOST_TEST(to["session"] == 7);
}

BOOST_AUTO_TEST_CASE(allows_no_more_than_the_role_of_its_user) {
  auto self = wire::Self{};
  self.mutable_user()->set_role(wire::SITE_ROLE_MEMBER);
  self.set_scope(wire::SCOPE_ADMIN);
  auto scopes = [&] { return json::self_to_json(self)["scopes"]; };
  BOOST_TEST(scopes() == json::object::array({"write"}));
  self.set_scope(wire::SCOPE_READ);
  BOOST_TEST(scopes() == json::object::array({"read"}));
  self.mutable_user()->set_role(wire::SITE_ROLE_ADMIN);
  self.set_scope(wire::SCOPE_ADMIN);
  BOOST_TEST(scopes() == json::object::array({"admin"}));
}

BOOST_AUTO_TEST_CASE(has_no_preferences_where_they_are_no_object) {
  auto self = wire::Self{};
  for (const auto* kept : {"", "{", "[1]", "7"}) {
    self.set_preferences(kept);
    auto to = json::self_to_json(self);
    BOOST_TEST(to["preferences"] == json::object::object(), kept);
    BOOST_TEST(to["session"].is_null());
  }
}

BOOST_AUTO_TEST_CASE(shows_a_token_by_how_it_begins) {
  auto token = wire::Session{};
  token.set_id(7);
  token.set_name("backup");
  token.set_prefix("tr_ab");
  token.set_scope(wire::SCOPE_READ);
  token.set_digest("secret");
  token.set_created_at_us(1'796'137'200'000'000);
  token.set_last_used_on(20788);
  BOOST_TEST(json::token_to_json(token).dump()
             == R"({"id":7,"name":"backup","prefix":"tr_ab",)"
                R"("scopes":["read"],"created_at":"2026-12-01T15:00:00.000Z",)"
                R"("expires_at":null,"last_used_on":"2026-12-01"})");
}

BOOST_AUTO_TEST_CASE(says_which_login_is_the_one_that_asks) {
  auto login = wire::Session{};
  login.set_id(7);
  login.set_user_agent("curl");
  login.set_address("::1");
  login.set_created_at_us(1'796'137'200'000'000);
  login.set_expires_at_us(1'796'137'200'000'000);
  login.set_last_used_on(20788);
  BOOST_TEST(json::session_to_json(login, 7).dump()
             == R"({"id":7,"current":true,"user_agent":"curl",)"
                R"("address":"::1","created_at":"2026-12-01T15:00:00.000Z",)"
                R"("expires_at":"2026-12-01T15:00:00.000Z",)"
                R"("last_used_on":"2026-12-01"})");
  BOOST_TEST(json::session_to_json(login, 8)["current"] == false);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace accounts_test
