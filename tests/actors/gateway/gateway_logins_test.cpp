#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <set>

namespace gateway_logins_test {

using namespace taskraft;
using namespace taskraft::tests;
using protocol::principal_kind;

struct fixture : accounts_fixture {
  std::vector<errc> authenticated() {
    auto codes = std::vector<errc>{};
    for (const auto& x : heard<protocol::authenticated>()) {
      BOOST_TEST(x.id == 3U);
      codes.push_back(x.code);
    }
    return codes;
  }

  /// The codes of the logins that have ended since the last call.
  std::vector<errc> logged_in() {
    auto codes = std::vector<errc>{};
    for (const auto& x : heard<protocol::logged_in>())
      codes.push_back(x.code);
    return codes;
  }

  /// Lets a login fail for its password.
  void fail_login() {
    log_in("wrong");
    answered(credential_of("ann", "hash"));
    checked(checking().context, false);
    BOOST_TEST(logged_in() == std::vector{errc::invalid_credentials});
  }

  principal_kind kind_of_next_command() {
    client.command(gateway, {9});
    drain();
    auto all = server.take<protocol::forward_commands>();
    if (all.empty())
      return principal_kind::nobody;
    auto rest = std::string_view{all[0].frames.view()};
    return protocol::next_command_frame(rest)->principal.kind;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_asks_who_a_client_is, fixture)

BOOST_AUTO_TEST_CASE(and_says_so_in_its_hello) {
  auto hello = heard<protocol::gateway_hello>();
  BOOST_TEST_REQUIRE(hello.size() == 1U);
  BOOST_TEST(hello[0].auth_required);
  BOOST_TEST(hello[0].nonce.size() == 16U);
}

BOOST_AUTO_TEST_CASE(and_does_nothing_for_nobody) {
  client.command(gateway, {9});
  client.query(gateway, {.id = 5, .min_index = {}, .query = "any"});
  client.query(gateway, {.id = 6,
                         .consistency = protocol::consistency::stale,
                         .min_index = {},
                         .query = "any"});
  drain();
  auto outcomes = client.outcomes();
  BOOST_TEST_REQUIRE(outcomes.size() == 1U);
  BOOST_TEST(outcomes[0].status == protocol::answer_status::unauthenticated);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 2U);
  for (const auto& x : replies)
    BOOST_TEST(x.status == protocol::answer_status::unauthenticated);
  BOOST_TEST(proposals().empty());
  BOOST_TEST(!asked());
}

BOOST_AUTO_TEST_CASE(and_knows_a_session_without_a_majority) {
  leads(0, 6);
  say(protocol::authenticate{3, "trs_secret"});
  auto question = answered(session_found(42));
  BOOST_TEST(!question.linearizable);
  BOOST_TEST(question.who.kind == principal_kind::node);
  BOOST_TEST(question.query.find_session().digest()
             == protocol::sha256_bytes("trs_secret"));
  BOOST_TEST(authenticated() == std::vector{errc::none});
  leads(2, 7);
  client.command(gateway, {9});
  drain();
  auto rest = std::string_view{};
  auto sent = server.take<protocol::forward_commands>();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  rest = sent[0].frames.view();
  auto who = protocol::next_command_frame(rest)->principal;
  BOOST_TEST(who.kind == principal_kind::session);
  BOOST_TEST(who.id == 42U);
  BOOST_TEST(!who.made_by_node);
}

BOOST_AUTO_TEST_CASE(and_asks_a_majority_for_what_it_does_not_know) {
  say(protocol::authenticate{3, "trs_new"});
  BOOST_TEST(!answered(refused_reading(errc::session_expired)).linearizable);
  BOOST_TEST(authenticated().empty());
  BOOST_TEST(answered(session_found(42)).linearizable);
  BOOST_TEST(authenticated() == std::vector{errc::none});
}

BOOST_AUTO_TEST_CASE(and_refuses_what_a_majority_does_not_know) {
  say(protocol::authenticate{3, "trs_wrong"});
  answered(refused_reading(errc::session_expired));
  answered(refused_reading(errc::session_expired));
  BOOST_TEST(authenticated() == std::vector{errc::session_expired});
  BOOST_TEST(kind_of_next_command() == principal_kind::nobody);
}

BOOST_AUTO_TEST_CASE(and_tells_the_port_who_has_a_right_to_its_place) {
  say(protocol::authenticate{3, "trs_wrong"});
  answered(refused_reading(errc::session_expired));
  answered(refused_reading(errc::session_expired));
  BOOST_TEST(authenticated() == std::vector{errc::session_expired});
  BOOST_TEST(places == "");
  say(protocol::authenticate{3, "trs_secret"});
  answered(session_found(42));
  BOOST_TEST(authenticated() == std::vector{errc::none});
  BOOST_TEST(places == "+");
  act_as_operator();
  BOOST_TEST(places == "++");
  caf::anon_send_exit(client.messages().handle(), caf::exit_reason::kill);
  drain();
  BOOST_TEST(places == "++-");
}

BOOST_AUTO_TEST_CASE(and_calls_nothing_wrong_without_a_majority) {
  leads(0, 6);
  say(protocol::authenticate{3, "trs_new"});
  answered(refused_reading(errc::session_expired));
  pass(1000);
  BOOST_TEST(authenticated() == std::vector{errc::unavailable});
}

BOOST_AUTO_TEST_CASE(and_reads_with_its_own_clock) {
  act_with_session(42);
  client.query(gateway, {.id = 5,
                         .consistency = protocol::consistency::stale,
                         .min_index = {},
                         .query = "any"});
  drain();
  auto reads = reader.take<protocol::answer_queries>();
  BOOST_TEST_REQUIRE(reads.size() == 1U);
  // By which the reader sees whether the session has expired.
  BOOST_TEST(reads[0].now_us == time_us);
  BOOST_TEST(reads[0].queries.at(0).principal.id == 42U);
}

BOOST_AUTO_TEST_CASE(and_renews_a_session_once_a_day) {
  say(protocol::authenticate{3, "trs_secret"});
  answered(session_found(42, 19'999));
  auto renewal = proposal();
  BOOST_TEST(renewal.who.kind == principal_kind::node);
  BOOST_TEST(renewal.command.renew_session().id() == 42U);
  BOOST_TEST(renewal.command.renew_session().lifetime_us() == 1000U);
  evaluated(renewal, session_made(42));
  say(protocol::authenticate{3, "trs_secret"});
  answered(session_found(42, 20'000));
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gateway_logs_a_client_in, fixture)

BOOST_AUTO_TEST_CASE(step_by_step) {
  log_in();
  // No majority has said what the password is: nothing is hashed.
  BOOST_TEST(authenticator.inbox().empty());
  auto question = answered(credential_of("ann", "hash", 77));
  BOOST_TEST(question.linearizable);
  BOOST_TEST(question.query.get_credential().username() == "ann");
  auto check = checking();
  BOOST_TEST(check.password == "right");
  BOOST_TEST(check.hash == "hash");
  BOOST_TEST(proposals().empty());
  checked(check.context, true);
  auto made = proposal();
  BOOST_TEST(made.who.kind == principal_kind::node);
  BOOST_TEST(made.who.made_by_node);
  const auto& session = made.command.create_session();
  BOOST_TEST(session.username() == "ann");
  BOOST_TEST(session.checked_rev() == 77U);
  BOOST_TEST(session.lifetime_us() == 1000U);
  BOOST_TEST(session.user_agent() == "tests");
  BOOST_TEST(heard<protocol::logged_in>().empty());
  evaluated(made, session_made(42));
  auto answer = heard<protocol::logged_in>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(answer[0].id == 4U);
  BOOST_TEST(answer[0].code == errc::none);
  BOOST_TEST(answer[0].index == raft::log_index{11});
  // 256 bits, of which the state has the digest only.
  BOOST_TEST(answer[0].secret.size() == 4U + 64U);
  BOOST_TEST(session.digest() == protocol::sha256_bytes(answer[0].secret));
  BOOST_TEST(kind_of_next_command() == principal_kind::session);
}

BOOST_AUTO_TEST_CASE(with_a_new_secret_each_time) {
  auto secrets = std::set<std::string>{};
  for (auto i = 0; i < 3; ++i) {
    log_in();
    answered(credential_of("ann", "hash"));
    checked(checking().context, true);
    evaluated(proposal(), session_made(42));
    secrets.insert(heard<protocol::logged_in>().at(0).secret);
  }
  BOOST_TEST(secrets.size() == 3U);
}

BOOST_AUTO_TEST_CASE(not_without_a_majority) {
  leads(0, 6);
  log_in();
  pass(1000);
  BOOST_TEST(logged_in() == std::vector{errc::unavailable});
  BOOST_TEST(authenticator.inbox().empty());
}

BOOST_AUTO_TEST_CASE(unless_the_password_is_wrong) {
  fail_login();
  BOOST_TEST(proposals().empty());
  BOOST_TEST(kind_of_next_command() == principal_kind::nobody);
}

BOOST_AUTO_TEST_CASE(and_checks_a_password_for_users_who_cannot_log_in) {
  auto reasons = std::set<std::string>{};
  for (const auto& found :
       {refused_reading(errc::not_found), credential_of("ann", ""),
        credential_of("ann", "hash", 7, true)}) {
    log_in();
    answered(found);
    auto check = checking();
    BOOST_TEST(check.hash == "");
    checked(check.context, false);
    auto answer = heard<protocol::logged_in>();
    BOOST_TEST_REQUIRE(answer.size() == 1U);
    BOOST_TEST(answer[0].code == errc::invalid_credentials);
    reasons.insert(answer[0].reason);
  }
  BOOST_TEST(reasons.size() == 1U);
}

BOOST_AUTO_TEST_CASE(and_tells_what_the_rules_say_last) {
  log_in();
  answered(credential_of("ann", "hash"));
  checked(checking().context, true);
  evaluated(proposal(), refused_result(errc::invalid_credentials));
  BOOST_TEST(logged_in() == std::vector{errc::invalid_credentials});
}

BOOST_AUTO_TEST_CASE(or_says_that_it_does_not_know_the_outcome) {
  log_in();
  answered(credential_of("ann", "hash"));
  checked(checking().context, true);
  auto made = proposal();
  pass(1000);
  BOOST_TEST(logged_in() == std::vector{errc::outcome_unknown});
  // What comes late makes nobody anything.
  evaluated(made, session_made(42));
  proposals();
  BOOST_TEST(kind_of_next_command() == principal_kind::nobody);
}

BOOST_AUTO_TEST_CASE(once_however_often_the_client_asks) {
  log_in();
  log_in();
  answered(credential_of("ann", "hash"));
  BOOST_TEST(!asked());
  checked(checking().context, true);
  log_in();
  evaluated(proposal(), session_made(42));
  BOOST_TEST(logged_in() == std::vector{errc::none});
}

BOOST_AUTO_TEST_CASE(and_counts_wrong_passwords) {
  for (auto i = 0; i < 5; ++i)
    fail_login();
  log_in("right");
  BOOST_TEST(logged_in() == std::vector{errc::rate_limited});
  BOOST_TEST(!asked());
  pass(5990);
  log_in("right");
  BOOST_TEST(logged_in() == std::vector{errc::rate_limited});
  pass(10);
  log_in("right");
  answered(credential_of("ann", "hash"));
  BOOST_TEST(checking().password == "right");
}

BOOST_AUTO_TEST_CASE(and_counts_those_that_came_at_the_same_time) {
  for (auto i = 0; i < 4; ++i)
    fail_login();
  log_in("one", 11);
  log_in("two", 12);
  answered(credential_of("ann", "hash"));
  // Both were asked in one round; the second is not answered yet.
  auto check = checking();
  checked(check.context, false);
  answered(credential_of("ann", "hash"));
  BOOST_TEST(authenticator.inbox().empty());
  BOOST_TEST(logged_in()
             == (std::vector{errc::invalid_credentials, errc::rate_limited}));
}

BOOST_AUTO_TEST_CASE(and_lets_few_passwords_of_one_address_wait) {
  for (auto id = std::uint64_t{1}; id <= 5; ++id) {
    log_in("right", id);
    answered(credential_of("ann", "hash"));
  }
  BOOST_TEST(authenticator.take<protocol::check_password>().size() == 4U);
  BOOST_TEST(logged_in() == std::vector{errc::overloaded});
}

BOOST_AUTO_TEST_CASE(and_counts_set_up_links_among_these) {
  auto command = wire::Command{};
  command.mutable_set_password();
  for (auto id = std::uint64_t{1}; id <= 5; ++id) {
    auto x = protocol::submit_account_command{};
    x.id = id;
    x.request = std::string(16, static_cast<char>(id));
    x.command = protocol::blob{command.SerializeAsString()};
    x.password = "correct horse";
    x.setup_secret = "ann.0123";
    say(x);
  }
  BOOST_TEST(authenticator.take<protocol::hash_password>().size() == 4U);
  BOOST_TEST(heard<protocol::account_command_answered>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(but_never_hashes_a_password_that_is_too_long) {
  log_in(std::string(1025, 'x'));
  BOOST_TEST(logged_in() == std::vector{errc::invalid_credentials});
  BOOST_TEST(!asked());
}

BOOST_AUTO_TEST_CASE(but_not_one_that_has_gone_meanwhile) {
  {
    auto other = gateway_client{system};
    other.messages().tell(gateway, protocol::log_in{4, "ann", "right", "x"});
    drain();
    answered(credential_of("ann", "hash"));
    auto check = checking();
    caf::anon_send_exit(other.messages().handle(), caf::exit_reason::kill);
    drain();
    checked(check.context, true);
  }
  BOOST_TEST(proposals().empty());
  // And its place among the passwords is free again.
  for (auto id = std::uint64_t{1}; id <= 4; ++id) {
    log_in("right", id);
    answered(credential_of("ann", "hash"));
  }
  BOOST_TEST(logged_in().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gateway_knows_its_operator, fixture)

BOOST_AUTO_TEST_CASE(by_a_proof_over_its_own_nonce) {
  act_as_operator();
  client.command(gateway, {9});
  drain();
  auto sent = server.take<protocol::forward_commands>();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  auto rest = std::string_view{sent[0].frames.view()};
  auto who = protocol::next_command_frame(rest)->principal;
  BOOST_TEST(who.kind == principal_kind::operator_token);
  BOOST_TEST(who.id == 1U);
}

BOOST_AUTO_TEST_CASE(and_nobody_else) {
  auto nonce = heard<protocol::gateway_hello>().at(0).nonce;
  auto other = gateway_client{system};
  other.messages().tell(gateway, protocol::client_hello{1, "1"});
  drain();
  auto another = other.messages().take<protocol::gateway_hello>().at(0).nonce;
  BOOST_TEST(another != nonce);
  for (const auto& proof : {protocol::hmac_sha256("another's", nonce),
                            protocol::hmac_sha256("operator's", another),
                            protocol::hmac_sha256("operator's", ""),
                            std::string{"operator's"}, std::string{}}) {
    say(protocol::prove_operator{3, proof});
    BOOST_TEST(authenticated() == std::vector{errc::invalid_credentials});
  }
  BOOST_TEST(kind_of_next_command() == principal_kind::nobody);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_logins_test
