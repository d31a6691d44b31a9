#include "actors/gateway/account_steps.hpp"

#include "protocol/sha256.hpp"

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

void refuse_account(gateway_pointer self, std::uint64_t context,
                    const tasks::wire::Refusal& why) {
  fail_account(self, context, static_cast<errc>(why.code()), why.message());
}

} // namespace taskraft::actors
