"""Bugs that a tired engineer could make, each as one replaced place in a file.

`run.py` plants them one by one. `what` says what is broken; `test` names the
test program that should catch it without the simulator.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutation:
    name: str
    what: str
    path: str
    old: str
    new: str
    test: str = "test_raft"


RAFT = "protocol/raft/"

MUTATIONS = [
    # Votes, terms, disks.
    Mutation(
        "vote_before_disk", "a vote is told before it is durable",
        RAFT + "consensus.cpp",
        "  if (state.hard_state_is_durable()) {\n    out.messages",
        "  if (true) {\n    out.messages"),
    Mutation(
        "promises_are_votes", "answers to a pre-vote count as votes",
        RAFT + "candidate.cpp",
        "    role.granted.clear();\n", ""),
    Mutation(
        "second_vote", "a second candidate gets the vote of a term",
        RAFT + "consensus.cpp",
        "          && (state.hard.vote.value == 0 || state.hard.vote == "
        "x.candidate));",
        "          );"),
    Mutation(
        "vote_for_old_log", "the term of the last entry is not compared",
        RAFT + "consensus.cpp",
        "x.last.term != own.term ? x.last.term > own.term",
        "x.last.term > own.term ? true"),
    Mutation(
        "vote_for_short_log", "the length of the log is not compared",
        RAFT + "consensus.cpp",
        "                                            : x.last.index >= "
        "own.index;",
        "                                            : true;"),
    Mutation(
        "half_is_quorum", "half of the voters are a majority",
        RAFT + "log/membership.cpp",
        "* 2 > voter_count()", "* 2 >= voter_count()"),
    Mutation(
        "learners_count", "learners count in majorities",
        RAFT + "log/membership.cpp",
        "[&](const member& x) { return x.voter && agrees(x.id); });",
        "[&](const member& x) { return agrees(x.id); });"),
    Mutation(
        "refused_votes_count", "refused votes count",
        RAFT + "candidate.cpp",
        "      role.refused.insert(x.from);\n      return;",
        "      role.refused.insert(x.from);"),
    Mutation(
        "votes_of_last_term", "votes of an earlier term count",
        RAFT + "candidate.cpp",
        "    if (x.term != election_term())\n      return;\n", ""),
    Mutation(
        "late_ack_vouches", "a late acknowledgement vouches for what was "
        "written in place of its entries",
        RAFT + "consensus.cpp",
        "  for (auto& one : state.pending_writes)\n"
        "    one.last = std::min(one.last, from.previous());\n", ""),
    Mutation(
        "cut_keeps_durable", "a cut log is durable as far as it was",
        RAFT + "consensus.cpp",
        "  state.durable_index = std::min(state.durable_index, "
        "from.previous());\n", ""),
    Mutation(
        "match_before_disk", "a follower confirms what is not on its disk",
        RAFT + "follower.cpp",
        "    return std::min(state.durable_index, verified());",
        "    return std::min(state.log.last().index, verified());"),
    Mutation(
        "match_beyond_leader", "a follower confirms what the leader lacks",
        RAFT + "follower.cpp",
        "    return std::min(state.durable_index, verified());",
        "    return state.durable_index;"),
    Mutation(
        "leader_counts_itself", "a leader counts what its own disk lacks",
        RAFT + "leader/leader_replication.cpp",
        "      return state.durable_index;\n",
        "      return state.log.last().index;\n"),
    Mutation(
        "no_fsync", "entries are written and not synced",
        "persistence/log/segment_log_store.cpp",
        "  if (auto synced = to.sync(); !synced)\n"
        "    return synced.error();\n", "", "test_persistence"),
    Mutation(
        "no_fsync_of_vote", "term and vote are written and not synced",
        "persistence/disk/hard_state_file.cpp",
        "  if (auto synced = file_->sync(); !synced)\n    return synced;\n",
        "", "test_persistence"),
    Mutation(
        "entries_before_term", "entries are durable before their term",
        "actors/storage/log.cpp",
        "  if (!save_hard_state(self))\n    return;\n"
        "  if (!state.writes.empty()) {",
        "  if (state.writes.empty() && !save_hard_state(self))\n    return;\n"
        "  if (!state.writes.empty()) {", "test_actors"),
    Mutation(
        "ack_before_write", "a write is acknowledged before it is done",
        "actors/storage/log.cpp",
        "    if (auto written = carry_out_writes(state); !written)\n"
        "      return meet(self, written.error());\n"
        "    self->send(state.server,\n"
        "               raft::event{raft::log_written{"
        "state.writes.back().sequence,\n"
        "                                             state.store->last(),\n"
        "                                             "
        "state.store->size_bytes()}});\n",
        "    self->send(state.server,\n"
        "               raft::event{raft::log_written{"
        "state.writes.back().sequence,\n"
        "                                             state.store->last(),\n"
        "                                             "
        "state.store->size_bytes()}});\n"
        "    if (auto written = carry_out_writes(state); !written)\n"
        "      return meet(self, written.error());\n", "test_actors"),
    Mutation(
        "truncation_forgotten", "a recovered log forgets its truncations",
        "persistence/log/segment_log_store.cpp",
        "  if (auto written = write(batch_kind::truncation, from, {}); "
        "!written)\n    return keep(written.error());\n", "",
        "test_persistence"),
    # Commit and apply.
    Mutation(
        "commit_old_term", "an entry of an older term is committed by counting",
        RAFT + "leader/leader_replication.cpp",
        "  if (reached > state.commit_index\n"
        "      && state.log.term_at(reached) == state.hard.term)",
        "  if (reached > state.commit_index)"),
    Mutation(
        "commit_unverified", "a follower commits what it has not compared",
        RAFT + "follower.cpp",
        "    commit_to(state, out, std::min(x.commit_index, verified()));",
        "    commit_to(state, out, std::min(x.commit_index, "
        "state.log.last().index));"),
    Mutation(
        "no_previous_check", "the entry before is not compared",
        RAFT + "follower.cpp",
        "           || state.log.term_at(previous.index) == previous.term;",
        "           || previous.index <= state.log.last().index;"),
    Mutation(
        "keep_conflicts", "entries of another leader stay",
        RAFT + "follower.cpp",
        "          && log.term_at(entry.index) != entry.term)",
        "          && !log.term_at(entry.index))"),
    Mutation(
        "old_leader_heard", "an append of an older term is taken",
        RAFT + "follower.cpp",
        "    if (x.term < state.hard.term) {\n"
        "      answer_older_append(state, out, x);\n      return;\n    }\n"
        "    hear_leader(x.term, x.leader);",
        "    hear_leader(std::max(x.term, state.hard.term), x.leader);"),
    Mutation(
        "skips_an_entry", "entries are evaluated without the one before",
        "actors/storage/applier_queue.cpp",
        "  auto next = queued_until(state).next();\n"
        "  if (entries.first().index > next || entries.last().index < next)\n"
        "    return;\n"
        "  auto fresh = entries.slice(next, entries.last().index);",
        "  auto next = queued_until(state).next();\n"
        "  if (entries.last().index < next)\n    return;\n"
        "  auto fresh = entries.first().index > next ? entries\n"
        "    : entries.slice(next, entries.last().index);", "test_actors"),
    Mutation(
        "duplicate_applied", "a command that comes again is applied again",
        "persistence/board/request_window.cpp",
        "  if (index <= forgotten_at(at))\n    return std::nullopt;",
        "  if (index.value + 8 <= at.value)\n    return std::nullopt;",
        "test_persistence"),
    Mutation(
        "forgotten_applied", "a command that may be forgotten is applied",
        "persistence/board/task_board.cpp",
        "  if (window_.is_forgotten(x.request->seen_index, index)) {",
        "  if (false) {", "test_persistence"),
    Mutation(
        "no_stamp_order", "the state's clock goes back",
        "persistence/board/task_board.cpp",
        "    after.clock_us = std::max(after.clock_us, entry.time_us);",
        "    after.clock_us = entry.time_us;", "test_persistence"),
    # Reads and leases.
    Mutation(
        "read_before_own_commit", "reads before the first commit of the term",
        RAFT + "leader/leader_reads.cpp",
        "  if (state.commit_index < role.opening_index)\n    return;\n", ""),
    Mutation(
        "read_without_round", "reads are granted without asking anybody",
        RAFT + "leader/leader_reads.cpp",
        "    if (!is_confirmed(round))\n      return;\n", ""),
    Mutation(
        "read_asks_once", "a read whose round is lost waits for a heartbeat",
        RAFT + "leader/leader.cpp",
        "    return ask_all_for_reads();\n", "    return;\n"),
    Mutation(
        "read_asks_the_last", "reads ask those that answered last",
        RAFT + "leader/leader_reads.cpp",
        "std::min(quick.answers++, quick.order.size())",
        "quick.order.size() + 0 * quick.answers"),
    Mutation(
        "read_by_old_round", "any answer of the term confirms a read",
        RAFT + "leader/leader_membership.cpp",
        "               && peer->second.acknowledged_round >= round);",
        "               && peer->second.acknowledged_round > 0 * round);"),
    Mutation(
        "read_not_awaited", "a read does not wait for its index",
        "actors/gateway/pending_reads.cpp",
        "    query.min_index = std::max(query.min_index, read_index);\n",
        "    static_cast<void>(read_index);\n", "test_actors"),
    Mutation(
        "read_ahead_too_old", "what was read ahead holds from any state",
        "actors/gateway/reads_ahead.cpp",
        "from.answers && (*from.answers)[i].visible >= query.min_index",
        "from.answers", "test_actors"),
    Mutation(
        "session_not_awaited", "a read does not wait for what was seen",
        "actors/gateway/pending_reads.cpp",
        "  if (query.min_index <= visible_) {",
        "  if (query.min_index.value <= visible_.value + 3) {", "test_actors"),
    Mutation(
        "lease_from_answer", "a lease counts from the answer to its round",
        RAFT + "leader/leader_lease.cpp",
        "std::max(peer.held_until_us, begun_us + certain);",
        "std::max(peer.held_until_us,\n"
        "    std::max(begun_us, role.lease.now_us) + certain);"),
    Mutation(
        "lease_too_long", "a lease is twice as long as its promises",
        RAFT + "leader/leader_lease.cpp",
        "  auto certain = x.hold_us / 100 * (100 - drift);",
        "  auto certain = x.hold_us / 50 * (100 - drift);"),
    Mutation(
        "lease_after_transfer", "a transfer leaves the lease",
        RAFT + "leader/leader_transfer.cpp",
        "  role.lease.forfeited = true;\n", ""),
    Mutation(
        "promise_forgotten", "a restarted voter has promised nothing",
        RAFT + "consensus.cpp",
        "  result.hold_ticks = x.election_ticks_min;\n", ""),
    Mutation(
        "promise_ignored", "a voter votes in spite of its promise",
        RAFT + "follower.cpp",
        "    if (!state.elections_allowed || (state.hold_ticks > 0 && "
        "!x.transfer))\n      return;",
        "    if (!state.elections_allowed)\n      return;"),
    Mutation(
        "age_from_now", "a stale state is as new as its leader's last word",
        RAFT + "follower.cpp",
        "                      static_cast<std::int64_t>(x.heard_us)\n"
        "                        - static_cast<std::int64_t>(sure),",
        "                      static_cast<std::int64_t>(state.now_us + 0 * "
        "sure),"),
    Mutation(
        "age_of_unseen", "a state is new though it lags",
        RAFT + "freshness.cpp",
        "  if (commit <= visible)\n    return know(at_us);",
        "  if (commit <= visible || waiting_.empty())\n"
        "    return know(at_us);"),
    # Membership.
    Mutation(
        "members_not_rolled_back", "a truncated membership stays in force",
        RAFT + "consensus.cpp",
        "  while (state.memberships.size() > 1 && "
        "state.memberships.back().index >= from)\n"
        "    state.memberships.pop_back();\n", ""),
    Mutation(
        "two_changes", "a change of members before the last is committed",
        RAFT + "leader/leader_membership.cpp",
        "         && state.commit_index >= state.memberships.back().index\n",
        ""),
    Mutation(
        "early_change", "members change before the leader has committed",
        RAFT + "leader/leader_membership.cpp",
        "  return state.commit_index >= role.opening_index\n         && ",
        "  return "),
    Mutation(
        "removed_returns", "a removed id is used again",
        RAFT + "leader/leader_membership.cpp",
        "    auto id_is_used = now.find(x.node) != nullptr || "
        "now.has_removed(x.node);",
        "    auto id_is_used = now.find(x.node) != nullptr;"),
    Mutation(
        "snapshot_without_members", "a snapshot leaves the members as they "
        "were",
        RAFT + "compaction.cpp",
        "    state.memberships = {x.base.members};\n",
        "    state.memberships.front().index = last.index;\n"
        "    state.memberships.resize(1);\n"),
    # Snapshots and cuts.
    Mutation(
        "cut_undurable", "the log is cut of what the state may lose",
        RAFT + "compaction.cpp",
        "  if (wanted > state.durable_state_index) {",
        "  if (wanted > state.visible_index) {"),
    Mutation(
        "old_snapshot", "an older snapshot undoes entries",
        "actors/storage/applier.cpp",
        "  if (file->about().base.position.index <= state.evaluated) {",
        "  if (file->about().base.position.index <= raft::log_index{1}) {",
        "test_actors"),
    # Harmless as long as opening a store makes it durable.
    Mutation(
        "fit_without_durable", "the log begins at a state that may be lost",
        "actors/node/node_data.cpp",
        "  if (auto durable = machine.make_durable(); !durable)\n"
        "    return durable.error();\n", "", "test_actors"),
    # Life.
    Mutation(
        "window_never_empties", "lost appends are never sent again",
        RAFT + "progress.cpp",
        "  if (previous <= match_index || previous >= next_index)\n"
        "    return false;\n",
        "  return false;\n"),
    Mutation(
        "transfer_for_ever", "a failed transfer is never given up",
        RAFT + "leader/leader_transfer.cpp",
        "    role.transfer.reset();", "    return;"),
    Mutation(
        "deaf_leader", "a leader without a majority goes on",
        RAFT + "leader/leader.cpp",
        "  if (!hears_quorum(state.tuning.election_ticks_max)) {",
        "  if (false) {"),
    # The task domain.
    Mutation(
        "ended_session_acts", "a session that has expired acts for an hour",
        "protocol/tasks/access.cpp",
        "      || (session->expires_at_us() != 0 && session->expires_at_us() "
        "<= now_us);",
        "      || (session->expires_at_us() != 0 && session->expires_at_us()\n"
        "          + 3'600'000'000 <= now_us);", "test_persistence"),
    Mutation(
        "disabled_user_acts", "a disabled user keeps their sessions",
        "protocol/tasks/rules/people/user_rules.cpp",
        "  if (after.disabled())\n"
        "    end_sessions_of(c.state, after.username(), 0, true);\n", "",
        "test_tasks"),
    Mutation(
        "member_without_role", "viewers create tasks",
        "protocol/tasks/access.cpp",
        "  return member == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED : "
        "member->role();",
        "  return member == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED\n"
        "                           : wire::PROJECT_ROLE_MANAGER;",
        "test_tasks"),
    Mutation(
        "uses_not_counted", "a label's uses are not taken back",
        "protocol/tasks/rules/task_links.cpp",
        "more ? label.uses() + 1 : label.uses() - 1",
        "label.uses() + (more ? 1U : 0U)",
        "test_tasks"),
    Mutation(
        "told_of_own_change", "users are told of what they did",
        "protocol/tasks/rules/history/notices.cpp",
        "    if (username == c_.who.username || purged_.contains(task))",
        "    if (purged_.contains(task))", "test_tasks"),
    Mutation(
        "blocker_not_counted", "blockers that are open again do not count",
        "protocol/tasks/rules/work/task_blocks.cpp",
        "    row.set_blockers(row.blockers() + 1);",
        "    row.set_blockers(std::max(row.blockers(), 1U));", "test_tasks"),
    Mutation(
        "rank_left_behind", "a rank does not follow its task",
        "protocol/tasks/rules/work/task_ranks.cpp",
        "    row.set_status(after.status());\n    state.put(std::move(row));\n"
        "  }\n}\n\nvoid erase_rank",
        "  }\n}\n\nvoid erase_rank", "test_tasks"),
]
