#include "tests/bin/client/connection/request_client_fixture.hpp"

namespace request_client_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;
using fixture = request_client_fixture;

BOOST_FIXTURE_TEST_SUITE(the_request_client, fixture)

BOOST_AUTO_TEST_CASE(brings_back_the_result_of_a_command) {
  scripts[0]->answers = {answer_status::done};
  connect(0);
  ask_command();
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::answered);
  BOOST_TEST(x.bytes == "result");
  BOOST_TEST(x.seen == raft::log_index{101});
  BOOST_TEST(x.cluster == "c1");
  BOOST_TEST(scripts[0]->seen_indexes.at(0) == raft::log_index{100});
}

BOOST_AUTO_TEST_CASE(waits_for_the_first_link) {
  scripts[2]->answers = {answer_status::done};
  ask_command();
  pass(500ms);
  connect(2);
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(asks_another_node_under_the_same_id_if_one_is_silent) {
  scripts[1]->answers = {answer_status::done};
  connect(0);
  connect(1);
  ask_command();
  BOOST_TEST(scripts[1]->commands.empty());
  pass(1s);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->commands == scripts[1]->commands);
  BOOST_TEST(scripts[1]->seen_indexes.at(0) == raft::log_index{100});
}

BOOST_AUTO_TEST_CASE(asks_another_node_at_once_if_a_link_dies) {
  scripts[1]->answers = {answer_status::done};
  connect(0);
  connect(1);
  ask_command();
  disconnect(0);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->commands == scripts[1]->commands);
}

BOOST_AUTO_TEST_CASE(asks_another_node_at_once_if_one_refuses) {
  scripts[0]->answers = {answer_status::overloaded};
  scripts[1]->answers = {answer_status::unavailable};
  scripts[2]->answers = {answer_status::done};
  for (auto i : {0U, 1U, 2U})
    connect(i);
  ask_command();
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(asks_again_where_the_outcome_is_unknown) {
  scripts[0]->answers = {answer_status::outcome_unknown, answer_status::done};
  connect(0);
  ask_command();
  pass(200ms);
  BOOST_TEST(result().kind == outcome_kind::answered);
  BOOST_TEST(scripts[0]->commands.at(0) == scripts[0]->commands.at(1));
}

BOOST_AUTO_TEST_CASE(takes_a_late_answer_of_the_node_that_was_silent) {
  connect(0);
  connect(1);
  ask_command();
  pass(1500ms);
  BOOST_REQUIRE(scripts[1]->commands.size() == 1U);
  auto frames = std::string{};
  protocol::append_command_answer(
    frames,
    {.id = scripts[0]->commands.at(0), .index = {101}, .result = "late"});
  caf::anon_send(courier,
                 protocol::commands_answered{1, protocol::blob{frames}, {}});
  drain();
  BOOST_TEST(result().bytes == "late");
}

BOOST_AUTO_TEST_CASE(says_unknown_if_a_node_stayed_silent) {
  connect(0);
  ask_command();
  pass(4980ms);
  BOOST_TEST(!finished());
  pass(40ms);
  BOOST_TEST(result().kind == outcome_kind::unknown);
}

BOOST_AUTO_TEST_CASE(says_unavailable_if_every_node_refused) {
  connect(0);
  scripts[0]->answers.assign(100, answer_status::unavailable);
  ask_command();
  pass(5s + 20ms);
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::unavailable);
  BOOST_TEST(x.reason == "a:1: has no quorum; b:2: no answer; c:3: no answer");
}

// It told of all nodes, as if the one that was asked had said so.
BOOST_AUTO_TEST_CASE(tells_only_of_the_node_that_the_question_was_for) {
  connect(0);
  disconnect(1);
  ask({.kind = question_kind::query, .bytes = "query", .endpoint = 1U});
  pass(5s + 20ms);
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::unavailable);
  BOOST_TEST(x.reason == "b:2: connection lost");
}

BOOST_AUTO_TEST_CASE(does_not_call_it_a_quorum_that_a_stale_read_lacks) {
  connect(0);
  scripts[0]->answers.assign(100, answer_status::unavailable);
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::stale});
  pass(5s + 20ms);
  BOOST_TEST(result().reason.starts_with("a:1: has no state to read; "));
}

