// A gateway where clients must log in, with a state that a test plays.

#pragma once

#include "protocol/crypto/sha256.hpp"
#include "tasks.pb.h"
#include "tests/actors/gateway/gateway_fixture.hpp"

#include <deque>
#include <string>
#include <vector>

namespace taskraft::tests {

namespace wire = tasks::wire;

/// A command as it went to the leader.
struct forwarded_command {
  protocol::request_id id;
  protocol::principal who;
  wire::Command command;
};

inline wire::Result refused_result(errc code) {
  auto x = wire::Result{};
  x.mutable_refusal()->set_code(static_cast<std::uint32_t>(code));
  return x;
}

inline wire::Answer refused_reading(errc code) {
  auto x = wire::Answer{};
  x.mutable_refusal()->set_code(static_cast<std::uint32_t>(code));
  return x;
}

inline wire::Answer credential_of(const std::string& username,
                                  const std::string& hash,
                                  std::uint64_t rev = 7,
                                  bool disabled = false) {
  auto x = wire::Answer{};
  x.mutable_credential()->set_username(username);
  x.mutable_credential()->set_hash(hash);
  x.mutable_credential()->set_rev(rev);
  x.mutable_credential()->set_disabled(disabled);
  return x;
}

inline wire::Answer session_found(std::uint64_t id,
                                  std::uint32_t last_used_on = 20'000) {
  auto x = wire::Answer{};
  x.mutable_session()->set_id(id);
  x.mutable_session()->set_last_used_on(last_used_on);
  return x;
}

inline wire::Result session_made(std::uint64_t id) {
  auto x = wire::Result{};
  *x.mutable_session() = session_found(id).session();
  return x;
}

inline wire::Answer self_of(const std::string& username, wire::SiteRole role,
                            wire::Scope scope = wire::SCOPE_ADMIN) {
  auto x = wire::Answer{};
  x.mutable_self()->mutable_user()->set_username(username);
  x.mutable_self()->mutable_user()->set_role(role);
  x.mutable_self()->set_scope(scope);
  return x;
}

struct accounts_fixture : gateway_fixture {
  explicit accounts_fixture(const std::string& admin_password = {},
                            std::uint64_t leader = 2)
    : gateway_fixture({.required = true,
                       .session_lifetime_us = 1000,
                       .admin_password = admin_password,
                       .operator_token = "operator's",
                       .signing_key = {}}) {
    visible(10);
    leads(leader, 5);
    client.messages().tell(gateway, protocol::client_hello{1, "1"});
    drain();
  }

  template <class Message>
  void say(Message message) {
    client.messages().tell(gateway, std::move(message));
    drain();
  }

  /// What the client has heard of this kind since the last call.
  template <class Message>
  std::vector<Message> heard() {
    return client.messages().take<Message>();
  }

  /// What a reader is asked, the first of several, and who asks it; whether a
  /// majority was asked for the position before.
  struct asked_question {
    bool linearizable = false;
    protocol::principal who;
    wire::Query query;
  };
  std::optional<asked_question> asked() {
    auto found = asked_question{};
    if (auto open = round()) {
      found.linearizable = true;
      grant(*open, 10);
    }
    auto all = reader.take<protocol::answer_queries>();
    BOOST_TEST(all.size() <= 1U);
    if (all.empty())
      return std::nullopt;
    reading = all[0].context;
    queries_waiting = all[0].queries.size();
    found.who = all[0].queries[0].principal;
    found.query.ParseFromString(std::string{all[0].queries[0].query});
    return found;
  }

  void read(const wire::Answer& answer) {
    auto answers = std::vector<protocol::query_answer>(
      queries_waiting, {answer.SerializeAsString(), {10}});
    reader.tell(
      gateway,
      protocol::queries_read{
        reading, std::make_shared<const std::vector<protocol::query_answer>>(
                   std::move(answers))});
    drain();
  }

  /// Answers what waits, which must be there.
  asked_question answered(const wire::Answer& answer) {
    auto found = asked();
    BOOST_REQUIRE(found);
    read(answer);
    return *found;
  }

  std::vector<forwarded_command> proposals() {
    auto found = std::vector<forwarded_command>{};
    for (const auto& x : server.take<protocol::forward_commands>()) {
      auto rest = std::string_view{x.frames.view()};
      while (auto one = protocol::next_command_frame(rest)) {
        auto next = forwarded_command{one->id, one->principal, {}};
        BOOST_TEST(next.command.ParseFromString(std::string{one->command}));
        found.push_back(std::move(next));
      }
    }
    return found;
  }

  forwarded_command proposal() {
    auto all = proposals();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    return all[0];
  }

  /// The applier has evaluated it as entry 11. Results repeat the attempt of
  /// the command, as the rules let them.
  void evaluated(const forwarded_command& x, wire::Result result) {
    result.set_attempt(x.command.attempt());
    evaluated_as(x, protocol::answer_status::done, result);
  }
  void evaluated_as(const forwarded_command& x, protocol::answer_status status,
                    const wire::Result& result) {
    tell(gateway,
         protocol::commands_evaluated{
           std::make_shared<const std::vector<protocol::evaluated_command>>(
             std::vector<protocol::evaluated_command>{
               {.index = {11},
                .request = x.id,
                .by = x.who,
                .status = status,
                .result = result.SerializeAsString()}})});
    drain();
  }

  /// The one password that is to be checked.
  protocol::check_password checking() {
    auto all = authenticator.take<protocol::check_password>();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    return all[0];
  }
  void checked(std::uint64_t context, bool matches) {
    tell(gateway, protocol::password_checked{context, matches});
    drain();
  }

  protocol::hash_password hashing() {
    auto all = authenticator.take<protocol::hash_password>();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    return all[0];
  }
  void hashed(std::uint64_t context, const std::string& hash) {
    tell(gateway, protocol::password_hashed{context, hash});
    drain();
  }

  /// From now on the client acts with session `id`.
  void act_with_session(std::uint64_t id) {
    say(protocol::authenticate{1, "secret"});
    answered(session_found(id));
    BOOST_TEST(heard<protocol::authenticated>().size() == 1U);
  }

  void act_as_operator() {
    auto nonce = heard<protocol::gateway_hello>().at(0).nonce;
    say(
      protocol::prove_operator{1, protocol::hmac_sha256("operator's", nonce)});
    BOOST_TEST(heard<protocol::authenticated>().at(0).code == errc::none);
    noted();
  }

  /// What the audit was told since the last call.
  std::vector<wire::Use> noted() {
    auto uses = std::vector<wire::Use>{};
    for (const auto& x : proposals()) {
      for (const auto& use : x.command.note_use().uses())
        uses.push_back(use);
      auto result = wire::Result{};
      result.mutable_noted();
      evaluated(x, result);
    }
    all_noted.insert(all_noted.end(), uses.begin(), uses.end());
    return uses;
  }

  void log_in(const std::string& password = "right", std::uint64_t id = 4) {
    say(protocol::log_in{id, "ann", password, "tests"});
  }

  std::uint64_t reading = 0;
  std::size_t queries_waiting = 0;
  std::vector<wire::Use> all_noted;
};

} // namespace taskraft::tests
