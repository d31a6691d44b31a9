#include "protocol/invariant.hpp"
#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace taskraft::raft {

namespace {

constexpr std::size_t frame_header_bytes = 4;

/// Takes the next frame off `rest`; nothing if `rest` is no whole frame.
std::optional<std::string_view> next_frame(std::string_view& rest) {
  auto size = std::uint32_t{0};
  if (rest.size() < frame_header_bytes)
    return std::nullopt;
  std::memcpy(&size, rest.data(), sizeof size);
  if (rest.size() - frame_header_bytes < size)
    return std::nullopt;
  auto payload = rest.substr(frame_header_bytes, size);
  rest.remove_prefix(frame_header_bytes + size);
  return payload;
}

/// How large the records of these frames will be; nothing if a frame is cut.
std::optional<std::size_t> records_size(std::string_view frames) {
  auto size = std::size_t{0};
  while (!frames.empty()) {
    auto payload = next_frame(frames);
    if (!payload)
      return std::nullopt;
    size += record_header_bytes + payload->size();
  }
  return size;
}

/// The time of the newest entry, if memory has it.
std::uint64_t newest_time(const consensus& state) {
  auto newest = state.newest_time_us;
  auto last = state.log.last().index;
  for (const auto& batch : state.recent.range(last, last))
    for (auto entry : batch)
      newest = std::max(newest, entry.time_us);
  return newest;
}

} // namespace

void leader_turn::begin(std::uint64_t time_us) {
  // A leader's term is durable: no message of it is ever withheld.
  RAFT_INVARIANT(state.hard_state_is_durable());
  RAFT_INVARIANT(state.leader.value == 0);
  state.leader = state.self;
  state.newest_time_us = newest_time(state);
  state.newest_time_us = next_stamp(state, time_us);
  auto next = state.log.last().index.next();
  count_what_was_left();
  append_opening(state.newest_time_us);
  follow_members();
  for (auto& [id, peer] : role.peers)
    peer.next_index = next;
  begin_round();
}

/// §8: an entry of its own at the start of the term; before it, in a cluster
/// that was never founded, the bootstrap.
void leader_turn::append_opening(std::uint64_t time_us) {
  auto builder = entry_batch_builder{};
  auto memberships = std::vector<placed_membership>{};
  auto index = state.log.last().index.next();
  if (state.members().cluster_id.empty()
      && !state.bootstrap.cluster_id.empty()) {
    builder.add({.term = state.hard.term,
                 .index = index,
                 .kind = entry_kind::membership,
                 .time_us = time_us,
                 .payload = encode(state.bootstrap)});
    memberships.push_back({index, state.bootstrap});
    index = index.next();
  }
  auto name = std::array<char, sizeof state.self.value>{};
  static_assert(std::endian::native == std::endian::little);
  std::memcpy(name.data(), &state.self.value, name.size());
  builder.add({.term = state.hard.term,
               .index = index,
               .kind = entry_kind::no_op,
               .time_us = time_us,
               .payload = {name.data(), name.size()}});
  role.opening_index = index;
  append(builder.build(), std::move(memberships));
}

void leader_turn::operator()(const append_entries& x) {
  if (x.leader == state.self || x.leader.value == 0)
    return;
  // Election Safety (§5.2): nobody else leads this term.
  RAFT_INVARIANT(x.term != state.hard.term);
  if (x.term > state.hard.term)
    step_down(true, step_down_cause::later_term);
  else
    answer_older_append(state, out, x);
}

void leader_turn::operator()(const request_vote& x) {
  // A leader that has its quorum gives way to nobody but whom it chose.
  if (!x.transfer && hears_quorum(state.tuning.election_ticks_min))
    return;
  if (!x.pre_vote && x.term > state.hard.term)
    step_down(true, step_down_cause::later_term);
  else
    answer_without_voting(state, out, x);
}

void leader_turn::operator()(const voted& x) {
  if (!x.granted && x.term > state.hard.term)
    step_down(true, step_down_cause::later_term);
}

void leader_turn::operator()(const timeout_now& x) {
  if (x.term > state.hard.term)
    step_down(true, step_down_cause::later_term);
}

