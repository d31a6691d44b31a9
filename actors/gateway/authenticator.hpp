// The AUTHENTICATOR: passwords become Argon2id hashes here, and are checked
// against them; libsodium is known to this file alone. Hashes come only from
// here, so their parameters are known: a hash with others matches nothing.

#pragma once

#include "protocol/actors/authenticator_actor.hpp"
#include "protocol/result.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace taskraft::actors {

/// How much work a hash is (decision 0025).
struct hash_cost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{19} << 20U;
};

struct authenticator_options {
  hash_cost cost;
  /// Whether the hash is the password's; empty: libsodium says so.
  std::function<bool(const std::string& hash, const std::string& password)>
    verify;
  /// Writes the secret of a set-up link into its file, or removes the file.
  std::function<status(const std::string& secret)> keep_setup_link;
};

struct authenticator_state {
  static inline const char* name = "authenticator";

  authenticator_options options;
  /// Of a password that nobody has: checking it takes the time of any other.
  std::string nobodys_hash;
};

protocol::authenticator_actor::behavior_type authenticator(
  protocol::authenticator_actor::stateful_pointer<authenticator_state> self,
  authenticator_options options);

} // namespace taskraft::actors
