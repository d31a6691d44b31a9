#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_rights_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  /// Every operation that is for administrators.
  void ask_for_all() {
    say(protocol::transfer_leadership{61, {2}});
    say(protocol::change_members{
      62, protocol::members_operation::remove, {3}, "", 1000});
    say(protocol::compare_digests{63, {10}, 1000});
    say(protocol::begin_backup{64, false});
    say(protocol::read_backup{65, 1, 0});
    // Has every node cut its log.
    say(protocol::request_cluster_status{66, true});
  }

  std::vector<protocol::operation_refused> refusals() {
    return heard<protocol::operation_refused>();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_does_operations, fixture)

BOOST_AUTO_TEST_CASE(for_nobody_who_has_not_logged_in) {
  say(protocol::request_cluster_status{60, false});
  say(protocol::change_members{
    66, protocol::members_operation::list, {}, "", 1000});
  ask_for_all();
  auto all = refusals();
  BOOST_TEST_REQUIRE(all.size() == 8U);
  for (const auto& x : all)
    BOOST_TEST(x.code == errc::unauthenticated);
  BOOST_TEST(server.inbox().empty());
  BOOST_TEST(backup_writer.inbox().empty());
}

BOOST_AUTO_TEST_CASE(not_for_members) {
  act_with_session(42);
  server.take<protocol::request_members>();
  ask_for_all();
  // The only reader takes one question, and then the others together.
  for (auto i = 0; i < 2; ++i) {
    auto question = answered(self_of("bob", wire::SITE_ROLE_MEMBER));
    BOOST_TEST(question.who.id == 42U);
  }
  auto all = refusals();
  BOOST_TEST_REQUIRE(all.size() == 6U);
  for (auto i = std::size_t{0}; i < 6; ++i) {
    BOOST_TEST(all[i].code == errc::not_allowed);
    BOOST_TEST(all[i].id == 61U + i);
  }
  BOOST_TEST(server.take<protocol::request_members>().empty());
  BOOST_TEST(backup_writer.inbox().empty());
}

BOOST_AUTO_TEST_CASE(and_tell_the_audit_of_those_that_are_refused) {
  act_with_session(42);
  proposals();
  pass(20);
  say(protocol::transfer_leadership{61, {2}});
  answered(self_of("bob", wire::SITE_ROLE_MEMBER));
  say(protocol::transfer_leadership{62, {2}});
  answered(self_of("bob", wire::SITE_ROLE_MEMBER));
  say(protocol::begin_backup{63, false});
  answered(refused_reading(errc::session_expired));
  pass(6000);
  auto uses = noted();
  BOOST_TEST_REQUIRE(uses.size() == 1U);
  BOOST_TEST(uses[0].action() == "transfer_leader");
  BOOST_TEST(uses[0].actor() == "bob");
  BOOST_TEST(uses[0].outcome() == "not_allowed");
  BOOST_TEST(uses[0].count() == 2U);
}

// SECURITY 5: nobody knows here whether they still may.
BOOST_AUTO_TEST_CASE(for_the_operator_alone_while_no_leader_is_heard_of) {
  act_with_session(42);
  pass(360'000);
  say(protocol::begin_backup{64, false});
  auto all = refusals();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].code == errc::unavailable);
  act_as_operator();
  say(protocol::begin_backup{65, false});
  BOOST_TEST(refusals().empty());
  client.query(gateway, {.id = 1,
                         .consistency = protocol::consistency::stale,
                         .min_index = {},
                         .query = {}});
  drain();
  BOOST_TEST(asked()->who.id == 1U);
}

BOOST_AUTO_TEST_CASE(not_for_an_administrators_lesser_token) {
  act_with_session(42);
  say(protocol::begin_backup{64, false});
  answered(self_of("ann", wire::SITE_ROLE_ADMIN, wire::SCOPE_WRITE));
  auto all = refusals();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].code == errc::not_allowed);
}

BOOST_AUTO_TEST_CASE(not_for_a_session_that_has_ended) {
  act_with_session(42);
  say(protocol::begin_backup{64, false});
  answered(refused_reading(errc::session_expired));
  BOOST_TEST(refusals().at(0).code == errc::session_expired);
  BOOST_TEST(backup_writer.inbox().empty());
}