BOOST_AUTO_TEST_CASE(says_unavailable_if_nobody_was_reached) {
  for (auto i : {0U, 1U, 2U})
    disconnect(i);
  ask_command();
  pass(5s + 20ms);
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::unavailable);
  BOOST_TEST(x.reason.starts_with("a:1: connection lost; "));
}

BOOST_AUTO_TEST_CASE(never_calls_a_read_unknown) {
  connect(0);
  ask({.kind = question_kind::query, .bytes = "query"});
  pass(5s + 20ms);
  BOOST_TEST(result().kind == outcome_kind::unavailable);
}

BOOST_AUTO_TEST_CASE(brings_back_answers_with_their_age) {
  scripts[0]->answers = {answer_status::done};
  connect(0);
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::stale});
  auto x = result();
  BOOST_TEST(x.bytes == "answer");
  BOOST_TEST(x.age == 350ms);
  BOOST_TEST(x.seen == raft::log_index{99});
  BOOST_TEST(scripts[0]->queries.at(0) == protocol::consistency::stale);
}

BOOST_AUTO_TEST_CASE(asks_for_what_the_session_has_seen) {
  scripts[0]->answers = {answer_status::done, answer_status::done};
  connect(0);
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::session});
  ask({.kind = question_kind::query, .bytes = "query"});
  BOOST_TEST(scripts[0]->min_indexes.at(0) == raft::log_index{77});
  BOOST_TEST(scripts[0]->min_indexes.at(1) == raft::log_index{0});
}

BOOST_AUTO_TEST_CASE(says_what_a_node_cannot_understand) {
  scripts[0]->answers = {answer_status::malformed};
  connect(0);
  ask_command();
  BOOST_TEST(result().kind == outcome_kind::malformed);
}

BOOST_AUTO_TEST_CASE(asks_only_nodes_of_one_cluster) {
  scripts[1]->cluster_name = "other";
  connect(0);
  connect(1);
  ask_command();
  pass(5s + 20ms);
  BOOST_TEST(scripts[1]->commands.empty());
  BOOST_TEST(result().reason.find(
               "b:2: belongs to the cluster \"other\", not to \"demo\"")
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(asks_question_after_question) {
  connect(0);
  for (auto i = 0; i < 3; ++i) {
    scripts[0]->answers = {answer_status::done};
    ask_command();
    BOOST_TEST(result().kind == outcome_kind::answered);
  }
  BOOST_TEST(scripts[0]->commands.size() == 3U);
  BOOST_TEST(scripts[0]->commands[0] != scripts[0]->commands[1]);
}

BOOST_AUTO_TEST_CASE(brings_back_a_row_for_each_node) {
  connect(1);
  ask({.kind = question_kind::cluster_status});
  BOOST_TEST(result().nodes.size() == 3U);
}

BOOST_AUTO_TEST_CASE(never_asks_twice_for_a_transfer) {
  connect(0);
  connect(1);
  ask({.kind = question_kind::transfer_leadership, .target = {2}});
  pass(3s);
  BOOST_TEST(scripts[0]->transfers == 1);
  BOOST_TEST(scripts[1]->transfers == 0);
  disconnect(0);
  BOOST_TEST(result().kind == outcome_kind::unknown);
  BOOST_TEST(scripts[1]->transfers == 0);
}

BOOST_AUTO_TEST_CASE(asks_the_next_node_when_members_cannot_change_at_one) {
  scripts[0]->change_outcome = errc::unavailable;
  connect(0);
  ask({.kind = question_kind::change_members,
       .target = {4},
       .operation = protocol::members_operation::remove});
  connect(1);
  pass(100ms);
  BOOST_TEST(scripts[1]->changes.size() == 1U);
  BOOST_TEST(scripts[1]->changes[0].node == raft::node_id{4});
  BOOST_TEST(result().kind == outcome_kind::answered);
}

BOOST_AUTO_TEST_CASE(does_not_know_what_became_of_members_without_an_answer) {
  scripts[0]->change_outcome = errc::outcome_unknown;
  connect(0);
  ask({.kind = question_kind::change_members,
       .target = {4},
       .operation = protocol::members_operation::remove});
  pass(6s);
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::unknown);
  BOOST_TEST(end.reason.find("why") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_client_test
