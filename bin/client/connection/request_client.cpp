#include "bin/client/connection/request_client.hpp"

#include "bin/client/connection/request_sending.hpp"
#include "protocol/invariant.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto look_interval = std::chrono::milliseconds{20};
/// A node that cannot serve a command refuses it within this time. For a short
/// time limit, a quarter of it counts instead.
constexpr auto refusal_time = std::chrono::milliseconds{1250};

/// The endpoint that sent the current message.
std::optional<std::size_t> sender_of(request_client_pointer self) {
  const auto& endpoints = self->state.endpoints;
  for (auto i = std::size_t{0}; i < endpoints.size(); ++i)
    if (endpoints[i].gateway && self->current_sender() == endpoints[i].gateway)
      return i;
  return std::nullopt;
}

/// Why each endpoint that was asked has not answered.
std::string troubles(const request_client_state& state) {
  auto text = std::string{};
  for (auto i = std::size_t{0}; i < state.endpoints.size(); ++i) {
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

void finish(request_client_pointer self, outcome result) {
  auto& state = self->state;
  result.cluster = state.cluster_id;
  result.endpoint = sender_of(self);
  if (result.kind == outcome_kind::answered)
    state.seen_index = std::max(state.seen_index, result.seen);
  else
    result.reason = troubles(state);
  auto promise = std::move(state.open->promise);
  state.open.reset();
  promise.deliver(std::move(result));
}

/// Whether the node at this endpoint may get the question.
bool may_ask(const request_client_state& state, std::size_t index) {
  const auto& only = state.open->what.endpoint;
  return state.endpoints[index].greeted && (!only || *only == index);
}

/// Asks the next node if it is time for that, or gives up.
void advance(request_client_pointer self) {
  auto& open = self->state.open;
  if (!open)
    return;
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
  if (auto next = open->retry_policy.next(now(self)))
    send_question(self, *next);
}

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
  target.greeted = false;
  self->send(target.gateway,
             protocol::client_hello{protocol::wire_version, TASKRAFT_VERSION});
}

void leave_link(request_client_pointer self, const link_down& news) {
  auto& state = self->state;
  auto& target = state.endpoints[news.endpoint];
  target.gateway = nullptr;
  target.greeted = false;
  target.trouble = news.reason;
  if (state.open)
    state.open->retry_policy.closed(news.endpoint);
  advance(self);
}

/// Why the node does not belong to the cluster that other nodes named; empty if
/// it does.
std::string what_differs(const request_client_state& state,
                         const protocol::gateway_hello& hello) {
  if (hello.cluster_name != state.cluster_name)
    return "belongs to the cluster \"" + hello.cluster_name + "\", not to \""
           + state.cluster_name + "\"";
  // A node that waits to be added does not know the cluster id yet.
  if (!hello.cluster_id.empty() && hello.cluster_id != state.cluster_id)
    return "belongs to another cluster of the same name";
  return {};
}

void take_hello(request_client_pointer self,
                const protocol::gateway_hello& hello) {
  auto& state = self->state;
  auto index = sender_of(self);
  if (!index)
    return;
  auto& target = state.endpoints[*index];
  if (state.cluster_name.empty())
    state.cluster_name = hello.cluster_name;
  if (state.cluster_id.empty() && state.cluster_name == hello.cluster_name)
    state.cluster_id = hello.cluster_id;
  // Another cluster would apply a retried command, too.
  target.trouble = what_differs(state, hello);
  target.greeted = target.trouble.empty();
  if (!target.greeted) {
    if (state.open)
      state.open->retry_policy.closed(*index);
    advance(self);
    return;
  }
  target.commit_index = hello.commit_index;
  if (state.open && may_ask(state, *index))
    state.open->retry_policy.opened(*index);
  advance(self);
}

/// Only linearizable reads and commands need a quorum.
const char* what_is_missing(protocol::consistency level) {
  switch (level) {
    case protocol::consistency::linearizable:
      return "has no quorum";
    case protocol::consistency::session:
      return "has no state so new";
    case protocol::consistency::stale:
      return "has no state to read";
  }
  return "unavailable";
}

/// The outcome that a node's answer stands for. The answer itself is in `bytes`
/// and `seen`.
void take_answer(request_client_pointer self, protocol::answer_status status,
                 outcome answer) {
  auto& open = *self->state.open;
  auto index = sender_of(self);
  switch (status) {
    case protocol::answer_status::done:
      answer.kind = outcome_kind::answered;
      finish(self, std::move(answer));
      return;
    case protocol::answer_status::malformed:
      answer.kind = outcome_kind::malformed;
      finish(self, std::move(answer));
      return;
    case protocol::answer_status::outcome_unknown:
      if (!index)
        return;
      open.retry_policy.unknown(*index, now(self));
      self->state.endpoints[*index].trouble = "does not know the outcome";
      break;
    case protocol::answer_status::unavailable:
    case protocol::answer_status::overloaded:
    case protocol::answer_status::disk_full:
      if (!index)
        return;
      open.retry_policy.refused(*index, now(self));
      self->state.endpoints[*index].trouble
        = status == protocol::answer_status::overloaded ? "overloaded"
          : status == protocol::answer_status::disk_full
            ? "its disk is full"
            : what_is_missing(open.what.consistency);
      break;
  }
  advance(self);
}

void take_results(request_client_pointer self,
                  const protocol::commands_answered& message) {
  auto rest = std::string_view{message.frames.view()};
  while (auto answer = protocol::next_command_answer(rest)) {
    const auto& open = self->state.open;
    if (open && open->id == answer->id)
      take_answer(
        self, answer->status,
        {.bytes = std::string{answer->result}, .seen = answer->index});
  }
}

/// The longest age if the node does not know one.
std::chrono::milliseconds age_of(const protocol::query_reply& x) {
  using milliseconds = std::chrono::milliseconds;
  constexpr auto most = milliseconds::max();
  if (x.age_ms >= static_cast<std::uint64_t>(most.count()))
    return most;
  return milliseconds{x.age_ms};
}

void take_replies(request_client_pointer self,
                  const protocol::queries_answered& message) {
  auto rest = std::string_view{message.frames.view()};
  while (auto reply = protocol::next_query_reply(rest)) {
    const auto& open = self->state.open;
    if (open && open->number == reply->id)
      take_answer(self, reply->status,
                  {.bytes = std::string{reply->answer},
                   .seen = reply->visible,
                   .age = age_of(*reply)});
  }
}

bool is_open(request_client_pointer self, question_kind kind,
             std::uint64_t number) {
  const auto& open = self->state.open;
  return open && open->what.kind == kind && open->number == number;
}

/// The members, or the reason of a refusal. After a passing refusal another
/// node is asked.
void take_members(request_client_pointer self,
                  const protocol::members_listed& x) {
  auto index = sender_of(self);
  if (!is_open(self, question_kind::change_members, x.id) || !index)
    return;
  auto& retry_policy = self->state.open->retry_policy;
  if (!is_passing(x.code))
    return finish(self, {.kind = outcome_kind::answered, .members = x});
  if (x.code == errc::outcome_unknown)
    retry_policy.unknown(*index, now(self));
  else
    retry_policy.refused(*index, now(self));
  self->state.endpoints[*index].trouble = x.reason;
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
      if (is_open(self, question_kind::checksums, x.id))
        finish(self, {.kind = outcome_kind::answered, .checksums = x});
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
    [self](const question& x) -> caf::result<outcome> {
      auto promise = self->make_response_promise<outcome>();
      begin(self, x, promise);
      return promise;
    },
    [self](const link_up& x) { use_link(self, x); },
    [self](const link_down& x) { leave_link(self, x); },
    [self](look_again) {
      advance(self);
      self->state.looking = self->state.open.has_value();
      if (self->state.looking)
        self->delayed_send(self, look_interval, look_again{});
    },
  };
}

} // namespace taskraft::client