void leader_turn::operator()(const tick& x) {
  pass_tick(state);
  note_time(x.now_us);
  for (auto& [id, peer] : role.peers) {
    ++peer.quiet_ticks;
    age_snapshot_transfer(id, peer);
  }
  // Check-quorum: every follower waits at most this long, so a leader that was
  // not heard by a majority for longer has been, or will be, replaced. Less
  // would give up a leadership that followers still honour.
  if (!hears_quorum(state.tuning.election_ticks_max)) {
    step_down(false, step_down_cause::no_quorum);
    return;
  }
  // Without this, a leader whose disk hangs would send heartbeats for ever, and
  // its disk would be missing in every majority.
  if (disk_hangs(state)) {
    hand_over_and_step_down(step_down_cause::disk_hangs);
    return;
  }
  age_transfer();
  note_certainty();
  watch_state_machine();
  age_requested_changes();
  age_learners();
  raise_level();
  compact_in_time(state, out, needs_of_peers());
  if (++role.heartbeat_elapsed < state.tuning.heartbeat_ticks)
    return ask_all_for_reads();
  role.heartbeat_elapsed = 0;
  for (auto& [id, peer] : role.peers)
    peer.unreadable = false;
  out.clocks_differ = compare_clocks(state);
  // The message to the target may have been lost: it is sent again.
  if (role.transfer)
    role.transfer->told = false;
  begin_round();
  hand_over_if_ready();
}

void leader_turn::operator()(const hard_state_saved& x) {
  confirm_hard_state(state, out, x);
}

void leader_turn::operator()(const log_written& x) {
  confirm_log(state, x);
  commit_what_a_quorum_has();
  serve_reads();
  feed_peers();
  leave_if_removed();
}

void leader_turn::operator()(const disk_room_changed& x) {
  state.disk.full = x.full;
  if (x.full)
    hand_over_and_step_down(step_down_cause::disk_full);
}

void leader_turn::operator()(const proposal& x) {
  out.proposal_overloads = is_overloaded();
  if (role.transfer || state.lacks_state || out.proposal_overloads) {
    out.proposal_refused = true;
    return;
  }
  auto time_us = next_stamp(state, x.time_us);
  auto max_bytes = state.tuning.max_batch_bytes;
  auto usable = std::vector<std::string_view>{};
  auto total = std::size_t{0};
  for (const auto& frames : x.frames)
    if (auto size = records_size(*frames)) {
      usable.emplace_back(*frames);
      total += *size;
    }
  auto builder = entry_batch_builder{};
  builder.reserve(std::min(total, max_bytes));
  auto index = state.log.last().index.next();
  for (auto rest : usable)
    while (auto payload = next_frame(rest)) {
      auto bytes = record_header_bytes + payload->size();
      if (builder.size_bytes() != 0 && builder.size_bytes() + bytes > max_bytes)
        append(builder.build());
      builder.add({.term = state.hard.term,
                   .index = index,
                   .kind = entry_kind::command,
                   .time_us = time_us,
                   .payload = *payload});
      index = index.next();
    }
  if (builder.size_bytes() == 0)
    return;
  state.newest_time_us = time_us;
  append(builder.build());
  feed_peers();
}

void leader_turn::operator()(const elections_allowed& x) {
  state.elections_allowed = true;
  state.bootstrap = x.bootstrap;
}

void leader_turn::step_down(bool redeliver, step_down_cause why) {
  for (const auto& read : role.reads)
    out.reads_refused.push_back(read.context);
  role.reads.clear();
  abandon_changes();
  role.transfer.reset();
  state.leader = {};
  out.become = transition{
    .next = role_kind::follower, .redeliver = redeliver, .why = why};
}

bool leader_turn::hears_quorum(std::uint32_t ticks) const {
  return state.members().has_quorum([&](node_id id) {
    auto peer = role.peers.find(id);
    return id == state.self
           || (peer != role.peers.end() && peer->second.quiet_ticks < ticks);
  });
}

effects start(leader& acting, consensus& state, std::uint64_t time_us) {
  auto out = effects{};
  leader_turn{acting, state, out}.begin(time_us);
  return out;
}

effects step(leader& acting, consensus& state, const event& x) {
  auto out = effects{};
  if (may_proceed(state, out, x))
    std::visit(leader_turn{acting, state, out}, x);
  return out;
}

} // namespace taskraft::raft
