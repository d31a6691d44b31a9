// The request client where clients must log in.

#include "tests/bin/client/connection/request_client_fixture.hpp"

namespace request_client_logins_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;

struct fixture : request_client_fixture {
  fixture() {
    for (auto& x : scripts)
      x->auth_required = true;
    act_with({credential_kind::session, "trs_secret"});
  }

  /// From now on there is this to log in with.
  void act_with(const credential& what) {
    caf::anon_send_exit(courier, caf::exit_reason::kill);
    options.credentials = [this, what](const std::string& cluster) {
      clusters.push_back(cluster);
      return what;
    };
    courier = system.spawn(request_client, options);
  }

  std::vector<std::string> clusters;
};

BOOST_FIXTURE_TEST_SUITE(a_request_client_that_logs_in, fixture)

BOOST_AUTO_TEST_CASE(says_who_it_is_before_it_asks) {
  scripts[0]->answers = {answer_status::done};
  ask_command();
  connect(0);
  BOOST_TEST(scripts[0]->secrets == std::vector<std::string>{"trs_secret"});
  BOOST_TEST(clusters == std::vector<std::string>{"c1"});
  pass(500ms);
  BOOST_TEST(scripts[0]->commands.empty());
  nodes_say(0, protocol::authenticated{0, errc::none, ""});
  BOOST_TEST(scripts[0]->commands.size() == 1U);
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(gives_its_secret_to_no_other_cluster) {
  scripts[0]->answers = {answer_status::done};
  scripts[0]->logins = {errc::none};
  scripts[1]->cluster_id = "c2";
  connect(0);
  connect(1);
  ask_command();
  result();
  BOOST_TEST(scripts[1]->secrets.empty());
}

BOOST_AUTO_TEST_CASE(gives_no_secret_where_none_is_needed) {
  scripts[0]->auth_required = false;
  scripts[0]->answers = {answer_status::done};
  connect(0);
  ask_command();
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->secrets.empty());
}

BOOST_AUTO_TEST_CASE(asks_no_node_without_a_login) {
  act_with({});
  connect(0);
  ask_command();
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::refused);
  BOOST_TEST(end.code == errc::unauthenticated);
  BOOST_TEST(scripts[0]->commands.empty());
}

BOOST_AUTO_TEST_CASE(takes_no_other_node_for_a_login_that_has_ended) {
  scripts[0]->logins = {errc::session_expired};
  connect(0);
  ask_command();
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::refused);
  BOOST_TEST(end.code == errc::session_expired);
  BOOST_TEST(end.cluster == "c1");
  BOOST_TEST(scripts[0]->commands.empty());
}

BOOST_AUTO_TEST_CASE(asks_another_node_if_one_cannot_say) {
  scripts[0]->logins = {errc::unavailable};
  scripts[1]->logins = {errc::none};
  scripts[1]->answers = {answer_status::done};
  connect(0);
  ask_command();
  BOOST_TEST(!finished());
  connect(1);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->commands.empty());
}

