// Which rows have a history of their own, beside those of tasks.

#pragma once

#include "protocol/tasks/row_type.hpp"

#include <vector>

namespace taskraft::tasks {

/// What a row of one type is to the history.
struct change_subject {
  const row_type* type;
  /// "comment", as in "comment.created".
  const char* word;
  /// Says what the row is, and to which task or project it belongs.
  void (*place)(const row_message& row, wire::Change& to);
};

const std::vector<change_subject>& subjects();

} // namespace taskraft::tasks
