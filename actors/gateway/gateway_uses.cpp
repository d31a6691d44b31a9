// What the audit hears of that changes no row: operations, and attempts that
// were refused before anything was proposed.

#include "actors/gateway/account_steps.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/tasks/access.hpp"

#include <cstring>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

constexpr auto minute_ms = std::uint64_t{60'000};
/// Of different users and addresses in a minute; others are counted together.
constexpr std::size_t most_failures = 1000;
constexpr int failures_at_once = 100;

/// Nobody waits for it, and nothing can be done if it fails.
void propose_use(gateway_pointer self, protocol::principal who,
                 const wire::Command& command) {
  auto& state = self->state;
  auto context = begin_own(self);
  if (!context)
    return;
  who.made_by_node = true;
  auto id = protocol::request_id{};
  auto bytes = random_bytes(state, id.bytes.size());
  std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
  auto text = command.SerializeAsString();
  propose(self, *context,
          {.id = id,
           .seen_index = state.applied.evaluated,
           .command = text,
           .principal = who},
          [self, at = *context](const step_answer&) { end_account(self, at); });
}

void count_attempt(gateway_pointer self, failed_attempt x) {
  auto& all = self->state.failed_attempts;
  if (all.size() >= most_failures && !all.contains(x))
    x = {x.action, {}, {}, x.outcome};
  ++all[std::move(x)];
}

} // namespace

void note_use(gateway_pointer self, client_number client,
              const std::string& action, const std::string& subject) {
  auto& state = self->state;
  auto found = state.clients.find(client);
  if (!state.options.auth.required || found == state.clients.end())
    return;
  auto command = wire::Command{};
  auto& use = *command.mutable_note_use()->add_uses();
  use.set_action(action);
  use.set_subject(subject);
  use.set_address(found->second.address);
  propose_use(self, found->second.principal, command);
}

void count_failure(gateway_pointer self, const std::string& username,
                   const std::string& address, const char* outcome) {
  count_attempt(self, {"login", tasks::is_username(username) ? username : "",
                       address, outcome});
}

void count_refusal(gateway_pointer self, client_number client,
                   const std::string& username, const char* action) {
  const auto& clients = self->state.clients;
  auto found = clients.find(client);
  count_attempt(self, {action, username,
                       found == clients.end() ? "" : found->second.address,
                       "not_allowed"});
}

void note_failures(gateway_pointer self) {
  auto& state = self->state;
  auto& all = state.failed_attempts;
  if (state.now < state.notes_failures_at || state.leadership.leader.value == 0)
    return;
  state.notes_failures_at = state.now + ticks_in(state, minute_ms);
  auto command = wire::Command{};
  auto& uses = *command.mutable_note_use();
  while (!all.empty() && uses.uses_size() < failures_at_once) {
    auto& use = *uses.add_uses();
    use.set_action(all.begin()->first.action);
    use.set_actor(all.begin()->first.username);
    use.set_address(all.begin()->first.address);
    use.set_outcome(all.begin()->first.outcome);
    use.set_count(all.begin()->second);
    all.erase(all.begin());
  }
  if (uses.uses_size() > 0)
    propose_use(self, own_principal(state), command);
}

} // namespace taskraft::actors
