// Makes log entries for a task board as a leader does.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <cstring>
#include <string>

namespace taskraft::tests {

/// The id that is made of this number.
inline protocol::request_id request_numbered(std::uint64_t number) {
  auto id = protocol::request_id{};
  std::memcpy(id.bytes.data(), &number, sizeof number);
  return id;
}

/// Entries in log order; each call adds one, `take` gives them as a batch.
class board_log {
public:
  explicit board_log(raft::log_position last = {}) : last_(last) {
  }

  board_log& command(std::uint64_t request, const tasks::wire::Command& x,
                     raft::log_index seen = {}) {
    return raw_command(request, x.SerializeAsString(), seen);
  }

  /// A command in somebody's name.
  board_log& command_of(const protocol::principal& who, std::uint64_t request,
                        const tasks::wire::Command& x) {
    return raw_command(request, x.SerializeAsString(), {}, who);
  }

  board_log& raw_command(std::uint64_t request, const std::string& command,
                         raft::log_index seen = {},
                         const protocol::principal& who = {}) {
    auto payload = std::string{};
    protocol::append_request(payload, {.id = request_numbered(request),
                                       .seen_index = seen,
                                       .command = command,
                                       .principal = who});
    return add(raft::entry_kind::command, payload);
  }

  /// Adds the first entry of the next term.
  board_log& no_op(raft::node_id leader) {
    last_.term = last_.term.next();
    auto payload = std::string(sizeof leader.value, '\0');
    std::memcpy(payload.data(), &leader.value, sizeof leader.value);
    return add(raft::entry_kind::no_op, payload);
  }

  board_log& membership(const std::string& cluster_id) {
    auto members = raft::membership{};
    members.cluster_id = cluster_id;
    return add(raft::entry_kind::membership, raft::encode(members));
  }

  board_log& at(std::uint64_t time_us) {
    time_us_ = time_us;
    return *this;
  }

  board_log& add(raft::entry_kind kind, const std::string& payload) {
    last_.index = last_.index.next();
    builder_.add({.term = last_.term,
                  .index = last_.index,
                  .kind = kind,
                  .time_us = time_us_,
                  .payload = payload});
    return *this;
  }

  raft::log_position last() const {
    return last_;
  }

  raft::entry_batch take() {
    return builder_.build();
  }

private:
  raft::log_position last_;
  std::uint64_t time_us_ = 1'000'000;
  raft::entry_batch_builder builder_;
};

inline tasks::wire::Command create_task(const std::string& title) {
  auto x = tasks::wire::Command{};
  x.mutable_create_task()->set_title(title);
  return x;
}

inline tasks::wire::Command put_key(const std::string& key,
                                    const std::string& value) {
  auto x = tasks::wire::Command{};
  x.mutable_put_key()->set_key(key);
  x.mutable_put_key()->set_value(value);
  return x;
}

inline tasks::wire::Command delete_key(const std::string& key) {
  auto x = tasks::wire::Command{};
  x.mutable_delete_key()->set_key(key);
  return x;
}

inline tasks::wire::Result parse_result(const std::string& bytes) {
  auto x = tasks::wire::Result{};
  x.ParseFromString(bytes);
  return x;
}

} // namespace taskraft::tests