BOOST_AUTO_TEST_CASE(for_administrators_without_a_majority_too) {
  act_with_session(42);
  leads(0, 6);
  say(protocol::begin_backup{64, false});
  auto question = answered(self_of("ann", wire::SITE_ROLE_ADMIN));
  BOOST_TEST(!question.linearizable);
  BOOST_TEST(refusals().empty());
  BOOST_TEST(backup_writer.inbox().size() == 1U);
}

BOOST_AUTO_TEST_CASE(for_every_user_that_only_looks) {
  act_with_session(42);
  say(protocol::change_members{
    66, protocol::members_operation::list, {}, "", 1000});
  answered(self_of("bob", wire::SITE_ROLE_MEMBER, wire::SCOPE_READ));
  BOOST_TEST(refusals().empty());
  BOOST_TEST(server.take<protocol::request_members>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(for_those_who_export_what_they_see) {
  auto wanted = protocol::begin_export{};
  wanted.id = 67;
  wanted.query = protocol::blob{"all"};
  wanted.format = protocol::export_format::csv;
  say(wanted);
  BOOST_TEST(refusals().at(0).code == errc::unauthenticated);
  BOOST_TEST(exporter.inbox().empty());
  act_with_session(42);
  say(wanted);
  answered(self_of("bob", wire::SITE_ROLE_MEMBER, wire::SCOPE_READ));
  auto handed_on = exporter.take<protocol::write_export>();
  BOOST_TEST_REQUIRE(handed_on.size() == 1U);
  BOOST_TEST(handed_on[0].who.id == 42U);
  BOOST_TEST(handed_on[0].who.kind == protocol::principal_kind::session);
  BOOST_TEST(handed_on[0].now_us == time_us);
  BOOST_TEST(handed_on[0].what.id == 67U);
  BOOST_TEST(handed_on[0].what.query.view() == "all");
  BOOST_TEST(handed_on[0].what.format == protocol::export_format::csv);
  BOOST_TEST(caf::actor_cast<caf::actor>(handed_on[0].to)
             == client.messages().handle());
}

BOOST_AUTO_TEST_CASE(for_the_operator_at_once) {
  act_as_operator();
  say(protocol::begin_backup{64, false});
  BOOST_TEST(!asked());
  BOOST_TEST(backup_writer.inbox().size() == 1U);
}

BOOST_AUTO_TEST_CASE(for_no_client_that_has_gone) {
  auto other = gateway_client{system};
  other.messages().tell(gateway, protocol::authenticate{1, "secret"});
  drain();
  answered(session_found(42));
  other.messages().tell(gateway, protocol::begin_backup{64, false});
  drain();
  BOOST_REQUIRE(asked());
  caf::anon_send_exit(other.messages().handle(), caf::exit_reason::kill);
  drain();
  read(self_of("ann", wire::SITE_ROLE_ADMIN));
  BOOST_TEST(backup_writer.inbox().empty());
}

BOOST_AUTO_TEST_SUITE_END()

struct open_fixture : gateway_fixture {
  open_fixture() {
    visible(10);
    leads(2, 5);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_of_an_open_cluster, open_fixture)

BOOST_AUTO_TEST_CASE(takes_everybody_and_knows_no_login) {
  client.messages().tell(gateway, protocol::client_hello{1, "1"});
  client.messages().tell(gateway, protocol::log_in{4, "ann", "right", "x"});
  client.messages().tell(
    gateway, protocol::prove_operator{3, protocol::hmac_sha256("", "")});
  drain();
  BOOST_TEST(
    !client.messages().take<protocol::gateway_hello>().at(0).auth_required);
  BOOST_TEST(client.messages().take<protocol::logged_in>().at(0).code
             == errc::conflict);
  BOOST_TEST(client.messages().take<protocol::authenticated>().at(0).code
             == errc::invalid_credentials);
  BOOST_TEST(authenticator.inbox().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_rights_test
