// What follows from the facts. Each check is a function of them alone.

#pragma once

#include "bin/client/doctor/facts.hpp"
#include "bin/client/doctor/findings.hpp"

namespace taskraft::client {

findings check_settings(const machine_facts& x);
/// Whether the cluster refused the node.
findings check_refusal(const machine_facts& x);
findings check_doors(const machine_facts& x);
findings check_neighbours(const machine_facts& x);
findings check_disks(const machine_facts& x);
findings check_store(const machine_facts& x);
findings check_own_clock(const machine_facts& x);
findings check_certificates(const machine_facts& x);

findings check_reach(const cluster_facts& x);
findings check_leader(const cluster_facts& x);
findings check_voters(const cluster_facts& x);
/// Nodes that belong to no cluster yet.
findings check_waiting(const cluster_facts& x);
/// Whether the node of the settings is a member.
findings check_membership(const cluster_facts& x);
findings check_places(const cluster_facts& x);
findings check_versions(const cluster_facts& x);
findings check_lag(const cluster_facts& x);
findings check_rooms(const cluster_facts& x);
findings check_clocks(const cluster_facts& x);
findings check_backups(const cluster_facts& x);

/// All of them, in this order.
findings check_machine(const machine_facts& x);
findings check_cluster(const cluster_facts& x);

} // namespace taskraft::client
