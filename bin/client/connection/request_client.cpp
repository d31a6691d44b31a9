#include "bin/client/connection/request_client.hpp"

#include "bin/client/connection/request_work.hpp"
#include "protocol/invariant.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto look_interval = std::chrono::milliseconds{20};
/// A node that cannot serve a command refuses it within this time. For a short
/// time limit, a quarter of it counts instead.
constexpr auto refusal_time = std::chrono::milliseconds{1250};

/// Why each endpoint that the question was for has not answered.
std::string troubles(const request_client_state& state) {
  auto text = std::string{};
  const auto& only = state.open->what.endpoint;
  for (auto i = std::size_t{0}; i < state.endpoints.size(); ++i) {
    if (only && *only != i)
      continue;
    const auto& endpoint = state.endpoints[i];
    auto trouble = endpoint.trouble;
    if (trouble.empty() && endpoint.greeted && !state.open->asked.contains(i))
      continue;
    if (trouble.empty())
      trouble = "no answer";
    text += text.empty() ? "" : "; ";
    text += state.options.endpoints[i] + ": " + trouble;
  }
  return text;
}

} // namespace

std::optional<std::size_t> sender_of(request_client_pointer self) {
  const auto& endpoints = self->state.endpoints;
  for (auto i = std::size_t{0}; i < endpoints.size(); ++i)
    if (endpoints[i].gateway && self->current_sender() == endpoints[i].gateway)
      return i;
  return std::nullopt;
}

void finish(request_client_pointer self, outcome result) {
  auto& state = self->state;
  result.cluster = state.cluster_id;
  result.endpoint = sender_of(self);
  if (result.kind == outcome_kind::answered)
    state.seen_index = std::max(state.seen_index, result.seen);
  else if (result.kind != outcome_kind::refused)
    result.reason = troubles(state);
  auto promise = std::move(state.open->promise);
  state.open.reset();
  promise.deliver(std::move(result));
}

bool may_ask(const request_client_state& state, std::size_t index) {
  const auto& only = state.open->what.endpoint;
  return state.endpoints[index].greeted && (!only || *only == index);
}

void advance(request_client_pointer self) {
  auto& open = self->state.open;
  if (!open)
    return;
  if (auto who = who_refuses_operator(self->state))
    return finish(self, {.kind = outcome_kind::refused,
                         .code = self->state.endpoints[*who].login,
                         .reason = self->state.endpoints[*who].login_trouble});
  auto left = open->deadline - now(self);
  auto settles = left < open->last_chance && open->retry_policy.settles();
  if (left <= moment::zero() || open->retry_policy.lost()
      || (settles && !open->retry_policy.doubtful())) {
    auto unknown
      = open->retry_policy.doubtful() && changes_something(open->what);
    finish(self, {.kind = unknown ? outcome_kind::unknown
                                  : outcome_kind::unavailable});
    return;
  }
  // The next request would be unanswered when time is up. Then an outcome that
  // is certain now would be unknown.
  if (settles)
    return;
  auto next = open->retry_policy.next(now(self));
  if (!next)
    return;
  const auto& target = self->state.endpoints[*next];
  if (target.login != errc::none && needs_login(open->what))
    return finish(self, {.kind = outcome_kind::refused,
                         .code = target.login,
                         .reason = target.login_trouble});
  send_question(self, *next);
}

namespace {

void begin(request_client_pointer self, question what,
           caf::typed_response_promise<outcome> promise) {
  auto& state = self->state;
  RAFT_INVARIANT(!state.open);
  auto repeatable = is_repeatable(what.kind);
  auto time_limit = std::max(state.options.timeout, what.time_limit);
  auto last_chance = moment::zero();
  if (changes_something(what))
    last_chance = std::min<moment>(refusal_time, time_limit / 4);
  state.open.emplace(request_client_state::open_question{
    .what = std::move(what),
    .retry_policy = retry_policy{state.endpoints.size(), repeatable},
    .promise = std::move(promise),
    .deadline = now(self) + time_limit,
    .last_chance = last_chance,
    .number = ++state.last_number,
    .id = std::nullopt,
    .seen_index = {},
    .asked = {}});
  for (auto i = std::size_t{0}; i < state.endpoints.size(); ++i)
    if (may_ask(state, i))
      state.open->retry_policy.opened(i);
  advance(self);
  if (!std::exchange(state.looking, true))
    self->delayed_send(self, look_interval, look_again{});
}

void use_link(request_client_pointer self, const link_up& news) {
  auto& target = self->state.endpoints[news.endpoint];
  target.gateway = news.gateway;
  greet(self, news.endpoint);
}

void leave_link(request_client_pointer self, const link_down& news) {
  auto& state = self->state;
  auto& target = state.endpoints[news.endpoint];
  target.gateway = nullptr;
  target.greeted = false;
  target.login = errc::none;
  target.greet_again_at.reset();
  target.trouble = news.reason;
  if (state.open)
    state.open->retry_policy.closed(news.endpoint);
  advance(self);
}

} // namespace

request_client_actor::behavior_type
request_client(request_client_pointer self, request_client_options options) {
  self->state.endpoints.resize(options.endpoints.size());
  self->state.options = std::move(options);
  // A node may send messages that only other programs understand.
  self->set_default_handler(caf::drop);
  return {
    [self](const protocol::gateway_hello& x) { take_hello(self, x); },
    [self](const protocol::commands_answered& x) { take_results(self, x); },
    [self](const protocol::queries_answered& x) { take_replies(self, x); },
    [self](const protocol::cluster_status_answered& x) {
      if (is_open(self, question_kind::cluster_status, x.id)
          || is_open(self, question_kind::compact_logs, x.id))
        finish(self, {.kind = outcome_kind::answered, .nodes = x.nodes});
    },
    [self](const protocol::leadership_transferred& x) {
      if (is_open(self, question_kind::transfer_leadership, x.id))
        finish(self, {.kind = outcome_kind::answered, .transfer = x});
    },
    [self](const protocol::members_listed& x) { take_members(self, x); },
    [self](const protocol::digests_compared& x) {
      if (is_open(self, question_kind::digests, x.id))
        finish(self, {.kind = outcome_kind::answered, .digests = x});
    },
    [self](const protocol::backup_begun& x) {
      if (is_open(self, question_kind::begin_backup, x.id))
        finish(self, {.kind = outcome_kind::answered, .backup = x});
    },
    [self](const protocol::backup_progressed& x) {
      if (is_open(self, question_kind::begin_backup, x.id))
        self->state.open->deadline = now(self) + self->state.options.timeout;
    },
    [self](const protocol::backup_read& x) {
      if (is_open(self, question_kind::read_backup, x.id))
        finish(self, {.kind = outcome_kind::answered, .chunk = x});
    },
    [self](const protocol::authenticated& x) { take_login(self, x); },
    [self](const protocol::logged_in& x) { take_made(self, x); },
    [self](const protocol::account_command_answered& x) { take_made(self, x); },
    [self](const protocol::operation_refused& x) { take_refusal(self, x); },
    [self](const question& x) -> caf::result<outcome> {
      auto promise = self->make_response_promise<outcome>();
      begin(self, x, promise);
      return promise;
    },
    [self](const link_up& x) { use_link(self, x); },
    [self](const link_down& x) { leave_link(self, x); },
    [self](look_again) {
      greet_again(self);
      advance(self);
      self->state.looking = self->state.open.has_value();
      if (self->state.looking)
        self->delayed_send(self, look_interval, look_again{});
    },
  };
}

} // namespace taskraft::client
