// The first administrator of a new cluster, whom its leader makes.

#include "actors/gateway/account_steps.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/tasks/access.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

/// How often a node looks whether its link was used, in ticks.
constexpr auto look_interval = tick_count{100};

/// Proposes the command and then keeps the secret of the link that it makes.
void propose_admin(gateway_pointer self, std::uint64_t context,
                   const wire::Command& command, const std::string& secret) {
  propose_own(self, context, command.SerializeAsString(),
              [self, context, secret](const step_answer& answer) {
                auto result = content<wire::Result>(self, context, answer);
                if (!result)
                  return;
                if (result->has_refusal())
                  return refuse_account(self, context, result->refusal());
                end_account(self, context);
                self->state.options.auth.admin_password.clear();
                if (secret.empty())
                  return;
                self->state.keeps_setup_link = true;
                self->send(self->state.authenticator,
                           protocol::keep_setup_link{secret});
                logging::warn("admin_has_no_password", "until_then",
                              "setup_link in the data directory of this node");
              });
}

void make_admin(gateway_pointer self, std::uint64_t context) {
  auto& state = self->state;
  auto command = wire::Command{};
  auto& secret = *command.mutable_create_first_admin()->mutable_secret();
  const auto& password = state.options.auth.admin_password;
  if (password.empty()) {
    auto link = std::string{};
    secret = new_setup_link(state, tasks::first_admin, link);
    return propose_admin(self, context, command, link);
  }
  hash(
    self, context, password,
    [self, context, command](const step_answer& hashed) {
      if (hashed.bytes.empty())
        return fail_account(self, context, errc::overloaded,
                            "there is no memory for passwords");
      auto whole = command;
      whole.mutable_create_first_admin()->mutable_secret()->set_password_hash(
        hashed.bytes);
      propose_admin(self, context, whole, {});
    });
}

void remove_link(gateway_pointer self) {
  self->state.keeps_setup_link = false;
  self->send(self->state.authenticator, protocol::keep_setup_link{{}});
}

void take_found(gateway_pointer self, std::uint64_t context,
                const wire::Answer& found) {
  auto& state = self->state;
  if (found.has_refusal())
    return make_admin(self, context);
  // Only a cluster without users needs it.
  if (!std::exchange(state.options.auth.admin_password, {}).empty())
    logging::warn("admin_password_file_ignored", "why",
                  "the cluster has its first administrator already");
  if (!found.credential().hash().empty()) {
    end_account(self, context);
    return remove_link(self);
  }
  auto command = wire::Command{};
  auto& link = *command.mutable_make_setup_link();
  auto secret = std::string{};
  link.set_username(tasks::first_admin);
  *link.mutable_secret() = new_setup_link(state, tasks::first_admin, secret);
  propose_admin(self, context, command, secret);
}

/// A link that was used is removed, wherever it was used.
void look_after_link(gateway_pointer self) {
  auto query = wire::Query{};
  query.mutable_get_credential()->set_username(tasks::first_admin);
  look_up(self, query, [self](std::uint64_t at, const wire::Answer& found) {
    end_account(self, at);
    if (!found.credential().hash().empty())
      remove_link(self);
  });
}

} // namespace

void look_for_admin(gateway_pointer self) {
  auto& state = self->state;
  auto leads = state.leadership.leader == state.options.self;
  if (!state.options.auth.required || !leads || state.cluster_id.empty()) {
    state.looks_for_admin = false;
    // The next leader makes another link, which ends this one.
    if (state.keeps_setup_link && state.leadership.leader.value != 0)
      remove_link(self);
    return;
  }
  if (state.keeps_setup_link && state.now % look_interval == 0)
    look_after_link(self);
  if (std::exchange(state.looks_for_admin, true))
    return;
  // Whatever goes wrong is tried again.
  auto fail
    = [self](errc, const std::string&) { self->state.looks_for_admin = false; };
  auto context = begin_account(self, own_number, 0, fail);
  if (!context)
    return;
  ask_state(self, *context, credential_query(tasks::first_admin),
            own_principal(state), protocol::consistency::linearizable,
            [self, at = *context](const step_answer& answer) {
              if (auto found = content<wire::Answer>(self, at, answer))
                take_found(self, at, *found);
            });
}

} // namespace taskraft::actors
