// What a seed draws before its run begins: the cluster, its clients, and what
// the run is about.

#pragma once

#include "tests/support/simulation/simulated_clients.hpp"
#include "tests/support/simulation/simulated_node.hpp"
#include "tests/support/simulation/simulation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::tests {

struct simulation_plan {
  cluster_plan cluster;
  client_counts clients;
  std::string profile = {};
  /// The kinds of faults that come most.
  std::vector<std::string> favourites = {};
};

std::vector<std::string> profile_names();

simulation_plan plan_of(std::uint64_t seed, const simulation_options& options);

} // namespace taskraft::tests
