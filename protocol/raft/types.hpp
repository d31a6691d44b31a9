// Raft's own nouns as strong types, so a term is never mistaken for an index.

#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>

namespace taskraft::raft {

template <class Tag>
struct number {
  std::uint64_t value = 0;

  friend auto operator<=>(const number&, const number&) = default;

  /// The number after this one.
  number next() const {
    return {value + 1};
  }

  /// The number before this one; zero stays zero.
  number previous() const {
    return {value == 0 ? 0 : value - 1};
  }

  friend std::ostream& operator<<(std::ostream& out, number x) {
    return out << x.value;
  }

  template <class Inspector>
  friend auto inspect(Inspector& f, number& x) {
    return f(x.value);
  }
};

/// Logical time (§5.1). Zero is before every election.
using term = number<struct term_tag>;

/// Place of an entry in the log; the first entry has index 1.
using log_index = number<struct log_index_tag>;

/// A configured node. Zero means "no node".
using node_id = number<struct node_id_tag>;

/// Which rules evaluate an entry (`rules_level.hpp`).
using rules_level = number<struct rules_level_tag>;

/// Names one entry of one leader: two entries with the same position are the
/// same entry (§5.3, Log Matching).
struct log_position {
  log_index index;
  raft::term term;

  friend bool operator==(const log_position&, const log_position&) = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, log_position& x) {
    return f(x.index, x.term);
  }
};

/// The state that must be durable before any answer (Figure 2).
struct hard_state {
  raft::term term;
  /// Who got this node's vote in `term`; zero if nobody did.
  node_id vote;

  friend bool operator==(const hard_state&, const hard_state&) = default;
};

enum class role_kind : std::uint8_t { follower, candidate, leader };

} // namespace taskraft::raft

template <class Tag>
struct std::hash<taskraft::raft::number<Tag>> {
  std::size_t operator()(taskraft::raft::number<Tag> x) const noexcept {
    return std::hash<std::uint64_t>{}(x.value);
  }
};
