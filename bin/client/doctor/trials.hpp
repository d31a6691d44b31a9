// Tries what a node will need of its machine: to listen, to connect, to write.

#pragma once

#include "bin/client/doctor/facts.hpp"
#include "config/address.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::client {

/// Fills in whether somebody could listen there.
void try_to_listen(const config::address& where, door_facts& door);

/// Why nothing takes connections there; empty if something does. Waits for a
/// second at most.
std::string try_to_connect(const config::address& where);

/// Writes to a file in the directory, which is removed again, and measures how
/// long each write takes until it is on the disk. Otherwise fills in why not.
void try_writes(const std::string& directory, std::vector<std::uint64_t>& us,
                std::string& trouble);

/// What lies there instead of a disk; empty if it is a disk.
std::string unusual_disk(const std::string& path);

} // namespace taskraft::client
