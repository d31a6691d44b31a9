// What speaks against a command, in the order in which refusals answer.

#pragma once

#include "protocol/tasks/rules/refusals.hpp"

#include <vector>

namespace taskraft::tasks {

/// The level from which on the first of all refusals answers, in the order of
/// docs/api_rules.md, with all other wrong values; before it, the first found.
inline constexpr std::uint32_t ordered_level = 2;

/// Collects why a command is refused. Looking on after a first refusal is
/// harmless: what is collected first decides at the level before.
class objections {
public:
  explicit objections(const stamp& at) : in_order_(at.level >= ordered_level) {
  }

  void add(maybe_refusal why);

  /// The refusal that answers the command, if there is one.
  maybe_refusal first() const;

private:
  bool in_order_;
  std::vector<wire::Refusal> found_;
};

} // namespace taskraft::tasks
