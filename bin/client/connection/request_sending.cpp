#include "bin/client/connection/request_sending.hpp"

#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

/// A node gets the time that is left less a fifth, because its answer takes
/// time to travel and a busy node's clock is late.
constexpr auto answer_share = 5;

/// Gives the question its request id.
void name(request_client_pointer self,
          request_client_state::open_question& open,
          const request_client_state::endpoint& target) {
  if (open.id)
    return;
  open.id = open.what.request ? open.what.request
                              : self->state.options.make_request_id();
  open.seen_index = target.commit_index;
}

void send_command(request_client_pointer self,
                  request_client_state::open_question& open,
                  const request_client_state::endpoint& target) {
  name(self, open, target);
  auto frame = std::string{};
  protocol::append_command_frame(frame, {.id = *open.id,
                                         .seen_index = open.seen_index,
                                         .command = open.what.bytes});
  self->send(target.gateway,
             protocol::submit_commands{1, protocol::blob{std::move(frame)}});
}

void send_account_command(request_client_pointer self,
                          request_client_state::open_question& open,
                          const request_client_state::endpoint& target) {
  name(self, open, target);
  auto x = protocol::submit_account_command{};
  x.id = open.number;
  x.request.assign(open.id->bytes.begin(), open.id->bytes.end());
  x.seen_index = open.seen_index;
  x.command = protocol::blob{open.what.bytes};
  x.password = open.what.password;
  x.current_password = open.what.current_password;
  x.setup_secret = open.what.setup_secret;
  self->send(target.gateway, x);
}

void send_query(request_client_pointer self,
                const request_client_state::open_question& open,
                const request_client_state::endpoint& target) {
  auto level = open.what.consistency;
  auto min_index = raft::log_index{};
  if (level == protocol::consistency::session)
    min_index
      = std::max(self->state.seen_index,
                 self->state.options.session_index(self->state.cluster_id));
  auto frame = std::string{};
  protocol::append_query_request(frame, {.id = open.number,
                                         .consistency = level,
                                         .min_index = min_index,
                                         .query = open.what.bytes});
  self->send(target.gateway,
             protocol::submit_queries{1, protocol::blob{std::move(frame)}});
}

/// How long the node may take so that its answer arrives in time.
std::uint64_t wait_ms(request_client_pointer self,
                      const request_client_state::open_question& open) {
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
    open.deadline - now(self));
  return static_cast<std::uint64_t>(
    std::max((left - left / answer_share).count(), 0L));
}

} // namespace

moment now(request_client_pointer self) {
  return self->clock().now().time_since_epoch();
}

void send_question(request_client_pointer self, std::size_t index) {
  auto& open = *self->state.open;
  auto& target = self->state.endpoints[index];
  open.retry_policy.asked(index, now(self));
  open.asked.insert(index);
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
                                          open.what.target, open.what.address,
                                          wait_ms(self, open)});
      break;
    case question_kind::digests:
      self->send(target.gateway,
                 protocol::compare_digests{open.number, open.what.index,
                                           wait_ms(self, open)});
      break;
    case question_kind::begin_backup:
      self->send(
        target.gateway,
        protocol::begin_backup{open.number, open.what.consistency
                                              != protocol::consistency::stale});
      break;
    case question_kind::log_in:
      self->send(target.gateway,
                 protocol::log_in{open.number, open.what.username,
                                  open.what.password, "taskraft"});
      break;
    case question_kind::account_command:
      send_account_command(self, open, target);
      break;
    case question_kind::read_backup:
      self->send(
        target.gateway,
        protocol::read_backup{open.number, open.what.backup, open.what.offset});
      break;
  }
}

bool changes_something(const question& x) {
  return x.kind == question_kind::command
         || x.kind == question_kind::account_command
         || x.kind == question_kind::transfer_leadership
         || (x.kind == question_kind::change_members
             && x.operation != protocol::members_operation::list);
}

bool needs_login(const question& x) {
  return x.kind != question_kind::log_in && x.setup_secret.empty();
}

bool is_repeatable(question_kind x) {
  return x != question_kind::transfer_leadership
         && x != question_kind::begin_backup;
}

} // namespace taskraft::client
