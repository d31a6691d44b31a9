#include "bin/client/connection/request_client.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <deque>
#include <memory>

namespace request_client_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;
using protocol::answer_status;

/// What a node was told, and what it says next.
struct node_script {
  std::string cluster_name = "demo";
  raft::log_index commit_index{100};
  /// Answers to commands and queries in turn; silent once they are used up.
  std::deque<answer_status> answers;
  std::vector<protocol::request_id> commands;
  std::vector<raft::log_index> seen_indexes;
  std::vector<protocol::consistency> queries;
  std::vector<raft::log_index> min_indexes;
  int transfers = 0;
  std::vector<protocol::change_members> changes;
  errc change_outcome = errc::none;
};

using script_ptr = std::shared_ptr<node_script>;

std::optional<answer_status> next_answer(const script_ptr& script) {
  if (script->answers.empty())
    return std::nullopt;
  auto answer = script->answers.front();
  script->answers.pop_front();
  return answer;
}

protocol::gateway_actor::behavior_type
node(protocol::gateway_actor::pointer self, script_ptr script) {
  auto reply = [self](auto message) {
    self->send(caf::actor_cast<protocol::client_actor>(self->current_sender()),
               std::move(message));
  };
  return {
    [=](const protocol::client_hello&) {
      reply(protocol::gateway_hello{
        1, "0", script->cluster_name, {1}, script->commit_index});
    },
    [=](const protocol::submit_commands& x) {
      auto rest = std::string_view{x.frames.view()};
      auto request = protocol::next_command_frame(rest);
      script->commands.push_back(request->id);
      script->seen_indexes.push_back(request->seen_index);
      auto answer = next_answer(script);
      if (!answer)
        return;
      auto frames = std::string{};
      protocol::append_command_answer(frames, {.id = request->id,
                                               .status = *answer,
                                               .index = {101},
                                               .result = "result"});
      reply(protocol::commands_answered{1, protocol::blob{frames}, {101}});
    },
    [=](const protocol::submit_queries& x) {
      auto rest = std::string_view{x.frames.view()};
      auto query = protocol::next_query_request(rest);
      script->queries.push_back(query->consistency);
      script->min_indexes.push_back(query->min_index);
      auto answer = next_answer(script);
      if (!answer)
        return;
      auto frames = std::string{};
      protocol::append_query_reply(frames, {.id = query->id,
                                            .status = *answer,
                                            .visible = {99},
                                            .age_ms = 350,
                                            .answer = "answer"});
      reply(protocol::queries_answered{1, protocol::blob{frames}});
    },
    [=](const protocol::request_cluster_status& x) {
      reply(protocol::cluster_status_answered{
        x.id, std::vector<protocol::node_status>(3)});
    },
    [=](const protocol::transfer_leadership&) { ++script->transfers; },
    [=](const protocol::change_members& x) {
      script->changes.push_back(x);
      auto code = script->change_outcome;
      reply(protocol::members_listed{x.id, code, "why", {}});
    },
    [=](const protocol::compare_digests&) {},
    [=](const protocol::begin_backup&) {},
    [=](const protocol::read_backup& x) {
      reply(protocol::backup_read{x.id, "", 0, {}});
    },
  };
}

struct fixture : tests::actor_fixture {
  fixture() {
    options.endpoints = {"a:1", "b:2", "c:3"};
    options.make_request_id = [count = std::uint8_t{0}]() mutable {
      return protocol::request_id{{++count}};
    };
    options.session_index = [](const std::string& cluster) {
      return raft::log_index{cluster == "demo" ? 77U : 0U};
    };
    for (auto& script : scripts)
      script = std::make_shared<node_script>();
    courier = system.spawn(request_client, options);
  }
  ~fixture() {
    for (const auto& x : nodes)
      caf::anon_send_exit(x, caf::exit_reason::kill);
    caf::anon_send_exit(courier, caf::exit_reason::kill);
    drain();
  }

  void connect(std::size_t index) {
    nodes[index] = system.spawn(node, scripts[index]);
    caf::anon_send(courier, link_up{index, nodes[index]});
    drain();
  }

  void disconnect(std::size_t index) {
    caf::anon_send(courier, link_down{index, "connection lost"});
    drain();
  }

  /// Begins a question; its outcome is in `result` as soon as there is one.
  void ask(question what) {
    pending.emplace(self->request(courier, caf::infinite, std::move(what)));
    drain();
  }

  void ask_command() {
    ask({.kind = question_kind::command, .bytes = "command"});
  }

  void pass(std::chrono::milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 10ms) {
      scheduler.advance_time(10ms);
      drain();
    }
  }

  outcome result() {
    auto found = outcome{};
    auto answered = false;
    pending->receive(
      [&](outcome& x) {
        found = std::move(x);
        answered = true;
      },
      [](const caf::error&) {});
    BOOST_REQUIRE(answered);
    return found;
  }

  bool finished() {
    return self->has_next_message();
  }

  request_client_options options;
  std::array<script_ptr, 3> scripts;
  std::array<protocol::gateway_actor, 3> nodes;
  request_client_actor courier;
  caf::scoped_actor self{system, true};
  using pending_outcome
    = decltype(self->request(courier, caf::infinite, question{}));
  std::optional<pending_outcome> pending;
};

BOOST_FIXTURE_TEST_SUITE(the_request_client, fixture)

BOOST_AUTO_TEST_CASE(brings_back_the_result_of_a_command) {
  scripts[0]->answers = {answer_status::done};
  connect(0);
  ask_command();
  auto x = result();
  BOOST_TEST(x.kind == outcome_kind::answered);
  BOOST_TEST(x.bytes == "result");
  BOOST_TEST(x.seen == raft::log_index{101});
  BOOST_TEST(x.cluster == "demo");
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
  BOOST_TEST_REQUIRE(scripts[1]->commands.size() == 1U);
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
  ask({.kind = question_kind::query, .bytes = "query"});
  ask({.kind = question_kind::query,
       .bytes = "query",
       .consistency = protocol::consistency::session});
  BOOST_TEST(scripts[0]->min_indexes.at(0) == raft::log_index{0});
  BOOST_TEST(scripts[0]->min_indexes.at(1) == raft::log_index{77});
}

BOOST_AUTO_TEST_CASE(reports_what_a_node_cannot_understand) {
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
  BOOST_TEST(result().reason.find("b:2: belongs to cluster other, not demo")
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
