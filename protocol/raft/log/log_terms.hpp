// The shape of the log without its bytes: the term of any index in O(log
// terms), so that no role reads the disk to answer.

#pragma once

#include "protocol/raft/types.hpp"

#include <optional>
#include <vector>

namespace taskraft::raft {

class log_terms {
public:
  log_terms() = default;

  /// A log whose entries up to and including `base` are gone (compacted).
  explicit log_terms(log_position base) : base_(base), last_(base) {
  }

  log_position base() const {
    return base_;
  }
  log_position last() const {
    return last_;
  }
  /// The first index that the log still has; `last().index + 1` when empty.
  log_index first_index() const {
    return base_.index.next();
  }

  /// The term at `index`: known from the base's index to the last; index zero
  /// has term zero. Nothing outside of that.
  std::optional<term> term_at(log_index index) const;

  /// Whether this entry is in the log, or may have been before it was cut.
  bool may_have(log_position entry) const;

  /// The position of an entry whose term is known.
  log_position position_at(log_index index) const;

  /// The last index whose term is at most `t`; the base's index if none is
  /// (fast back-off, §5.3).
  log_index last_at_or_below(term t) const;

  /// Appends entries of one term that end at `last`.
  void append(log_position last);

  /// Removes `from` and all entries after it.
  void truncate_suffix(log_index from);

  /// Forgets everything up to and including `base`.
  void truncate_prefix(log_position base);

private:
  struct run {
    log_index first;
    raft::term term;
  };

  log_position base_;
  log_position last_;
  std::vector<run> runs_;
};

} // namespace taskraft::raft
