// Logs, disks and messages of raft's tests, written down in a few words.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/messages.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::tests {

/// Voters with ids from 1 to `count`, as the settings list them.
inline raft::membership voters(std::size_t count) {
  auto result = raft::membership{};
  for (auto id = std::uint64_t{1}; id <= count; ++id)
    result.members.push_back({.id = {id},
                              .address = "node" + std::to_string(id) + ":7101",
                              .disk_id = "",
                              .voter = true});
  return result;
}

struct logged_entry {
  raft::term term;
  raft::entry_kind kind = raft::entry_kind::command;
  std::uint64_t time_us = 0;
  std::string payload;

  friend bool operator==(const logged_entry&, const logged_entry&) = default;
};

/// Entry i of a log stands at `i - 1`.
using plain_log = std::vector<logged_entry>;

inline raft::entry_batch batch_of(const plain_log& log, raft::log_index from,
                                  raft::log_index to) {
  auto builder = raft::entry_batch_builder{};
  for (auto i = from; i <= to && i.value <= log.size(); i = i.next()) {
    const auto& entry = log[i.value - 1];
    builder.add({.term = entry.term,
                 .index = i,
                 .kind = entry.kind,
                 .time_us = entry.time_us,
                 .payload = entry.payload});
  }
  return builder.build();
}

/// The log begins after `x.last`. Earlier entries stay here so that tests can
/// compare them; those that the log did not have come from `state`.
inline void begin_at(plain_log& log, const raft::log_start& x,
                     const plain_log& state) {
  auto size = x.last.index.value;
  if (log.size() >= size && log[size - 1].term == x.last.term)
    return;
  BOOST_REQUIRE(state.size() >= size);
  log.assign(state.begin(), state.begin() + static_cast<std::ptrdiff_t>(size));
}

/// `state`: what the state machine has applied.
inline void write_to(plain_log& log, const raft::log_write& x,
                     const plain_log& state = {}) {
  if (x.begin)
    begin_at(log, *x.begin, state);
  if (x.truncate_from)
    log.resize(x.truncate_from->value - 1);
  for (auto entry : x.entries) {
    BOOST_REQUIRE(entry.index.value == log.size() + 1);
    log.push_back(
      {entry.term, entry.kind, entry.time_us, std::string{entry.payload}});
  }
}

inline std::shared_ptr<const std::string>
frames_of(const std::vector<std::string>& payloads) {
  auto frames = std::string{};
  for (const auto& payload : payloads) {
    for (auto byte = 0U; byte < 4; ++byte)
      frames += static_cast<char>((payload.size() >> (8 * byte)) & 0xffU);
    frames += payload;
  }
  return std::make_shared<const std::string>(std::move(frames));
}

/// Payloads of the commands in a log, without no-ops and memberships.
inline std::vector<std::string> commands_of(const plain_log& log) {
  auto result = std::vector<std::string>{};
  for (const auto& entry : log)
    if (entry.kind == raft::entry_kind::command)
      result.push_back(entry.payload);
  return result;
}

/// The rules level in force after the last entry of a log.
inline raft::rules_level level_of(const plain_log& log) {
  auto level = raft::first_rules_level;
  for (const auto& entry : log)
    if (entry.kind == raft::entry_kind::level)
      level = raft::decode_rules_level(entry.payload).value();
  return level;
}

struct durable_state {
  raft::hard_state hard;
  plain_log log;
  /// The last index that is cut off the log.
  raft::log_position base = {};
  /// The durable index of the state machine.
  plain_log state = {};
};

/// The log after a start with a state that is ahead of it.
inline durable_state fit(durable_state disk) {
  auto size = disk.state.size();
  if (size == 0 || size < disk.base.index.value)
    return disk;
  auto last = disk.state.back().term;
  if (disk.log.size() >= size && disk.log[size - 1].term == last)
    return disk;
  disk.log = disk.state;
  disk.base = {{size}, last};
  if (disk.hard.term < last)
    disk.hard = {last, {}};
  return disk;
}

inline raft::recovered_state recover(const durable_state& disk) {
  auto found = raft::recovered_state{};
  found.hard = disk.hard;
  found.log = raft::log_terms{disk.base};
  for (auto i = std::size_t{0}; i < disk.log.size(); ++i) {
    const auto& entry = disk.log[i];
    auto is_gone = i < disk.base.index.value;
    if (!is_gone)
      found.log.append({{i + 1}, entry.term});
    if (entry.kind != raft::entry_kind::membership)
      continue;
    auto members = raft::decode_membership(entry.payload);
    BOOST_REQUIRE(members.has_value());
    if (is_gone)
      found.memberships.clear();
    found.memberships.push_back({{i + 1}, *members});
  }
  return found;
}

/// The messages of one type in the effects.
template <class Message>
std::vector<Message> only(const raft::effects& out) {
  auto result = std::vector<Message>{};
  for (const auto& one : out.messages)
    if (const auto* x = std::get_if<Message>(&one.message))
      result.push_back(*x);
  return result;
}

/// A log of commands, given the term of each; payloads name index and term.
inline plain_log log_of(const std::vector<std::uint64_t>& terms) {
  auto log = plain_log{};
  for (auto t : terms)
    log.push_back({.term = {t},
                   .kind = raft::entry_kind::command,
                   .time_us = 0,
                   .payload = std::to_string(log.size() + 1) + " of term "
                              + std::to_string(t)});
  return log;
}

/// The terms of a log, entry by entry.
inline std::vector<std::uint64_t> terms_of(const plain_log& log) {
  auto terms = std::vector<std::uint64_t>{};
  for (const auto& entry : log)
    terms.push_back(entry.term.value);
  return terms;
}

/// A disk with such a log, whose node had reached `term`.
inline durable_state disk_of(const std::vector<std::uint64_t>& terms,
                             std::uint64_t term) {
  return {.hard = {.term = {term}, .vote = {}}, .log = log_of(terms)};
}

/// The append of a leader with `log`: all entries after `previous` up to
/// `last`.
inline raft::append_entries
append_from(std::uint64_t leader, std::uint64_t term, const plain_log& log,
            std::uint64_t previous, std::uint64_t last,
            std::uint64_t commit = 0, std::uint64_t round = 1) {
  auto before = previous == 0 ? raft::term{} : log.at(previous - 1).term;
  return {.term = {term},
          .leader = {leader},
          .previous = {{previous}, before},
          .entries = batch_of(log, {previous + 1}, {last}),
          .commit_index = {commit},
          .round = round};
}

} // namespace taskraft::tests
