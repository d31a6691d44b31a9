// Ranks: short text whose order, byte by byte, is that of tasks on a board.
// Between any two there is always another one.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::tasks {

/// The rank of a place that was counted. Greater places have greater ranks, and
/// negative ones are allowed. Twelve characters at most for 60 bits.
std::string rank_of_place(std::int64_t place);

/// A short rank between the two, of which `low` is the lesser. Both come from
/// these functions.
std::string rank_between(std::string_view low, std::string_view high);

/// `count` ranks between the two, in their order, as short as may be.
std::vector<std::string>
ranks_between(std::string_view low, std::string_view high, std::size_t count);

} // namespace taskraft::tasks
