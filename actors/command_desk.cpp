#include "actors/command_desk.hpp"

namespace taskraft::actors {

command_desk::admission command_desk::admit(client_number client,
                                            const protocol::request_id& id,
                                            std::string_view frame,
                                            const protocol::blob& buffer,
                                            tick_count now) {
  if (auto known = pending_.find(id); known != pending_.end()) {
    known->second.client = client;
    return admission::under_way;
  }
  if (bytes_ + frame.size() > limits_.max_pending_bytes)
    return admission::full;
  bytes_ += frame.size();
  auto& command = pending_[id];
  command.client = client;
  command.frame = frame;
  command.buffer = buffer;
  command.born = now;
  return admission::admitted;
}

void command_desk::forwarded(const protocol::request_id& id,
                             raft::term leader_term, tick_count now) {
  auto found = pending_.find(id);
  if (found == pending_.end())
    return;
  found->second.forwarded_at = now;
  found->second.forwarded_term = leader_term;
  found->second.ever_forwarded = true;
}

std::optional<client_number>
command_desk::take(const protocol::request_id& id) {
  auto found = pending_.find(id);
  if (found == pending_.end())
    return std::nullopt;
  auto client = found->second.client;
  bytes_ -= found->second.frame.size();
  pending_.erase(found);
  return client;
}

std::vector<command_parcel> command_desk::collect(raft::term leader_term,
                                                  tick_count now) {
  auto parcels = std::vector<command_parcel>{};
  for (auto& [id, command] : pending_) {
    auto late = now - command.forwarded_at >= limits_.retry_after;
    if (command.forwarded_term == leader_term && !late)
      continue;
    if (parcels.empty()
        || parcels.back().frames.size() + command.frame.size()
             > limits_.max_parcel_bytes)
      parcels.emplace_back();
    parcels.back().frames += command.frame;
    ++parcels.back().count;
    command.forwarded_at = now;
    command.forwarded_term = leader_term;
    command.ever_forwarded = true;
  }
  return parcels;
}

void command_desk::forget_forwarding() {
  for (auto& [id, command] : pending_)
    command.forwarded_term = {};
}

std::vector<expired_command> command_desk::expire(tick_count now) {
  auto expired = std::vector<expired_command>{};
  for (auto at = pending_.begin(); at != pending_.end();) {
    const auto& command = at->second;
    auto age = now - command.born;
    auto refused = !command.ever_forwarded && age >= limits_.refuse_after;
    if (!refused && age < limits_.forget_after) {
      ++at;
      continue;
    }
    expired.push_back({.client = command.client,
                       .id = at->first,
                       .status = command.ever_forwarded
                                   ? protocol::answer_status::outcome_unknown
                                   : protocol::answer_status::unavailable});
    bytes_ -= command.frame.size();
    at = pending_.erase(at);
  }
  return expired;
}

void command_desk::forget(client_number client) {
  for (auto at = pending_.begin(); at != pending_.end();) {
    if (at->second.client != client) {
      ++at;
      continue;
    }
    bytes_ -= at->second.frame.size();
    at = pending_.erase(at);
  }
}

} // namespace taskraft::actors
