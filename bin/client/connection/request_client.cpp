#include "bin/client/connection/request_client.hpp"

#include "protocol/invariant.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

using request_client_pointer
  = request_client_actor::stateful_pointer<request_client_state>;

constexpr auto look_interval = std::chrono::milliseconds{20};

moment now(request_client_pointer self) {
  return self->clock().now().time_since_epoch();
}

/// Which endpoint the current message came from.
std::optional<std::size_t> sender_of(request_client_pointer self) {
  const auto& endpoints = self->state.endpoints;
  for (auto i = std::size_t{0}; i < endpoints.size(); ++i)
    if (endpoints[i].gateway && self->current_sender() == endpoints[i].gateway)
      return i;
  return std::nullopt;
}

std::string troubles(const request_client_state& state) {
  auto text = std::string{};
  for (auto i = std::size_t{0}; i < state.endpoints.size(); ++i) {
    const auto& trouble = state.endpoints[i].trouble;
    text += text.empty() ? "" : "; ";
    text += state.options.endpoints[i] + ": "
            + (trouble.empty() ? "no answer" : trouble);
  }
  return text;
}

void finish(request_client_pointer self, outcome result) {
  auto& state = self->state;
  result.cluster = state.cluster_name;
  result.endpoint = sender_of(self);
  if (result.kind != outcome_kind::answered)
    result.reason = troubles(state);
  auto promise = std::move(state.open->promise);
  state.open.reset();
  promise.deliver(std::move(result));
}

void send_command(request_client_pointer self,
                  request_client_state::open_question& open,
                  const request_client_state::endpoint& target) {
  if (!open.id) {
    open.id = self->state.options.make_request_id();
    open.seen_index = target.commit_index;
  }
  auto frame = std::string{};
  protocol::append_command_frame(frame, {.id = *open.id,
                                         .seen_index = open.seen_index,
                                         .command = open.what.bytes});
  self->send(target.gateway,
             protocol::submit_commands{1, protocol::blob{std::move(frame)}});
}

void send_query(request_client_pointer self,
                const request_client_state::open_question& open,
                const request_client_state::endpoint& target) {
  auto level = open.what.consistency;
  auto min_index = raft::log_index{};
  if (level == protocol::consistency::session)
    min_index = self->state.options.session_index(self->state.cluster_name);
  auto frame = std::string{};
  protocol::append_query_request(frame, {.id = open.number,
                                         .consistency = level,
                                         .min_index = min_index,
                                         .query = open.what.bytes});
  self->send(target.gateway,
             protocol::submit_queries{1, protocol::blob{std::move(frame)}});
}

void ask(request_client_pointer self, std::size_t index) {
  auto& open = *self->state.open;
  auto& target = self->state.endpoints[index];
  open.retry_policy.asked(index, now(self));
  switch (open.what.kind) {
    case question_kind::command:
      send_command(self, open, target);
      break;
    case question_kind::query:
      send_query(self, open, target);
      break;
    case question_kind::cluster_status:
    case question_kind::compact_logs:
      self->send(target.gateway,
                 protocol::request_cluster_status{
                   open.number, open.what.kind == question_kind::compact_logs});
      break;
    case question_kind::transfer_leadership:
      self->send(target.gateway,
                 protocol::transfer_leadership{open.number, open.what.target});
      break;
    case question_kind::change_members:
      self->send(target.gateway,
                 protocol::change_members{open.number, open.what.operation,
                                          open.what.target, open.what.address});
      break;
    case question_kind::checksums:
      self->send(target.gateway,
                 protocol::compare_digests{open.number, open.what.index});
      break;
    case question_kind::begin_backup:
      self->send(
        target.gateway,
        protocol::begin_backup{open.number, open.what.consistency
                                              != protocol::consistency::stale});
      break;
    case question_kind::read_backup:
      self->send(
        target.gateway,
        protocol::read_backup{open.number, open.what.backup, open.what.offset});
      break;
  }
}

/// Whether being asked may change anything.
bool changes_something(const question& x) {
  return x.kind == question_kind::command
         || x.kind == question_kind::transfer_leadership
         || (x.kind == question_kind::change_members
             && x.operation != protocol::members_operation::list);
}

/// Whether asking a second node does no harm: a second transfer would take the
/// leadership away again, and the others cost a node much.
bool is_repeatable(question_kind x) {
  return x != question_kind::transfer_leadership
         && x != question_kind::checksums && x != question_kind::begin_backup;
}

/// Whether the node at this endpoint may be asked.
bool may_ask(const request_client_state& state, std::size_t index) {
  const auto& only = state.open->what.endpoint;
  return state.endpoints[index].greeted && (!only || *only == index);
}

/// Asks the next node if it is time, or gives up.
void advance(request_client_pointer self) {
  auto& open = self->state.open;
  if (!open)
    return;
  if (now(self) >= open->deadline || open->retry_policy.lost()) {
    auto unknown
      = open->retry_policy.doubtful() && changes_something(open->what);
    finish(self, {.kind = unknown ? outcome_kind::unknown
                                  : outcome_kind::unavailable});
    return;
  }
  if (auto next = open->retry_policy.next(now(self)))
    ask(self, *next);
}

void begin(request_client_pointer self, question what,
           caf::typed_response_promise<outcome> promise) {
  auto& state = self->state;
  RAFT_INVARIANT(!state.open);
  auto repeatable = is_repeatable(what.kind);
  auto patience = std::max(state.options.timeout, what.patience);
  state.open.emplace(request_client_state::open_question{
    .what = std::move(what),
    .retry_policy = retry_policy{state.endpoints.size(), repeatable},
    .promise = std::move(promise),
    .deadline = now(self) + patience,
    .number = ++state.last_number,
    .id = std::nullopt,
    .seen_index = {}});
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

void take_hello(request_client_pointer self,
                const protocol::gateway_hello& hello) {
  auto& state = self->state;
  auto index = sender_of(self);
  if (!index)
    return;
  auto& target = state.endpoints[*index];
  if (state.cluster_name.empty())
    state.cluster_name = hello.cluster_name;
  if (state.cluster_name != hello.cluster_name) {
    // A command retried on another cluster would be applied there too.
    target.trouble = "belongs to cluster " + hello.cluster_name + ", not "
                     + state.cluster_name;
    return;
  }
  target.greeted = true;
  target.trouble.clear();
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

/// What a node's answer means; the answer itself is in `bytes` and `seen`.
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

/// The longest time if nobody knows.
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

/// The members, or why not: another node may know better for a while.
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
  // A node may send what only other programs understand.
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
