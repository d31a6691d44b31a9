// What the gateway asks and proposes itself: steps of an operation, each of
// which waits for one answer.

#include "actors/gateway/account_steps.hpp"
#include "actors/gateway/gateway_work.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace taskraft::actors {

namespace {

/// More passwords than this wait for nobody: they would take seconds.
constexpr std::size_t most_passwords = 32;

/// Guesses that are under way at the same time are not counted as failures yet.
constexpr auto most_checks_of_address = 4;

/// Long enough for an election, and for passwords that queue.
constexpr auto account_wait_ms = std::uint64_t{4000};

void wait_for(gateway_pointer self, std::uint64_t context, next_step next) {
  if (auto* account = self->state.operations.find<pending_account>(context))
    account->next = std::move(next);
}

/// Whether a majority has answered, and this node's state has not.
bool waits_for_state(const gateway_state& state, std::uint64_t context) {
  auto is_it = [&](const std::optional<open_query>& x) {
    return x && x->client == own_number && x->id == context;
  };
  return state.reads.waits_for_state(own_number, context)
         || std::ranges::any_of(state.being_read, [&](const auto& x) {
              return std::ranges::any_of(x.second, is_it);
            });
}

/// Whether one more password may wait; otherwise the operation fails.
bool may_hash(gateway_pointer self, std::uint64_t context,
              const std::optional<std::string>& address) {
  const auto& state = self->state;
  auto is_of_address = [&](const auto& x) {
    return address && x.second && network_of(*x.second) == network_of(*address);
  };
  if (state.authenticator && state.hashing.size() < most_passwords
      && std::ranges::count_if(state.hashing, is_of_address)
           < most_checks_of_address)
    return true;
  fail_account(self, context, errc::overloaded,
               "too many passwords wait at this node");
  return false;
}

} // namespace

std::string random_bytes(const gateway_state& state, std::size_t count) {
  auto bytes = std::string{};
  while (bytes.size() < count) {
    auto drawn = state.options.random();
    bytes.append(reinterpret_cast<const char*>(&drawn), sizeof drawn);
  }
  bytes.resize(count);
  return bytes;
}

std::optional<std::uint64_t> begin_account(gateway_pointer self,
                                           client_number client,
                                           std::uint64_t id,
                                           account_failure fail) {
  auto account = pending_account{};
  account.fail = fail;
  auto context = begin(self, client, id, account_wait_ms, std::move(account));
  if (!context)
    fail(errc::overloaded, too_many_operations);
  return context;
}

bool is_under_way(gateway_pointer self, client_number client,
                  std::uint64_t id) {
  auto& operations = self->state.operations;
  return std::ranges::any_of(operations.contexts_of<pending_account>(),
                             [&](std::uint64_t context) {
                               const auto& x = operations.at(context);
                               return x.client == client && x.id == id;
                             });
}

void end_account(gateway_pointer self, std::uint64_t context) {
  if (self->state.operations.find<pending_account>(context) != nullptr)
    self->state.operations.take(context);
}

void fail_account(gateway_pointer self, std::uint64_t context, errc code,
                  const std::string& reason) {
  auto* account = self->state.operations.find<pending_account>(context);
  if (account == nullptr)
    return;
  auto fail = std::move(account->fail);
  end_account(self, context);
  fail(code, reason);
}

void ask_state(gateway_pointer self, std::uint64_t context, std::string query,
               const protocol::principal& who, protocol::consistency level,
               next_step next) {
  auto& state = self->state;
  wait_for(self, context, std::move(next));
  auto buffer = protocol::blob{std::move(query)};
  auto added = state.reads.add({.client = own_number,
                                .id = context,
                                .consistency = level,
                                .min_index = {},
                                .principal = who,
                                .query = buffer.view(),
                                .buffer = buffer,
                                .born = state.now});
  if (!added)
    return fail_account(self, context, errc::overloaded,
                        "too many reads wait at this node");
  move_reads(self);
}

