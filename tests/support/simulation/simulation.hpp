// One run of a seed: load and faults, then a time without faults, then a check
// of every promise.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tests {

struct simulation_options {
  /// Where the events of the run are written; null for nowhere.
  std::ostream* story = nullptr;
  /// Whether every step is judged, or only what comes of it.
  bool judged = true;
  /// What the run is about; empty: drawn by the seed.
  std::string profile = {};
  /// A run may have less of everything, to show what matters.
  std::uint64_t storm_ms = 4000;
  std::uint64_t most_faults = UINT64_MAX;
  std::size_t most_clients = SIZE_MAX;
  bool spares = true;
  bool upgrades = true;
};

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
  /// How often an operator has compared the checksums of all nodes.
  std::uint64_t comparisons = 0;
  /// Faults that hit somebody on purpose.
  std::uint64_t aimed = 0;
  /// How often less than half of the voters were lost at the end.
  std::uint64_t minorities = 0;
  /// Commands of people that were applied, and that their rights did not allow.
  std::uint64_t applied = 0;
  std::uint64_t refused = 0;
  /// How often each kind of fault was thrown, and each promise judged.
  std::map<std::string, std::uint64_t> kinds = {};
  std::map<std::string, std::uint64_t> promises = {};
  /// What the run was about.
  std::string profile = {};
};

simulation_outcome simulate(std::uint64_t seed,
                            const simulation_options& options = {});

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
  std::uint64_t comparisons = 0;
  std::uint64_t aimed = 0;
  std::uint64_t minorities = 0;
  std::uint64_t applied = 0;
  std::uint64_t refused = 0;
  std::map<std::string, std::uint64_t> kinds;
  std::map<std::string, std::uint64_t> promises;
  std::map<std::string, std::uint64_t> profiles;
  std::optional<simulation_outcome> failed;
};

/// Runs the seeds from the first to the last until the time is up or one fails.
simulation_summary simulate_for(std::chrono::seconds duration,
                                std::uint64_t first_seed,
                                const simulation_options& options = {},
                                std::uint64_t last_seed = UINT64_MAX);

/// The least of a run that fails as well: shorter, with fewer faults, clients
/// and nodes.
simulation_options shrunk(std::uint64_t seed, simulation_options options);

std::ostream& operator<<(std::ostream& out, const simulation_summary& x);

/// The seed in `TASKRAFT_SEED`, or else any.
std::uint64_t seed_from_environment();

} // namespace taskraft::tests
