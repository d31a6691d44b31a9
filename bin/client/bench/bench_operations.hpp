// What the bench sends: new keys with random bytes, and reads of known ones.

#pragma once

#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace taskraft::client {

class bench_operations {
public:
  bench_operations(std::uint64_t seed, std::uint32_t value_bytes,
                   bool random_keys = false);

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

  /// A get of one of `keys`; valid until the next call.
  const std::string& make_get(const std::vector<std::string>& keys);

  /// True with a probability of `share`.
  bool chance(double share);

private:
  std::mt19937_64 random_;
  std::uint32_t value_bytes_;
  bool random_keys_;
  /// Random bytes; each value is a piece of them from a random place.
  std::string pool_;
  tasks::wire::Command put_;
  tasks::wire::Query get_;
  std::string encoded_;
  std::string run_;
  std::uint64_t last_number_ = 0;
};

/// Whether a key was changed, as the result of a put says.
bool is_change(std::string_view result);
/// Whether an answer is a key with its value.
bool is_pair(std::string_view answer);

} // namespace taskraft::client