void propose(gateway_pointer self, std::uint64_t context,
             const protocol::request_view& command, next_step next) {
  auto& state = self->state;
  wait_for(self, context, std::move(next));
  auto frame = std::string{};
  protocol::append_command_frame(frame, command);
  auto buffer = protocol::blob{std::move(frame)};
  auto admitted = state.commands.admit(own_number, command.id, buffer.view(),
                                       buffer, state.now);
  if (admitted == pending_commands::admission::full
      || admitted == pending_commands::admission::of_another)
    return fail_account(self, context, errc::overloaded,
                        "too many commands wait at this node");
  if (auto* account = state.operations.find<pending_account>(context))
    account->proposed = command.id;
  state.proposed.insert_or_assign(command.id, context);
  forward_waiting(self);
}

void propose_own(gateway_pointer self, std::uint64_t context,
                 const std::string& command, next_step next) {
  auto& state = self->state;
  auto id = protocol::request_id{};
  auto bytes = random_bytes(state, id.bytes.size());
  std::memcpy(id.bytes.data(), bytes.data(), bytes.size());
  propose(self, context,
          {.id = id,
           .seen_index = state.applied.evaluated,
           .command = command,
           .principal = own_principal(state)},
          std::move(next));
}

protocol::principal own_principal(const gateway_state& state) {
  return {.kind = protocol::principal_kind::node,
          .via = protocol::door::system,
          .made_by_node = true,
          .id = state.options.self.value};
}

void hash(gateway_pointer self, std::uint64_t context,
          const std::string& password, next_step next,
          const std::optional<std::string>& address) {
  auto& state = self->state;
  if (!may_hash(self, context, address))
    return;
  state.hashing.emplace(context, address);
  wait_for(self, context, std::move(next));
  self->send(state.authenticator, protocol::hash_password{context, password});
}

void check(gateway_pointer self, std::uint64_t context, const guess& x,
           next_step next) {
  auto& state = self->state;
  if (!may_hash(self, context, x.address))
    return;
  // Others may have failed while this one was on its way.
  if (!state.logins.may_try(x.username, x.address, state.now))
    return fail_account(self, context, errc::rate_limited,
                        too_many_wrong_passwords);
  state.hashing.emplace(context, x.address);
  wait_for(self, context, [self, x, next](const step_answer& checked) {
    if (checked.bytes != matched) {
      auto& at = self->state;
      at.logins.failed(x.username, x.address, at.now);
      count_failure(self, x.username, x.address, "invalid_credentials");
      logging::warn("wrong_password", "username", from_outside(x.username),
                    "address", x.address);
    }
    next(checked);
  });
  self->send(state.authenticator,
             protocol::check_password{context, x.password, x.hash});
}

void take_step(gateway_pointer self, std::uint64_t context,
               const step_answer& x) {
  auto* account = self->state.operations.find<pending_account>(context);
  if (account == nullptr || !account->next)
    return;
  auto next = std::exchange(account->next, nullptr);
  next(x);
}

void take_proposed(gateway_pointer self, const protocol::command_answer& x) {
  auto& proposed = self->state.proposed;
  auto found = proposed.find(x.id);
  if (found == proposed.end())
    return;
  auto context = found->second;
  proposed.erase(found);
  if (auto* account = self->state.operations.find<pending_account>(context))
    account->proposed.reset();
  take_step(
    self, context,
    {.status = x.status, .index = x.index, .bytes = std::string{x.result}});
}

void take_password(gateway_pointer self, std::uint64_t context,
                   std::string outcome) {
  self->state.hashing.erase(context);
  take_step(self, context, {.bytes = std::move(outcome)});
}

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_account& account) {
  const auto& state = self->state;
  if (state.hashing.contains(operation.context))
    return account.fail(errc::overloaded,
                        "this node has not come to the password in time");
  if (!account.proposed)
    return account.fail(
      errc::unavailable,
      waits_for_state(state, operation.context) ? no_database : no_majority);
  self->state.proposed.erase(*account.proposed);
  account.fail(errc::outcome_unknown, "it may have been done or not");
}

} // namespace taskraft::actors
