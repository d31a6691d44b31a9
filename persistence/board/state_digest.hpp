// One number for all replicated rows, so that two nodes at one applied index
// can tell whether they are equal.

#pragma once

#include "persistence/store/task_store.hpp"

#include <cstdint>
#include <string_view>

namespace taskraft::persistence {

/// FNV-1a over every field. The order of rows counts: each kind in the order of
/// its key.
class state_hash {
public:
  void add(const store_meta& x);
  void add(const leader_row& x);
  void add(const request_row& x);
  void add(const tasks::wire::Task& x);
  void add(const kv_row& x);

  std::uint64_t value() const {
    return value_;
  }

private:
  void add_number(std::uint64_t x);
  void add_bytes(std::string_view x);

  std::uint64_t value_ = 0xcbf29ce484222325;
};

/// The hash of all rows of the view that `rows` has open, request rows only
/// after `forgotten`; equal on equal state, whatever the transactions that led
/// to it.
result<std::uint64_t> digest_of_view(task_reader& rows,
                                     raft::log_index forgotten);

} // namespace taskraft::persistence
