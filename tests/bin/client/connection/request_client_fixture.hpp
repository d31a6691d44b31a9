// A request client with nodes that send what a test says.

#pragma once

#include "bin/client/connection/request_client.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace taskraft::client {

using protocol::answer_status;

/// The messages that a node got, and its next answers.
struct node_script {
  std::string cluster_name = "demo";
  std::string cluster_id = "c1";
  raft::node_id node{1};
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
  std::vector<protocol::compare_digests> comparisons;
  /// Names the backup that was asked for.
  std::uint64_t backup = 0;
  /// Whether clients must log in, and what a login then comes to; silent once
  /// these are used up.
  bool auth_required = false;
  std::deque<errc> logins;
  std::vector<std::string> secrets;
  std::vector<std::string> proofs;
  std::vector<protocol::log_in> log_ins;
  std::vector<protocol::submit_account_command> account_commands;
  int hellos = 0;
};

using script_ptr = std::shared_ptr<node_script>;

inline std::optional<answer_status> next_answer(const script_ptr& script) {
  if (script->answers.empty())
    return std::nullopt;
  auto answer = script->answers.front();
  script->answers.pop_front();
  return answer;
}

inline std::optional<errc> next_login(const script_ptr& script) {
  if (script->logins.empty())
    return std::nullopt;
  auto code = script->logins.front();
  script->logins.pop_front();
  return code;
}

inline std::optional<protocol::commands_answered>
answer_to(const script_ptr& script, const protocol::submit_commands& x) {
  auto rest = std::string_view{x.frames.view()};
  auto request = protocol::next_command_frame(rest);
  script->commands.push_back(request->id);
  script->seen_indexes.push_back(request->seen_index);
  auto answer = next_answer(script);
  if (!answer)
    return std::nullopt;
  auto frames = std::string{};
  protocol::append_command_answer(
    frames,
    {.id = request->id, .status = *answer, .index = {101}, .result = "result"});
  return protocol::commands_answered{1, protocol::blob{frames}, {101}};
}

inline std::optional<protocol::queries_answered>
answer_to(const script_ptr& script, const protocol::submit_queries& x) {
  auto rest = std::string_view{x.frames.view()};
  auto query = protocol::next_query_request(rest);
  script->queries.push_back(query->consistency);
  script->min_indexes.push_back(query->min_index);
  auto answer = next_answer(script);
  if (!answer)
    return std::nullopt;
  auto frames = std::string{};
  protocol::append_query_reply(frames, {.id = query->id,
                                        .status = *answer,
                                        .visible = {99},
                                        .age_ms = 350,
                                        .answer = "answer"});
  return protocol::queries_answered{1, protocol::blob{frames}};
}

inline protocol::gateway_actor::behavior_type
scripted_node(protocol::gateway_actor::pointer self, script_ptr script) {
  auto reply = [self](auto message) {
    self->send(caf::actor_cast<protocol::client_actor>(self->current_sender()),
               std::move(message));
  };
  return {
    [=](const protocol::client_hello&) {
      ++script->hellos;
      reply(protocol::gateway_hello{
        1, "0", script->cluster_name, script->cluster_id, script->node,
        script->commit_index, script->auth_required, "nonce"});
    },
    [=](const protocol::submit_commands& x) {
      if (auto answer = answer_to(script, x))
        reply(std::move(*answer));
    },
    [=](const protocol::submit_queries& x) {
      if (auto answer = answer_to(script, x))
        reply(std::move(*answer));
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
    [=](const protocol::compare_digests& x) {
      script->comparisons.push_back(x);
    },
    [=](const protocol::begin_backup& x) { script->backup = x.id; },
    [=](const protocol::read_backup& x) {
      reply(protocol::backup_read{x.id, "", 0, {}});
    },
    [=](const protocol::authenticate& x) {
      script->secrets.push_back(x.secret);
      if (auto code = next_login(script))
        reply(protocol::authenticated{x.id, *code, "why not"});
    },
    [=](const protocol::prove_operator& x) {
      script->proofs.push_back(x.proof);
      if (auto code = next_login(script))
        reply(protocol::authenticated{x.id, *code, "why not"});
    },
    [=](const protocol::log_in& x) { script->log_ins.push_back(x); },
    [=](const protocol::submit_account_command& x) {
      script->account_commands.push_back(x);
    },
  };
}

struct request_client_fixture : tests::actor_fixture {
  request_client_fixture() {
    options.endpoints = {"a:1", "b:2", "c:3"};
    options.make_request_id = [count = std::uint8_t{0}]() mutable {
      return protocol::request_id{{++count}};
    };
    options.session_index = [](const std::string& cluster) {
      return raft::log_index{cluster == "c1" ? 77U : 0U};
    };
    for (auto& script : scripts)
      script = std::make_shared<node_script>();
    courier = system.spawn(request_client, options);
  }
  ~request_client_fixture() {
    for (const auto& x : nodes)
      caf::anon_send_exit(x, caf::exit_reason::kill);
    caf::anon_send_exit(courier, caf::exit_reason::kill);
    drain();
  }

  void connect(std::size_t index) {
    nodes[index] = system.spawn(scripted_node, scripts[index]);
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

  /// A message of the node at this endpoint.
  template <class Message>
  void nodes_say(std::size_t index, Message message) {
    auto to = caf::actor_cast<caf::strong_actor_ptr>(courier);
    to->enqueue(caf::actor_cast<caf::strong_actor_ptr>(nodes[index]),
                caf::make_message_id(), caf::make_message(message), nullptr);
    drain();
  }

  void pass(std::chrono::milliseconds time) {
    for (auto passed = std::chrono::milliseconds{0}; passed < time;
         passed += std::chrono::milliseconds{10}) {
      scheduler.advance_time(std::chrono::milliseconds{10});
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

} // namespace taskraft::client
