// One run of a seed: load and faults, then a time without faults, then a check
// of every promise.

#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tests {

struct simulation_outcome {
  std::uint64_t seed = 0;
  /// Empty if every promise was kept.
  std::vector<std::string> violations;
  /// Equal for two runs of one seed.
  std::uint64_t trace = 0;
  std::uint64_t nodes = 0;
  std::uint64_t writes = 0;
  std::uint64_t reads = 0;
  std::uint64_t faults = 0;
  std::uint64_t terms = 0;
  /// How many snapshots were installed.
  std::uint64_t snapshots = 0;
  std::uint64_t entries = 0;
  /// How many memberships there were, with that of the bootstrap.
  std::uint64_t changes = 0;
  /// How often a node was started with another version of the program.
  std::uint64_t program_changes = 0;
  /// Stale reads that were checked against what was committed meanwhile.
  std::uint64_t aged_reads = 0;
  /// Lying disks that were found out.
  std::uint64_t liars = 0;
  std::uint64_t restarts = 0;
  /// How often each kind of fault was thrown.
  std::map<std::string, std::uint64_t> kinds = {};
};

/// Writes the events of the run to `story` unless that is null.
simulation_outcome simulate(std::uint64_t seed, std::ostream* story = nullptr);

struct simulation_summary {
  std::uint64_t seeds = 0;
  std::uint64_t writes = 0;
  std::uint64_t reads = 0;
  std::uint64_t faults = 0;
  std::uint64_t terms = 0;
  std::uint64_t changes = 0;
  std::uint64_t program_changes = 0;
  std::uint64_t snapshots = 0;
  std::uint64_t with_snapshots = 0;
  std::uint64_t aged_reads = 0;
  std::uint64_t liars = 0;
  std::uint64_t restarts = 0;
  std::map<std::string, std::uint64_t> kinds;
  std::optional<simulation_outcome> failed;
};

/// Runs `first_seed` and the seeds after it until the time is up or one fails.
simulation_summary simulate_for(std::chrono::seconds duration,
                                std::uint64_t first_seed);

std::ostream& operator<<(std::ostream& out, const simulation_summary& x);

/// The seed in `TASKRAFT_SEED`, or else any.
std::uint64_t seed_from_environment();

} // namespace taskraft::tests
