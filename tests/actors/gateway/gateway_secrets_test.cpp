#include "protocol/tasks/limits.hpp"
#include "tests/actors/gateway/secrets_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_secrets_test {

using namespace taskraft;
using namespace taskraft::tests;
using protocol::answer_status;
using protocol::principal_kind;

BOOST_FIXTURE_TEST_SUITE(the_gateway_makes_secrets, secrets_fixture)

BOOST_AUTO_TEST_CASE(for_nobody_who_has_not_logged_in) {
  say(request(creation()));
  BOOST_TEST(outcome().refused() == errc::unauthenticated);
  BOOST_TEST(proposals().empty());
  BOOST_TEST(authenticator.inbox().empty());
}

BOOST_AUTO_TEST_CASE(of_a_user_from_a_password) {
  act_with_session(42);
  auto x = request(creation());
  x.password = "correct horse";
  x.seen_index = {9};
  say(x);
  auto work = hashing();
  BOOST_TEST(work.password == "correct horse");
  BOOST_TEST(proposals().empty());
  hashed(work.context, "its hash");
  auto made = proposal();
  BOOST_TEST(made.id.bytes[0] == 1U);
  // In the client's name, and with content of a node.
  BOOST_TEST(made.who.kind == principal_kind::session);
  BOOST_TEST(made.who.id == 42U);
  BOOST_TEST(made.who.made_by_node);
  const auto& secret = made.command.create_user().secret();
  BOOST_TEST(secret.password_hash() == "its hash");
  BOOST_TEST(secret.setup_digest() == "");
  evaluated(made, user("bob"));
  auto answer = outcome();
  BOOST_TEST(answer.result.user().username() == "bob");
  BOOST_TEST(answer.secret == "");
}

BOOST_AUTO_TEST_CASE(of_a_user_without_a_password_as_a_link) {
  act_with_session(42);
  say(request(creation()));
  auto made = proposal();
  const auto& secret = made.command.create_user().secret();
  BOOST_TEST(secret.password_hash() == "");
  BOOST_TEST(secret.setup_lifetime_us() == 24ULL * 3600 * 1'000'000);
  evaluated(made, user("bob"));
  auto link = outcome().secret;
  BOOST_TEST_REQUIRE(link.starts_with("bob."));
  BOOST_TEST(link.size() == 4U + 64U);
  BOOST_TEST(secret.setup_digest() == protocol::sha256_bytes(link.substr(4)));
}

BOOST_AUTO_TEST_CASE(and_takes_none_from_a_client) {
  act_with_session(42);
  auto command = creation();
  command.mutable_create_user()->mutable_secret()->set_password_hash("mine");
  command.mutable_create_user()->mutable_secret()->set_setup_digest("mine");
  say(request(command));
  auto sent = proposal().command.create_user().secret();
  BOOST_TEST(sent.password_hash() == "");
  BOOST_TEST(sent.setup_digest() != "mine");
  command = token();
  command.mutable_create_token()->set_digest("mine");
  command.mutable_create_token()->set_prefix("mine");
  say(request(command, 2));
  auto made = proposal().command.create_token();
  BOOST_TEST(made.digest() != "mine");
  BOOST_TEST(made.prefix() != "mine");
  command = password_of("bob");
  command.mutable_set_password()->set_password_hash("mine");
  command.mutable_set_password()->set_checked_rev(5);
  command.mutable_set_password()->set_setup_digest("mine");
  auto x = request(command, 3);
  x.password = "correct horse";
  say(x);
  answered(self_of("ann", wire::SITE_ROLE_ADMIN));
  hashed(hashing().context, "hash");
  auto change = proposal().command.set_password();
  BOOST_TEST(change.password_hash() == "hash");
  BOOST_TEST(change.checked_rev() == 0U);
  BOOST_TEST(change.setup_digest() == "");
}

