// A gateway that makes secrets and hashes for what its clients command.

#pragma once

#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::tests {

struct secrets_fixture : accounts_fixture {
  static protocol::submit_account_command request(const wire::Command& command,
                                                  std::uint64_t number = 1) {
    auto x = protocol::submit_account_command{};
    x.id = 50 + number;
    x.request = std::string(16, static_cast<char>(number));
    x.command = protocol::blob{command.SerializeAsString()};
    return x;
  }

  static wire::Command creation(const std::string& username = "bob") {
    auto x = wire::Command{};
    x.mutable_create_user()->set_username(username);
    return x;
  }

  static wire::Command password_of(const std::string& username) {
    auto x = wire::Command{};
    x.mutable_set_password()->set_username(username);
    return x;
  }

  static wire::Answer tokens_of(const std::vector<std::uint64_t>& ids) {
    auto x = wire::Answer{};
    x.mutable_sessions();
    for (auto id : ids)
      x.mutable_sessions()->add_sessions()->set_id(id);
    return x;
  }

  static wire::Command token() {
    auto x = wire::Command{};
    x.mutable_create_token()->set_name("ci");
    return x;
  }

  struct account_outcome {
    protocol::answer_status status = protocol::answer_status::done;
    wire::Result result;
    std::string secret;
    errc refused() const {
      return static_cast<errc>(result.refusal().code());
    }
  };
  /// What the client heard, which must be one answer.
  account_outcome outcome() {
    auto all = heard<protocol::account_command_answered>();
    BOOST_TEST_REQUIRE(all.size() == 1U);
    auto x = account_outcome{all[0].status, {}, all[0].secret};
    x.result.ParseFromString(all[0].result);
    return x;
  }

  static wire::Result user(const std::string& name) {
    auto x = wire::Result{};
    x.mutable_user()->set_username(name);
    return x;
  }
};

} // namespace taskraft::tests
