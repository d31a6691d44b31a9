// Entries as finished log records: encoded once by the leader, the same bytes
// on the wire, on every disk and in the applier.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace taskraft::raft {

/// What an entry carries. The values are stored: never renumber.
enum class entry_kind : std::uint32_t {
  /// Opens a term; the payload names the leader: its id, 8 bytes,
  /// little-endian.
  no_op = 1,
  /// An encoded `membership`; effective as soon as it is appended.
  membership = 2,
  /// Bytes for the state machine.
  command = 3,
  /// From here on other rules are in force; the payload is an encoded
  /// `rules_level`. Only a leader makes one, never a client.
  level = 4,
};

/// One entry, seen in place inside its batch.
struct entry_view {
  raft::term term;
  log_index index;
  entry_kind kind;
  /// The leader's clock when it took the entry: microseconds since the epoch.
  std::uint64_t time_us;
  std::string_view payload;
};

/// A record on disk and wire: length of the payload (4 bytes), kind (4),
/// term (8), index (8), time (8), payload; little-endian, no padding.
inline constexpr std::size_t record_header_bytes = 32;

/// An immutable run of entries with consecutive indexes and terms that never
/// fall. Copies and slices share one buffer.
class entry_batch {
public:
  class iterator;

  entry_batch() = default;

  /// Takes finished records. A malformed buffer gives a batch for which
  /// `malformed()` holds and which is otherwise empty.
  explicit entry_batch(std::shared_ptr<const std::string> records);

  bool empty() const {
    return size_ == 0;
  }
  bool malformed() const {
    return malformed_;
  }
  /// Bytes of all records.
  std::size_t size_bytes() const {
    return size_;
  }
  /// Number of entries.
  std::size_t count() const {
    return empty() ? 0 : last_.index.value - first_.index.value + 1;
  }
  log_position first() const {
    return first_;
  }
  log_position last() const {
    return last_;
  }
  /// The records themselves.
  std::string_view records() const {
    return empty() ? std::string_view{}
                   : std::string_view{*buffer_}.substr(offset_, size_);
  }

  /// The entries from `from` to `to`, both included; empty if there are none.
  entry_batch slice(log_index from, log_index to) const;

  /// The longest prefix of at most `max_bytes`, but at least one entry.
  entry_batch prefix(std::size_t max_bytes) const;

  iterator begin() const;
  iterator end() const;

  /// One batch of all `pieces`, each of which continues the one before.
  static entry_batch join(std::span<const entry_batch> pieces);

  /// Crosses the wire as one string.
  template <class Inspector>
  friend typename Inspector::result_type inspect(Inspector& f, entry_batch& x) {
    using result = typename Inspector::result_type;
    if constexpr (Inspector::reads_state) {
      if (x.buffer_ && x.size_ == x.buffer_->size())
        return f(const_cast<std::string&>(*x.buffer_));
      auto copy = std::string{x.records()};
      return f(copy);
    } else {
      auto bytes = std::make_shared<std::string>();
      if constexpr (std::is_void_v<result>) {
        f(*bytes);
        x = entry_batch{std::move(bytes)};
      } else {
        auto outcome = f(*bytes);
        x = entry_batch{std::move(bytes)};
        return outcome;
      }
    }
  }

private:
  std::shared_ptr<const std::string> buffer_;
  std::size_t offset_ = 0;
  std::size_t size_ = 0;
  log_position first_;
  log_position last_;
  bool malformed_ = false;
};

class entry_batch::iterator {
public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = entry_view;
  using difference_type = std::ptrdiff_t;
  using pointer = const entry_view*;
  using reference = entry_view;

  iterator() = default;
  explicit iterator(const char* at) : at_(at) {
  }
  entry_view operator*() const;
  iterator& operator++();
  iterator operator++(int) {
    auto before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const iterator&, const iterator&) = default;

private:
  const char* at_ = nullptr;
};

/// Encodes entries, one after the other.
class entry_batch_builder {
public:
  void add(const entry_view& entry);
  std::size_t size_bytes() const {
    return bytes_.size();
  }
  /// Makes room for `bytes` of records at once.
  void reserve(std::size_t bytes) {
    bytes_.reserve(bytes);
  }
  /// Gives what was added and starts anew.
  entry_batch build();

private:
  std::string bytes_;
};

} // namespace taskraft::raft