BOOST_AUTO_TEST_CASE(for_no_command_that_has_none) {
  act_with_session(42);
  for (auto number : {1, 2, 3}) {
    auto command = wire::Command{};
    if (number == 1)
      command.mutable_create_session()->set_username("admin");
    else if (number == 2)
      command.mutable_create_first_admin();
    else
      command.mutable_renew_session()->set_id(1);
    heard<protocol::account_command_answered>();
    say(request(command, static_cast<std::uint64_t>(number)));
    BOOST_TEST(outcome().refused() == errc::malformed);
  }
  auto garbage = request(creation(), 4);
  garbage.command = protocol::blob{std::string{"\xff\xff"}};
  say(garbage);
  BOOST_TEST(outcome().refused() == errc::malformed);
  auto nameless = request(creation(), 5);
  nameless.request = "short";
  say(nameless);
  BOOST_TEST(outcome().refused() == errc::malformed);
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(of_a_token) {
  act_with_session(42);
  say(request(token()));
  auto made = proposal();
  evaluated(made, session_made(43));
  auto secret = outcome().secret;
  BOOST_TEST_REQUIRE(secret.size() == 4U + 64U);
  BOOST_TEST(made.command.create_token().digest()
             == protocol::sha256_bytes(secret));
  BOOST_TEST(made.command.create_token().prefix() == secret.substr(0, 8));
}

BOOST_AUTO_TEST_CASE(and_gives_none_with_a_refusal) {
  act_with_session(42);
  say(request(token()));
  evaluated(proposal(), refused_result(errc::too_many));
  auto answer = outcome();
  BOOST_TEST(answer.refused() == errc::too_many);
  BOOST_TEST(answer.secret == "");
}

BOOST_AUTO_TEST_CASE(and_gives_none_that_another_attempt_has_replaced) {
  act_with_session(42);
  say(request(token()));
  auto made = proposal();
  // The same command was applied before, for another node, which made another
  // secret for it.
  auto before = session_made(43);
  before.set_attempt(made.command.attempt() + 1);
  evaluated_as(made, answer_status::done, before);
  auto answer = outcome();
  BOOST_TEST(answer.result.session().id() == 43U);
  BOOST_TEST(answer.secret == "");
}

// MySQL cannot store a later end: its nodes ended over that entry, for ever.
BOOST_AUTO_TEST_CASE(of_no_token_beyond_the_years_that_databases_know) {
  act_with_session(42);
  auto late = token();
  late.mutable_create_token()->set_expires_at_us(tasks::last_due_instant_us
                                                 + 1);
  say(request(late, 1));
  auto answer = outcome();
  BOOST_TEST(answer.refused() == errc::invalid_value);
  BOOST_TEST(answer.result.refusal().pointer() == "/expires_at");
  BOOST_TEST(proposals().empty());
  late.mutable_create_token()->set_expires_at_us(tasks::last_due_instant_us);
  say(request(late, 2));
  BOOST_TEST(proposals().size() == 1U);
}

BOOST_AUTO_TEST_CASE(once_however_often_the_client_asks) {
  act_with_session(42);
  say(request(token()));
  say(request(token()));
  auto made = proposal();
  say(request(token()));
  BOOST_TEST(proposals().empty());
  evaluated(made, session_made(43));
  BOOST_TEST(protocol::sha256_bytes(outcome().secret)
             == made.command.create_token().digest());
}

BOOST_AUTO_TEST_CASE(of_a_password_that_its_user_changes) {
  act_with_session(42);
  auto x = request(password_of(""));
  x.password = "a newer horse";
  x.current_password = "correct horse";
  say(x);
  auto question = answered(self_of("ann", wire::SITE_ROLE_MEMBER));
  BOOST_TEST(question.linearizable);
  BOOST_TEST(question.who.id == 42U);
  BOOST_TEST(answered(tokens_of({43})).who.id == 42U);
  BOOST_TEST(answered(credential_of("ann", "old", 7)).linearizable);
  auto check = checking();
  BOOST_TEST(check.password == "correct horse");
  BOOST_TEST(check.hash == "old");
  BOOST_TEST(authenticator.inbox().empty());
  checked(check.context, true);
  hashed(hashing().context, "new");
  auto change = proposal().command.set_password();
  BOOST_TEST(change.username() == "ann");
  BOOST_TEST(change.password_hash() == "new");
  BOOST_TEST(change.checked_rev() == 7U);
}

BOOST_AUTO_TEST_CASE(only_for_who_knows_the_old_password) {
  act_with_session(42);
  for (auto i = 1; i <= 6; ++i) {
    auto x = request(password_of("ann"), static_cast<std::uint64_t>(i));
    x.password = "a newer horse";
    x.current_password = "wrong";
    say(x);
    answered(self_of("ann", wire::SITE_ROLE_ADMIN));
    answered(tokens_of({}));
    answered(credential_of("ann", "old", 7));
    if (i <= 5)
      checked(checking().context, false);
    // A thief of a session cannot try all passwords, either.
    BOOST_TEST(outcome().refused()
               == (i <= 5 ? errc::invalid_credentials : errc::rate_limited));
  }
  BOOST_TEST(authenticator.inbox().empty());
  BOOST_TEST(proposals().empty());
}

// A thief of an API token could find out which password is right.
BOOST_AUTO_TEST_CASE(never_for_an_api_token_whatever_password_it_knows) {
  act_with_session(42);
  auto x = request(password_of("ann"));
  x.password = "a newer horse";
  x.current_password = "correct horse";
  say(x);
  answered(self_of("ann", wire::SITE_ROLE_ADMIN));
  auto question = answered(tokens_of({41, 42}));
  BOOST_TEST(
    (question.query.list_sessions().kind() == wire::SESSION_KIND_TOKEN));
  BOOST_TEST(outcome().refused() == errc::not_allowed);
  BOOST_TEST(!asked());
  BOOST_TEST(authenticator.inbox().empty());
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(of_another_users_password_as_the_rules_allow) {
  act_with_session(42);
  auto x = request(password_of("bob"));
  x.password = "correct horse";
  say(x);
  answered(self_of("ann", wire::SITE_ROLE_MEMBER));
  hashed(hashing().context, "hash");
  auto change = proposal();
  BOOST_TEST(change.who.id == 42U);
  evaluated(change, refused_result(errc::not_allowed));
  BOOST_TEST(outcome().refused() == errc::not_allowed);
}

BOOST_AUTO_TEST_CASE(of_any_password_for_the_operator) {
  act_as_operator();
  auto x = request(password_of("admin"));
  x.password = "correct horse";
  say(x);
  hashed(hashing().context, "hash");
  auto change = proposal();
  BOOST_TEST(change.who.kind == principal_kind::operator_token);
  BOOST_TEST(change.command.set_password().checked_rev() == 0U);
}

BOOST_AUTO_TEST_CASE(of_a_new_link_for_the_operator) {
  act_as_operator();
  auto command = wire::Command{};
  command.mutable_make_setup_link()->set_username("admin");
  say(request(command));
  auto made = proposal();
  evaluated(made, user("admin"));
  auto link = outcome().secret;
  BOOST_TEST_REQUIRE(link.starts_with("admin."));
  BOOST_TEST(made.command.make_setup_link().secret().setup_digest()
             == protocol::sha256_bytes(link.substr(6)));
}

BOOST_AUTO_TEST_CASE(of_a_first_password_for_who_has_the_link) {
  auto x = request(password_of("somebody else"));
  x.password = "correct horse";
  x.setup_secret = "bob.b.0123";
  say(x);
  hashed(hashing().context, "hash");
  auto change = proposal();
  // Nobody else's link: the digest says so in the rules.
  BOOST_TEST(change.who.kind == principal_kind::node);
  const auto& sent = change.command.set_password();
  BOOST_TEST(sent.username() == "bob.b");
  BOOST_TEST(sent.setup_digest() == protocol::sha256_bytes("0123"));
  evaluated(change, user("bob.b"));
  BOOST_TEST(outcome().result.user().username() == "bob.b");
}

BOOST_AUTO_TEST_CASE(and_lets_a_link_do_nothing_else) {
  for (auto number : {1, 2, 3}) {
    auto x = request(number == 1   ? creation()
                     : number == 2 ? token()
                                   : password_of("bob"),
                     static_cast<std::uint64_t>(number));
    x.password = "correct horse";
    x.setup_secret = number == 3 ? "no dot in it" : "bob.0123";
    say(x);
    BOOST_TEST(
      outcome().refused()
      == (number == 3 ? errc::invalid_credentials : errc::unauthenticated));
  }
  BOOST_TEST(proposals().empty());
  BOOST_TEST(authenticator.inbox().empty());
}

BOOST_AUTO_TEST_CASE(of_no_password_that_is_too_short_or_too_long) {
  act_as_operator();
  auto number = std::uint64_t{0};
  for (auto size : {7, 8, 1024, 1025}) {
    auto x = request(password_of("bob"), ++number);
    x.password = std::string(static_cast<std::size_t>(size), 'x');
    say(x);
    auto fits = size == 8 || size == 1024;
    BOOST_TEST(authenticator.take<protocol::hash_password>().size()
               == (fits ? 1U : 0U));
    if (!fits)
      BOOST_TEST(outcome().refused() == errc::invalid_value);
  }
}

BOOST_AUTO_TEST_CASE(of_32_passwords_at_once) {
  act_as_operator();
  for (auto i = std::uint64_t{1}; i <= 33; ++i) {
    auto x = request(creation(), i);
    x.password = "correct horse";
    say(x);
  }
  auto waiting = authenticator.take<protocol::hash_password>();
  BOOST_TEST_REQUIRE(waiting.size() == 32U);
  BOOST_TEST(outcome().status == answer_status::overloaded);
  hashed(waiting[0].context, "hash");
  proposal();
  auto x = request(creation(), 34);
  x.password = "correct horse";
  say(x);
  hashing();
}

BOOST_AUTO_TEST_CASE(unless_there_is_no_memory_for_it) {
  act_as_operator();
  auto x = request(creation());
  x.password = "correct horse";
  say(x);
  hashed(hashing().context, "");
  BOOST_TEST(outcome().status == answer_status::overloaded);
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(and_never_calls_an_unknown_outcome_a_failure) {
  act_as_operator();
  say(request(creation()));
  auto made = proposal();
  pass(1000);
  BOOST_TEST(outcome().status == answer_status::outcome_unknown);
  evaluated(made, user("bob"));
  BOOST_TEST(heard<protocol::account_command_answered>().empty());
}

BOOST_AUTO_TEST_CASE(for_no_client_that_has_gone) {
  auto other = gateway_client{system};
  other.messages().tell(gateway, protocol::client_hello{1, "1"});
  drain();
  auto nonce = other.messages().take<protocol::gateway_hello>().at(0).nonce;
  other.messages().tell(
    gateway,
    protocol::prove_operator{1, protocol::hmac_sha256("operator's", nonce)});
  auto x = request(creation());
  x.password = "correct horse";
  other.messages().tell(gateway, x);
  drain();
  auto work = hashing();
  noted();
  caf::anon_send_exit(other.messages().handle(), caf::exit_reason::kill);
  drain();
  hashed(work.context, "hash");
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_secrets_test
