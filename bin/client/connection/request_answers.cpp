// What nodes say to the open question.

#include "bin/client/connection/request_work.hpp"
#include "protocol/messages/wire.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace taskraft::client {

namespace {

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
    case protocol::answer_status::unauthenticated:
      finish(self,
             {.kind = outcome_kind::refused, .code = errc::unauthenticated});
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

/// The longest age if the node does not know one.
std::chrono::milliseconds age_of(const protocol::query_reply& x) {
  using milliseconds = std::chrono::milliseconds;
  constexpr auto most = milliseconds::max();
  if (x.age_ms >= static_cast<std::uint64_t>(most.count()))
    return most;
  return milliseconds{x.age_ms};
}

/// What a node says that makes secrets; another node may do what it cannot.
void take_outcome(request_client_pointer self, errc code,
                  const std::string& reason, outcome answer) {
  auto index = sender_of(self);
  if (code == errc::none) {
    answer.kind = outcome_kind::answered;
    return finish(self, std::move(answer));
  }
  if (!index || !(is_passing(code) || code == errc::overloaded))
    return finish(
      self, {.kind = outcome_kind::refused, .code = code, .reason = reason});
  self->state.open->retry_policy.refused(*index, now(self));
  self->state.endpoints[*index].trouble = reason;
  advance(self);
}

} // namespace

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

void take_made(request_client_pointer self, const protocol::logged_in& x) {
  if (!is_open(self, question_kind::log_in, x.id))
    return;
  // From now on the node knows on this connection who asks.
  if (auto index = sender_of(self); index && x.code == errc::none)
    self->state.endpoints[*index].login = errc::none;
  take_outcome(self, x.code, x.reason, {.seen = x.index, .secret = x.secret});
}

void take_made(request_client_pointer self,
               const protocol::account_command_answered& x) {
  if (is_open(self, question_kind::account_command, x.id))
    take_answer(self, x.status,
                {.bytes = x.result, .seen = x.index, .secret = x.secret});
}

void take_refusal(request_client_pointer self,
                  const protocol::operation_refused& x) {
  if (self->state.open && self->state.open->number == x.id)
    take_outcome(self, x.code, x.reason, {});
}

} // namespace taskraft::client
