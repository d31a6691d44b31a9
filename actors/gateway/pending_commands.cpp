#include "actors/gateway/pending_commands.hpp"

#include "protocol/messages/client_frames.hpp"

#include <algorithm>
#include <iterator>

namespace taskraft::actors {

namespace {

/// Memory that a pending command takes besides its frame.
constexpr auto overhead_bytes = std::size_t{256};

std::size_t cost_of(std::string_view frame) {
  return frame.size() + overhead_bytes;
}

/// Clients choose ids, so they may meet.
bool is_by(std::string_view frame, const protocol::principal& who) {
  auto command = protocol::next_command_frame(frame);
  return command && protocol::are_of_same_actor(command->principal, who);
}

} // namespace

pending_commands::admission
pending_commands::admit(client_number client, const protocol::request_id& id,
                        std::string_view frame, const protocol::blob& buffer,
                        tick_count now) {
  if (auto known = pending_.find(id); known != pending_.end()) {
    auto again = protocol::next_command_frame(frame);
    if (!again || !is_by(known->second.frame, again->principal))
      return admission::of_another;
    known->second.client = client;
    return admission::under_way;
  }
  if (bytes_ + cost_of(frame) > limits_.max_pending_bytes)
    return admission::full;
  bytes_ += cost_of(frame);
  auto& command = pending_[id];
  command.client = client;
  command.frame = frame;
  command.buffer = buffer;
  command.born = now;
  waiting_.push_back(id);
  return admission::admitted;
}

bool pending_commands::may_forward(std::size_t bytes) const {
  return waiting_.empty()
         && forwarded_bytes_ + bytes <= limits_.max_forwarded_bytes;
}

void pending_commands::forwarded(const protocol::request_id& id,
                                 std::uint64_t batch, raft::term leader_term,
                                 tick_count now) {
  auto found = pending_.find(id);
  if (found == pending_.end())
    return;
  auto& command = found->second;
  // It is mostly the command that was admitted last.
  if (!waiting_.empty() && waiting_.back() == id)
    waiting_.pop_back();
  if (command.forwarded_term.value == 0)
    forwarded_bytes_ += command.frame.size();
  command.forwarded_at = now;
  command.forwarded_term = leader_term;
  command.batch = batch;
  ++command.times_sent;
}

std::optional<client_number>
pending_commands::take(const protocol::request_id& id,
                       const protocol::principal& by) {
  auto found = pending_.find(id);
  if (found == pending_.end() || !is_by(found->second.frame, by))
    return std::nullopt;
  auto client = found->second.client;
  remove(found);
  return client;
}

bool pending_commands::is_late(const pending& command, tick_count now) const {
  auto time_limit = limits_.retry_after
                    << std::min(command.times_sent - 1, std::uint32_t{3});
  return now - command.forwarded_at >= time_limit;
}

void pending_commands::send_again(const protocol::request_id& id,
                                  pending& command) {
  forwarded_bytes_ -= command.frame.size();
  command.forwarded_term = {};
  waiting_.push_back(id);
}

std::vector<forward_batch> pending_commands::collect(raft::term leader_term,
                                                     tick_count now) {
  for (auto& [id, command] : pending_)
    if (command.forwarded_term.value != 0
        && (command.forwarded_term != leader_term || is_late(command, now)))
      send_again(id, command);
  return collect_waiting(leader_term, now);
}

std::vector<forward_batch>
pending_commands::collect_waiting(raft::term leader_term, tick_count now) {
  auto batches = std::vector<forward_batch>{};
  while (!waiting_.empty()) {
    auto id = waiting_.front();
    auto found = pending_.find(id);
    if (found == pending_.end() || found->second.forwarded_term.value != 0) {
      waiting_.pop_front();
      continue;
    }
    const auto& frame = found->second.frame;
    // A single command may go, however long it is.
    if (forwarded_bytes_ != 0
        && forwarded_bytes_ + frame.size() > limits_.max_forwarded_bytes)
      break;
    waiting_.pop_front();
    if (batches.empty()
        || batches.back().frames.size() + frame.size()
             > limits_.max_forward_batch_bytes)
      batches.push_back({.number = next_batch(), .count = 0, .frames = {}});
    batches.back().frames += frame;
    ++batches.back().count;
    forwarded(id, batches.back().number, leader_term, now);
  }
  return batches;
}

void pending_commands::refused(const std::vector<std::uint64_t>& batches) {
  for (auto& [id, command] : pending_)
    if (command.forwarded_term.value != 0
        && std::ranges::find(batches, command.batch) != batches.end())
      send_again(id, command);
}

std::vector<expired_command>
pending_commands::overloaded(const std::vector<std::uint64_t>& batches) {
  auto gone = std::vector<expired_command>{};
  for (auto at = pending_.begin(); at != pending_.end();) {
    const auto& command = at->second;
    if (command.times_sent != 1
        || std::ranges::find(batches, command.batch) == batches.end()) {
      ++at;
      continue;
    }
    gone.push_back({.client = command.client,
                    .id = at->first,
                    .status = protocol::answer_status::overloaded});
    at = remove(at);
  }
  return gone;
}

std::vector<expired_command> pending_commands::expire(tick_count now) {
  auto expired = std::vector<expired_command>{};
  for (auto at = pending_.begin(); at != pending_.end();) {
    const auto& command = at->second;
    auto age = now - command.born;
    auto refused = command.times_sent == 0 && age >= limits_.refuse_after;
    if (!refused && age < limits_.forget_after) {
      ++at;
      continue;
    }
    expired.push_back({.client = command.client,
                       .id = at->first,
                       .status = command.times_sent > 0
                                   ? protocol::answer_status::outcome_unknown
                                   : protocol::answer_status::unavailable});
    at = remove(at);
  }
  while (!waiting_.empty() && !pending_.contains(waiting_.front()))
    waiting_.pop_front();
  return expired;
}

void pending_commands::forget(client_number client) {
  for (auto at = pending_.begin(); at != pending_.end();)
    at = at->second.client == client ? remove(at) : std::next(at);
}

pending_commands::commands_by_id::iterator
pending_commands::remove(commands_by_id::iterator at) {
  bytes_ -= cost_of(at->second.frame);
  if (at->second.forwarded_term.value != 0)
    forwarded_bytes_ -= at->second.frame.size();
  return pending_.erase(at);
}

} // namespace taskraft::actors
