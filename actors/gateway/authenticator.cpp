#include "actors/gateway/authenticator.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/invariant.hpp"
#include "protocol/messages/wire.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <sodium.h>
#include <utility>

namespace taskraft::actors {

namespace {

using pointer
  = protocol::authenticator_actor::stateful_pointer<authenticator_state>;

/// Empty if there is no memory.
std::string hash_of(const std::string& password, const hash_cost& cost) {
  auto hash = std::array<char, crypto_pwhash_STRBYTES>{};
  auto done = crypto_pwhash_str_alg(
    hash.data(), password.data(), password.size(), cost.passes,
    cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
  return done == 0 ? std::string{hash.data()} : std::string{};
}

bool matches(const std::string& hash, const std::string& password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(),
                                  password.size())
         == 0;
}

/// A hash that costs more than ours, or is none at all, could hang this thread.
/// An older one may cost less.
bool is_ours(const std::string& hash, const hash_cost& cost) {
  auto version = 0U;
  auto kibibytes = std::uint64_t{0};
  auto passes = std::uint64_t{0};
  auto lanes = 0U;
  auto read = std::sscanf(hash.c_str(),
                          "$argon2id$v=%u$m=%" SCNu64 ",t=%" SCNu64 ",p=%u$",
                          &version, &kibibytes, &passes, &lanes);
  return read == 4 && hash.size() < crypto_pwhash_STRBYTES && lanes == 1
         && kibibytes <= cost.memory_bytes / 1024 && passes <= cost.passes;
}

bool check(const authenticator_state& state,
           const protocol::check_password& x) {
  auto known = is_ours(x.hash, state.options.cost);
  return state.options.verify(known ? x.hash : state.nobodys_hash, x.password)
         && known;
}

protocol::inner_gateway_actor gateway_of(pointer self) {
  return caf::actor_cast<protocol::inner_gateway_actor>(self->current_sender());
}

} // namespace

protocol::authenticator_actor::behavior_type
authenticator(pointer self, authenticator_options options) {
  RAFT_INVARIANT(sodium_init() >= 0);
  self->state.options = std::move(options);
  if (!self->state.options.verify)
    self->state.options.verify = matches;
  self->state.nobodys_hash = hash_of("", self->state.options.cost);
  return {
    [self](const protocol::hash_password& x) {
      if (auto gateway = gateway_of(self))
        self->send(gateway,
                   protocol::password_hashed{
                     x.context, hash_of(x.password, self->state.options.cost)});
    },
    [self](const protocol::check_password& x) {
      if (auto gateway = gateway_of(self))
        self->send(gateway, protocol::password_checked{x.context,
                                                       check(self->state, x)});
    },
    [self](const protocol::keep_setup_link& x) {
      const auto& keep = self->state.options.keep_setup_link;
      if (auto kept = keep ? keep(x.secret) : status{done{}}; !kept)
        logging::error("setup_link_not_kept", "detail", kept.error().detail);
    },
  };
}

} // namespace taskraft::actors
