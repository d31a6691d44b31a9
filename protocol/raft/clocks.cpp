#include "protocol/raft/clocks.hpp"

#include "protocol/raft/consensus.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace taskraft::raft {

namespace {

constexpr auto tolerance_us = std::int64_t{1'000'000};

/// A clock that was not heard for longer belongs to a node out of reach.
constexpr auto sample_age_us = std::uint64_t{5'000'000};

/// What each voter's clock shows now, this node's first.
std::vector<std::pair<node_id, std::uint64_t>>
clocks_now(const consensus& state, std::uint64_t own_us) {
  auto result
    = std::vector<std::pair<node_id, std::uint64_t>>{{state.self, own_us}};
  for (const auto& [id, sample] : state.clocks.samples)
    if (state.members().has_voter(id) && state.now_us >= sample.at_us
        && state.now_us - sample.at_us <= sample_age_us)
      result.emplace_back(id, sample.clock_us + (state.now_us - sample.at_us));
  return result;
}

/// Of an even number of clocks the earlier one: time that stands still for a
/// while can be made good, time that ran ahead cannot.
std::uint64_t
median_of(const std::vector<std::pair<node_id, std::uint64_t>>& clocks) {
  auto times = std::vector<std::uint64_t>{};
  for (const auto& [id, us] : clocks)
    times.push_back(us);
  auto middle
    = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

std::int64_t difference(std::uint64_t one, std::uint64_t other) {
  return static_cast<std::int64_t>(one - other);
}

} // namespace

void note_clock(consensus& state, node_id from, std::uint64_t clock_us,
                std::uint64_t asked_us) {
  if (clock_us == 0 || clock_us > latest_stamp_us || state.now_us == 0
      || asked_us > state.now_us)
    return;
  auto took = state.now_us - asked_us;
  // A slow answer does not tell the time well enough.
  if (asked_us != 0 && took > static_cast<std::uint64_t>(tolerance_us))
    return;
  auto at = asked_us == 0 ? state.now_us : asked_us + took / 2;
  state.clocks.samples[from] = {at, clock_us};
}

std::uint64_t next_stamp(const consensus& state, std::uint64_t own_us) {
  auto own = std::min(own_us, latest_stamp_us);
  auto median = median_of(clocks_now(state, own));
  auto differs = std::abs(difference(own, median)) > tolerance_us;
  return std::min(latest_stamp_us,
                  std::max(state.newest_time_us, differs ? median : own));
}

std::vector<clock_difference> compare_clocks(consensus& state) {
  auto result = std::vector<clock_difference>{};
  if (state.clock_us == 0)
    return result;
  auto clocks = clocks_now(state, std::min(state.clock_us, latest_stamp_us));
  auto median = median_of(clocks);
  for (const auto& [id, us] : clocks) {
    auto by = difference(us, median);
    if (std::abs(by) <= tolerance_us / 2)
      state.clocks.differing.erase(id);
    else if (std::abs(by) > tolerance_us
             && state.clocks.differing.insert(id).second)
      result.push_back({id, by});
  }
  return result;
}

} // namespace taskraft::raft
