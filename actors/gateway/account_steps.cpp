#include "actors/gateway/account_steps.hpp"

#include "protocol/crypto/sha256.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

std::string_view from_outside(std::string_view text) {
  return text.substr(0, 256);
}

std::string new_secret(const gateway_state& state, const std::string& kind) {
  return kind + protocol::hex(random_bytes(state, 32));
}

tasks::wire::NewSecret new_setup_link(const gateway_state& state,
                                      const std::string& username,
                                      std::string& secret) {
  auto random = new_secret(state, "");
  auto link = tasks::wire::NewSecret{};
  link.set_setup_digest(protocol::sha256_bytes(random));
  link.set_setup_lifetime_us(setup_lifetime_us);
  secret = username + "." + random;
  return link;
}

std::string credential_query(const std::string& username) {
  auto query = tasks::wire::Query{};
  query.mutable_get_credential()->set_username(username);
  return query.SerializeAsString();
}

errc code_of(protocol::answer_status x) {
  using enum protocol::answer_status;
  switch (x) {
    case done:
      return errc::none;
    case outcome_unknown:
      return errc::outcome_unknown;
    case overloaded:
      return errc::overloaded;
    case malformed:
      return errc::malformed;
    case disk_full:
      return errc::disk_full;
    case unauthenticated:
      return errc::unauthenticated;
    case unavailable:
      break;
  }
  return errc::unavailable;
}

const char* reason_of(const step_answer& x) {
  using enum protocol::answer_status;
  switch (x.status) {
    case outcome_unknown:
      return "it may have been done or not";
    case overloaded:
      return "too much waits at this node";
    case malformed:
      return "the nodes do not know that request";
    case disk_full:
      return "the disk has no room";
    case unauthenticated:
      return "nobody has logged in";
    default:
      return x.reason == nullptr ? no_majority : x.reason;
  }
}

void refuse_account(gateway_pointer self, std::uint64_t context,
                    const tasks::wire::Refusal& why) {
  fail_account(self, context, static_cast<errc>(why.code()), why.message());
}

bool is_member(const gateway_state& state) {
  return std::ranges::find(state.members, state.options.self,
                           &protocol::member_seen::id)
         != state.members.end();
}

std::optional<std::uint64_t> begin_own(gateway_pointer self) {
  return begin_account(self, own_number, 0, [](errc, const std::string&) {});
}

void look_up(gateway_pointer self, const tasks::wire::Query& query,
             std::function<void(std::uint64_t, tasks::wire::Answer&)> next) {
  auto context = begin_own(self);
  if (!context)
    return;
  ask_state(
    self, *context, query.SerializeAsString(), own_principal(self->state),
    protocol::consistency::stale,
    [self, at = *context, next = std::move(next)](const step_answer& answer) {
      if (auto found = content<tasks::wire::Answer>(self, at, answer))
        next(at, *found);
    });
}

void propose_and_forget(gateway_pointer self,
                        const tasks::wire::Command& command) {
  auto context = begin_own(self);
  if (!context)
    return;
  propose_own(
    self, *context, command.SerializeAsString(),
    [self, at = *context](const step_answer&) { end_account(self, at); });
}

} // namespace taskraft::actors