BOOST_AUTO_TEST_CASE(says_again_who_it_is_if_no_node_can_say) {
  scripts[0]->logins = {errc::unavailable, errc::overloaded, errc::none};
  scripts[0]->answers = {answer_status::done};
  connect(0);
  ask_command();
  BOOST_TEST(!finished());
  pass(500ms);
  BOOST_TEST(scripts[0]->hellos == 3);
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(does_not_call_it_a_refusal_if_no_node_can_say) {
  for (auto i = 0; i < 100; ++i)
    scripts[0]->logins.push_back(errc::unavailable);
  connect(0);
  ask_command();
  pass(5s + 20ms);
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::unavailable);
  BOOST_TEST(end.reason.find("a:1: why not") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(stays_who_it_is_if_a_node_greets_it_again) {
  scripts[0]->logins = {errc::none};
  connect(0);
  ask_command();
  auto again
    = protocol::gateway_hello{1, "0", "demo", "c1", {1}, {7}, true, "n"};
  nodes_say(0, again);
  pass(20ms);
  BOOST_TEST(!finished());
  BOOST_TEST(scripts[0]->secrets.size() == 1U);
  pass(5s);
  BOOST_TEST(result().kind == outcome_kind::unknown);
}

BOOST_AUTO_TEST_CASE(says_who_it_is_once_it_knows_where_it_is) {
  scripts[0]->cluster_id = "";
  options.credentials = [](const std::string& cluster) {
    return cluster.empty() ? credential{}
                           : credential{credential_kind::session, "trs_secret"};
  };
  caf::anon_send_exit(courier, caf::exit_reason::kill);
  courier = system.spawn(request_client, options);
  connect(0);
  ask_command();
  pass(500ms);
  BOOST_TEST(!finished());
  nodes_say(0,
            protocol::gateway_hello{1, "0", "demo", "c1", {1}, {7}, true, "n"});
  BOOST_TEST(!finished());
  nodes_say(0, protocol::authenticated{0, errc::none, ""});
  BOOST_TEST(scripts[0]->commands.size() == 1U);
}

BOOST_AUTO_TEST_CASE(logs_in_without_a_login) {
  act_with({});
  connect(0);
  ask({.kind = question_kind::log_in, .username = "ann", .password = "right"});
  BOOST_TEST_REQUIRE(scripts[0]->log_ins.size() == 1U);
  const auto& sent = scripts[0]->log_ins[0];
  BOOST_TEST(sent.username == "ann");
  BOOST_TEST(sent.password == "right");
  nodes_say(0, protocol::logged_in{sent.id, errc::none, "", "trs_new", {105}});
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::answered);
  BOOST_TEST(end.secret == "trs_new");
  BOOST_TEST(end.seen == raft::log_index{105});
}

// `taskraft login --json` asks whose login it has made.
BOOST_AUTO_TEST_CASE(asks_the_node_that_has_made_its_login) {
  act_with({});
  connect(0);
  ask({.kind = question_kind::log_in, .username = "ann", .password = "right"});
  nodes_say(0,
            protocol::logged_in{
              scripts[0]->log_ins.at(0).id, errc::none, "", "trs_new", {105}});
  auto made = result();
  scripts[0]->answers = {answer_status::done};
  ask({.bytes = "query", .endpoint = made.endpoint});
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(logs_in_though_the_old_login_has_ended) {
  scripts[0]->logins = {errc::session_expired};
  connect(0);
  ask({.kind = question_kind::log_in, .username = "ann", .password = "right"});
  BOOST_TEST(scripts[0]->log_ins.size() == 1U);
}

BOOST_AUTO_TEST_CASE(takes_a_wrong_password_for_an_answer) {
  act_with({});
  connect(0);
  connect(1);
  ask({.kind = question_kind::log_in, .username = "ann", .password = "wrong"});
  nodes_say(0, protocol::logged_in{scripts[0]->log_ins.at(0).id,
                                   errc::invalid_credentials,
                                   "the username or the password is wrong",
                                   "",
                                   {}});
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::refused);
  BOOST_TEST(end.code == errc::invalid_credentials);
  BOOST_TEST(scripts[1]->log_ins.empty());
}

BOOST_AUTO_TEST_CASE(logs_in_elsewhere_if_a_node_cannot) {
  act_with({});
  connect(0);
  connect(1);
  ask({.kind = question_kind::log_in, .username = "ann", .password = "right"});
  nodes_say(0,
            protocol::logged_in{
              scripts[0]->log_ins.at(0).id, errc::overloaded, "busy", "", {}});
  pass(20ms);
  BOOST_TEST(scripts[1]->log_ins.size() == 1U);
}

BOOST_AUTO_TEST_CASE(redeems_a_link_without_a_login) {
  act_with({});
  connect(0);
  ask({.kind = question_kind::account_command,
       .bytes = "command",
       .password = "new",
       .setup_secret = "admin.x"});
  BOOST_TEST_REQUIRE(scripts[0]->account_commands.size() == 1U);
  const auto& sent = scripts[0]->account_commands[0];
  BOOST_TEST(sent.setup_secret == "admin.x");
  BOOST_TEST(sent.password == "new");
  BOOST_TEST(sent.request.size() == 16U);
  nodes_say(0, protocol::account_command_answered{
                 sent.id, answer_status::done, {106}, "result", ""});
  BOOST_TEST(result().bytes == "result");
}

BOOST_AUTO_TEST_CASE(names_a_command_with_secrets_once) {
  scripts[0]->logins = scripts[1]->logins = {errc::none};
  connect(0);
  connect(1);
  ask({.kind = question_kind::account_command, .bytes = "command"});
  nodes_say(
    0, protocol::account_command_answered{scripts[0]->account_commands.at(0).id,
                                          answer_status::unavailable,
                                          {},
                                          "",
                                          ""});
  pass(20ms);
  BOOST_TEST(scripts[1]->account_commands.at(0).request
             == scripts[0]->account_commands.at(0).request);
}

BOOST_AUTO_TEST_CASE(proves_that_it_has_the_operators_token) {
  act_with({credential_kind::operator_token, "token"});
  scripts[0]->logins = {errc::none};
  connect(0);
  BOOST_TEST(scripts[0]->proofs
             == std::vector{protocol::hmac_sha256("token", "nonce")});
  BOOST_TEST(scripts[0]->secrets.empty());
}

BOOST_AUTO_TEST_CASE(finds_the_node_of_the_operators_token) {
  act_with({credential_kind::operator_token, "token"});
  scripts[0]->logins = scripts[2]->logins = {errc::invalid_credentials};
  scripts[1]->logins = {errc::none};
  scripts[1]->answers = {answer_status::done};
  connect(0);
  connect(2);
  ask_command();
  BOOST_TEST(!finished());
  connect(1);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->commands.empty());
}

// The others noted a login that failed.
BOOST_AUTO_TEST_CASE(proves_nothing_to_other_nodes_than_its_own) {
  act_with({credential_kind::operator_token, "tro_2_token"});
  scripts[1]->node = {2};
  scripts[1]->logins = {errc::none};
  scripts[1]->answers = {answer_status::done};
  connect(0);
  ask_command();
  BOOST_TEST(!finished());
  connect(1);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->proofs.empty());
  BOOST_TEST(scripts[1]->proofs
             == std::vector{protocol::hmac_sha256("tro_2_token", "nonce")});
}

BOOST_AUTO_TEST_CASE(says_if_the_node_of_the_token_is_not_among_the_endpoints) {
  act_with({credential_kind::operator_token, "tro_4_token"});
  ask_command();
  for (auto i : {0U, 1U, 2U})
    connect(i);
  auto end = result();
  BOOST_TEST(end.code == errc::invalid_credentials);
  BOOST_TEST(end.reason == "that is not the operator token of this node");
}

BOOST_AUTO_TEST_CASE(says_if_the_token_is_of_no_node) {
  act_with({credential_kind::operator_token, "token"});
  scripts[0]->logins = scripts[1]->logins = {errc::invalid_credentials};
  ask_command();
  connect(0);
  disconnect(2);
  BOOST_TEST(!finished());
  connect(1);
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::refused);
  BOOST_TEST(end.code == errc::invalid_credentials);
  BOOST_TEST(end.reason == "why not");
  // The next question is answered in the same way.
  ask_command();
  BOOST_TEST(result().kind == outcome_kind::refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_client_logins_test
