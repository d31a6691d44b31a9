// Which request ids the last log entries carried, so that a command is applied
// once however often it is sent.

#pragma once

#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace taskraft::persistence {

/// Needs about 40 bytes for an id; a lookup touches two cache lines.
class request_window {
public:
  explicit request_window(std::uint64_t entries) : entries_(entries) {
  }

  /// Where `id` was applied first, if the entry at `at` still counts as its
  /// duplicate.
  std::optional<raft::log_index> find(const protocol::request_id& id,
                                      raft::log_index at) const;

  /// Whether an id made when `seen` was the commit index might have been
  /// applied and forgotten before `at`. An id's entry always lies after what
  /// its maker had seen, so any other unknown id is new.
  bool is_forgotten(raft::log_index seen, raft::log_index at) const {
    return at.value >= entries_ && seen.value <= at.value - entries_;
  }

  /// The entry up to which all ids are forgotten when the entry at `at` is
  /// evaluated.
  raft::log_index forgotten_at(raft::log_index at) const {
    return {at.value >= entries_ ? at.value - entries_ : 0};
  }

  /// Records `id` for the entry at `index`. Indexes must rise, and `id` must
  /// not be found at `index`.
  void record(const protocol::request_id& id, raft::log_index index);

  /// Removes the ids that are too old to be found at `at`. `take_back` cannot
  /// undo records made before this call.
  void forget(raft::log_index at);

  /// Undoes the records after this index that were made since the last
  /// `forget`.
  void take_back(raft::log_index after);

  std::uint64_t entries() const {
    return entries_;
  }

  std::size_t size() const {
    return order_.size();
  }

private:
  struct remembered {
    protocol::request_id id;
    raft::log_index index;
  };

  /// A record that replaced an older one of the same id, which was forgotten.
  struct replacement {
    std::uint64_t number;
    std::uint64_t before;
  };

  /// What a slot holds: the number of a record, and in its low bits a part of
  /// the id's hash, so that hardly any record of another id is looked at. Zero:
  /// free.
  struct slot {
    static constexpr unsigned tag_bits = 16;

    static slot of(std::uint64_t number, std::size_t hash) {
      return {number << tag_bits | hash >> (64 - tag_bits)};
    }
    bool is_free() const {
      return bits == 0;
    }
    std::uint64_t number() const {
      return bits >> tag_bits;
    }
    bool may_be(std::size_t hash) const {
      return (bits ^ hash >> (64 - tag_bits)) << (64 - tag_bits) == 0;
    }
    friend bool operator==(const slot&, const slot&) = default;

    std::uint64_t bits = 0;
  };

  const remembered& at_number(std::uint64_t number) const {
    return order_[number - first_number_];
  }
  /// The slot that holds `id`, or the free one where it belongs.
  std::size_t slot_of(const protocol::request_id& id, std::size_t hash) const;
  void free_slot_of(std::uint64_t number);
  void grow();

  std::uint64_t entries_;
  /// Records in log order. Each has a number, counted from the first one ever.
  std::deque<remembered> order_;
  std::uint64_t first_number_ = 1;
  /// A hash table with linear probing.
  std::vector<slot> slots_;
  /// The records that were replaced since the last `forget`, for `take_back`.
  std::vector<replacement> replaced_;
};

} // namespace taskraft::persistence
