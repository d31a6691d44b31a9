// The next program for tests of upgrades: it knows one more rules level, table,
// derived column and command.

#pragma once

#include "next.pb.h"
#include "persistence/store/schema.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace taskraft::tasks {

template <>
struct row_list<tests::wire::Sticker> {
  using type = tests::wire::NextSnapshotRow;
};

} // namespace taskraft::tasks

namespace taskraft::tests {

inline constexpr std::uint32_t next_level = tasks::newest_rules_level + 1;
inline constexpr std::size_t most_stickers = 3;

/// From `next_level` on, a task that is not deleted takes a few stickers of
/// different colours.
tasks::rule_set next_rules();

/// One version more: the stickers, and how long a task's title is.
const persistence::schema& next_schema();

/// The encoded command.
std::string add_sticker(std::uint64_t task, const std::string& colour);

} // namespace taskraft::tests
