// What the bench sends: new keys with random bytes, or tasks, and reads of
// known ones.

#pragma once

#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

/// What is written and read.
struct bench_kind {
  /// Of a value, or of a task's description.
  std::uint32_t value_bytes = 256;
  /// Whether new keys are random instead of rising.
  bool random_keys = false;
  /// Tasks instead of keys.
  bool tasks = false;
  /// Share of writes that change a known task instead of making one.
  double update_ratio = 0;
};

class bench_operations {
public:
  bench_operations(std::uint64_t seed, const bench_kind& kind);

  /// A random request id in which the number of a slot is encoded.
  protocol::request_id make_id(std::uint32_t slot);
  static std::uint32_t slot_of(const protocol::request_id& id);

  /// A put of a new key: a random name of the run with a rising number, as the
  /// ids of tasks and the keys of etcd's own bench rise, or a fully random key.
  /// Valid until the next call.
  const std::string& make_put();
  /// The key of the last put.
  const std::string& last_key() const {
    return put_.put_key().key();
  }

  /// A put, a new task, or a change of one of the known tasks. Valid until the
  /// next call.
  const std::string& make_write(const std::vector<std::string>& known);

  /// A get of one of the known keys or tasks; valid until the next call.
  const std::string& make_read(const std::vector<std::string>& known);

  /// True with a probability of `share`.
  bool chance(double share);

private:
  const std::string& make_task(const std::vector<std::string>& known);
  const std::string& one_of(const std::vector<std::string>& known) {
    return known[random_() % known.size()];
  }

  std::mt19937_64 random_;
  bench_kind kind_;
  /// Random bytes; each value is a piece of them from a random place.
  std::string pool_;
  tasks::wire::Command put_;
  tasks::wire::Query get_;
  std::string encoded_;
  std::string run_;
  std::uint64_t last_number_ = 0;
};

/// The id of the task that was changed, as the result of a write says; empty
/// for a key; nothing if nothing was changed.
std::optional<std::string> changed_in(std::string_view result);
/// Whether an answer is a key with its value, or a task.
bool is_found(std::string_view answer);

} // namespace taskraft::client
