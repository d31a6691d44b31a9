// The request client with lost links, time-outs, and other clusters at known
// addresses.

#include "tests/bin/client/connection/request_client_fixture.hpp"

namespace request_client_faults_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;
using fixture = request_client_fixture;

BOOST_FIXTURE_TEST_SUITE(the_request_client_in_trouble, fixture)

// Issue 9, fault 13: a cluster that was founded again under its old name had
// not seen what the session had.
BOOST_AUTO_TEST_CASE(knows_a_cluster_by_its_id) {
  scripts[0]->cluster_id = "c2";
  scripts[0]->answers = {answer_status::done};
  connect(0);
  connect(1);
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::session});
  BOOST_TEST(scripts[0]->min_indexes.at(0) == raft::log_index{0});
  BOOST_TEST(result().cluster == "c2");
  ask_command();
  pass(5s + 20ms);
  BOOST_TEST(scripts[1]->commands.empty());
  BOOST_TEST(result().reason.find("b:2: belongs to another cluster of the same")
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(learns_the_id_of_a_cluster_that_is_being_founded) {
  scripts[0]->cluster_id = "";
  scripts[1]->answers = {answer_status::done};
  connect(0);
  connect(1);
  // A node that does not know the cluster id yet belongs to the cluster.
  ask_command();
  pass(1s);
  BOOST_TEST(scripts[0]->commands.size() == 1U);
  BOOST_TEST(result().cluster == "c1");
}

BOOST_AUTO_TEST_CASE(never_goes_back_within_a_run) {
  scripts[0]->answers = {answer_status::done};
  scripts[1]->answers = {answer_status::done};
  connect(0);
  ask_command();
  BOOST_TEST(result().seen == raft::log_index{101});
  disconnect(0);
  connect(1);
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::session});
  BOOST_TEST(scripts[1]->min_indexes.at(0) == raft::log_index{101});
}

// Issue 9, fault 5: the client ran for an hour.
BOOST_AUTO_TEST_CASE(waits_for_a_backup_as_long_as_it_makes_progress) {
  connect(0);
  ask({.kind = question_kind::begin_backup});
  BOOST_REQUIRE(scripts[0]->backup != 0U);
  for (auto i = 0; i < 4; ++i) {
    pass(4s);
    BOOST_TEST(!finished());
    caf::anon_send(courier, protocol::backup_progressed{scripts[0]->backup});
  }
  // Progress of another backup does not count.
  pass(4s);
  caf::anon_send(courier, protocol::backup_progressed{99});
  pass(1s + 20ms);
  BOOST_TEST(result().kind == outcome_kind::unavailable);
}

BOOST_AUTO_TEST_CASE(gives_a_backup_up_with_its_node) {
  connect(0);
  connect(1);
  ask({.kind = question_kind::begin_backup});
  disconnect(0);
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::unavailable);
  BOOST_TEST(x.reason == "a:1: connection lost; c:3: no answer");
  BOOST_TEST(scripts[1]->backup == 0U);
}

// Issue 9, fault 27.
BOOST_AUTO_TEST_CASE(asks_another_node_for_digests_if_a_link_dies) {
  connect(0);
  connect(1);
  ask({.kind = question_kind::digests, .index = {7}});
  BOOST_REQUIRE(scripts[0]->comparisons.size() == 1U);
  BOOST_TEST(scripts[0]->comparisons[0].wait_ms == 4000U);
  disconnect(0);
  BOOST_REQUIRE(scripts[1]->comparisons.size() == 1U);
  BOOST_TEST(scripts[1]->comparisons[0].index == raft::log_index{7});
}

// Issue 9, fault 23: the last request was unanswered when time was up.
BOOST_AUTO_TEST_CASE(does_not_forget_that_nothing_was_done) {
  scripts[0]->change_outcome = errc::unavailable;
  connect(0);
  connect(1);
  scripts[1]->change_outcome = errc::unavailable;
  ask({.kind = question_kind::change_members,
       .target = {4},
       .operation = protocol::members_operation::remove});
  pass(5s);
  auto end = result();
  BOOST_TEST(end.kind == outcome_kind::unavailable);
  BOOST_TEST(end.reason == "a:1: why; b:2: why; c:3: no answer");
  // Each was told how long the client waits.
  BOOST_TEST(scripts[0]->changes.at(0).wait_ms == 4000U);
  BOOST_TEST(scripts[0]->changes.back().wait_ms < 1500U);
}

// Of two nodes without a quorum, one always has the command while the other
// refuses it.
BOOST_AUTO_TEST_CASE(asks_nobody_whose_refusal_would_come_too_late) {
  connect(0);
  connect(1);
  ask_command();
  auto refuse = [&](std::size_t i) {
    auto frames = std::string{};
    protocol::append_command_answer(frames,
                                    {.id = scripts[i]->commands.at(0),
                                     .status = answer_status::unavailable,
                                     .index = {},
                                     .result = {}});
    nodes_say(i, protocol::commands_answered{1, protocol::blob{frames}, {}});
  };
  auto asked = std::array<std::size_t, 2>{0, 0};
  for (auto passed = 0ms; passed < 4900ms && !finished(); passed += 1100ms) {
    pass(1100ms);
    for (auto i : {0U, 1U})
      if (scripts[i]->commands.size() > asked[i] && !finished()) {
        asked[i] = scripts[i]->commands.size();
        refuse(i);
      }
  }
  BOOST_TEST(asked[0] > 0U);
  BOOST_TEST(asked[1] > 0U);
  BOOST_TEST(result().kind == outcome_kind::unavailable);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_client_faults_test
