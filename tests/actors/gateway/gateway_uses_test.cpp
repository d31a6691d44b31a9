// What the gateway proposes of its own accord: for the audit, and what is due.

#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_uses_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  void fail_login(const std::string& username) {
    say(protocol::log_in{4, username, "wrong", "tests"});
    answered(credential_of(username, "hash"));
    checked(checking().context, false);
    heard<protocol::logged_in>();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_tells_the_audit, fixture)

BOOST_AUTO_TEST_CASE(once_a_minute_of_the_logins_that_failed) {
  pass(20);
  fail_login("ann");
  fail_login("ann");
  fail_login("Nobody at all");
  BOOST_TEST(noted().empty());
  pass(6000);
  auto uses = noted();
  BOOST_TEST_REQUIRE(uses.size() == 2U);
  // What is no username may be a password.
  BOOST_TEST(uses[0].actor() == "");
  BOOST_TEST(uses[0].count() == 1U);
  BOOST_TEST(uses[1].actor() == "ann");
  BOOST_TEST(uses[1].count() == 2U);
  for (const auto& use : uses) {
    BOOST_TEST(use.action() == "login");
    BOOST_TEST(use.outcome() == "invalid_credentials");
  }
  pass(6000);
  BOOST_TEST(noted().empty());
}

BOOST_AUTO_TEST_CASE(nothing_while_there_is_no_leader) {
  fail_login("ann");
  leads(0, 6);
  pass(12'000);
  BOOST_TEST(noted().empty());
  leads(2, 7);
  pass(20);
  BOOST_TEST(noted().size() == 1U);
}

BOOST_AUTO_TEST_CASE(of_operators_and_backups) {
  act_as_operator();
  BOOST_TEST_REQUIRE(all_noted.size() == 1U);
  BOOST_TEST(all_noted[0].action() == "operator.logged_in");
  say(protocol::begin_backup{64, false});
  auto all = proposals();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].command.note_use().uses(0).action() == "backup.made");
  BOOST_TEST(all[0].who.kind == protocol::principal_kind::operator_token);
  BOOST_TEST(all[0].who.made_by_node);
}

// A command that is no UTF-8 is refused as one of newer rules.
BOOST_AUTO_TEST_CASE(of_exports_whatever_the_client_calls_the_project) {
  act_with_session(42);
  auto command = wire::Command{};
  command.mutable_note_use()->add_uses()->set_subject(
    "a\u00c4\u00c4\u00c4\u00c4"
    "\u00c4\u00c4\u00c4\u00c4"
    "\u00c4\u00c4");
  auto x = protocol::submit_account_command{};
  x.id = 51;
  x.request = std::string(16, 'r');
  x.command = protocol::blob{command.SerializeAsString()};
  say(x);
  auto made = proposal().command;
  BOOST_TEST_REQUIRE(made.note_use().uses_size() == 1);
  BOOST_TEST(made.note_use().uses(0).subject()
             == "a\u00c4\u00c4\u00c4\u00c4\u00c4\u00c4\u00c4\u00c4\u00c4");
}

BOOST_AUTO_TEST_CASE(of_exports_and_nothing_else_that_clients_say) {
  act_with_session(42);
  proposals();
  auto x = protocol::submit_account_command{};
  x.id = 5;
  x.request = std::string(16, 'r');
  auto command = wire::Command{};
  auto& use = *command.mutable_note_use()->add_uses();
  use.set_action("user.created");
  use.set_actor("bob");
  use.set_subject("OPS");
  x.command = protocol::blob{command.SerializeAsString()};
  say(x);
  auto uses = noted();
  BOOST_TEST_REQUIRE(uses.size() == 1U);
  BOOST_TEST(uses[0].action() == "export.made");
  BOOST_TEST(uses[0].subject() == "OPS");
  BOOST_TEST(uses[0].actor() == "");
}

BOOST_AUTO_TEST_CASE(of_a_disk_with_nearly_no_room) {
  tell(gateway, protocol::disk_room{true});
  drain();
  auto all = proposals();
  BOOST_TEST_REQUIRE(all.size() == 1U);
  BOOST_TEST(all[0].command.note_disk_room().low());
  BOOST_TEST(all[0].who.kind == protocol::principal_kind::node);
}

BOOST_AUTO_TEST_SUITE_END()

struct leading_fixture : fixture {
  leading_fixture() {
    leads(1, 6);
    auto members = protocol::members_changed{};
    members.current.cluster_id = "c";
    tell(gateway, members);
    drain();
  }

  /// Whether the leader asks what is due, within this number of ticks.
  bool asks_what_is_due(std::uint64_t ticks) {
    for (; ticks > 0; ticks -= 10) {
      pass(10);
      auto question = asked();
      if (question && question->query.has_list_due())
        return true;
      if (question)
        read(credential_of("admin", "hash"));
    }
    return false;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_leader_keeps_house, leading_fixture)

BOOST_AUTO_TEST_CASE(one_command_after_the_other_and_again_while_some_is_done) {
  BOOST_TEST_REQUIRE(asks_what_is_due(2000));
  auto due = wire::Answer{};
  due.mutable_due()->add_commands()->mutable_end_session()->set_id(7);
  due.mutable_due()->add_commands()->mutable_forget_changes();
  read(due);
  auto first = proposal();
  BOOST_TEST(first.command.end_session().id() == 7U);
  evaluated(first, refused_result(errc::conflict));
  auto second = proposal();
  BOOST_TEST(second.command.has_forget_changes());
  auto result = wire::Result{};
  result.mutable_noted();
  evaluated(second, result);
  // Something was done, so there may be more.
  BOOST_TEST(asks_what_is_due(10));
  due.mutable_due()->clear_commands();
  due.mutable_due()->add_commands()->mutable_forget_changes();
  read(due);
  evaluated(proposal(), refused_result(errc::conflict));
  BOOST_TEST(!asks_what_is_due(100));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_uses_test
