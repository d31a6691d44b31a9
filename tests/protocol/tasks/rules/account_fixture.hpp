// Users with what they log in with, under the rules.

#pragma once

#include "protocol/crypto/sha256.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace taskraft::tests {

struct account_fixture : rules_fixture {
  /// Whom only nodes are: what they make themselves.
  protocol::principal node() const {
    return {.kind = protocol::principal_kind::node,
            .via = protocol::door::system,
            .made_by_node = true,
            .id = 1};
  }

  /// The same user, for content that a node has made.
  static protocol::principal made(protocol::principal who) {
    who.made_by_node = true;
    return who;
  }

  static std::string digest(const std::string& secret) {
    return protocol::sha256_bytes(secret);
  }

  tasks::wire::Result found_admin(const std::string& hash = "hash") {
    auto x = tasks::wire::Command{};
    x.mutable_create_first_admin()->mutable_secret()->set_password_hash(hash);
    return apply(x, node());
  }

  static tasks::wire::Command creation(const std::string& username) {
    auto x = tasks::wire::Command{};
    x.mutable_create_user()->set_username(username);
    x.mutable_create_user()->mutable_secret()->set_password_hash("hash");
    return x;
  }

  tasks::wire::Result create(const std::string& username) {
    return apply(creation(username), made({}));
  }

  static tasks::wire::Command login(const std::string& username,
                                    std::uint64_t checked_rev,
                                    const std::string& secret) {
    auto x = tasks::wire::Command{};
    auto& session = *x.mutable_create_session();
    session.set_username(username);
    session.set_checked_rev(checked_rev);
    session.set_digest(digest(secret));
    session.set_lifetime_us(1'000'000);
    return x;
  }

  std::uint64_t credential_rev(const std::string& username) {
    return state.find<tasks::wire::Credential>(username)->rev();
  }

  /// Who acts with a new login of the user.
  protocol::principal log_in(const std::string& username,
                             const std::string& secret) {
    auto result
      = apply(login(username, credential_rev(username), secret), node());
    BOOST_TEST_REQUIRE(result.has_session());
    return session(result.session().id());
  }

  static protocol::principal session(std::uint64_t id) {
    auto who = protocol::principal{};
    who.kind = protocol::principal_kind::session;
    who.id = id;
    return who;
  }

  bool is_known(const protocol::principal& who) {
    return !tasks::find_actor(state, who, index * 1000).refusal;
  }

  static errc code_of(const tasks::wire::Result& x) {
    return static_cast<errc>(x.refusal().code());
  }
};

} // namespace taskraft::tests
