// What must be true of the rows of a state, whatever commands have made it:
// what is derived follows from what it is derived from, and what is named is
// there.

#pragma once

#include "tests/support/disks/memory_disk.hpp"
#include "tests/support/simulation/simulated_people.hpp"

#include <string>
#include <vector>

namespace taskraft::tests {

/// What is not true of them.
std::vector<std::string> broken_rows(const memory_disk::rows& rows);

/// What people have changed without a change that says so.
std::vector<std::string> missing_changes(const memory_disk::rows& rows,
                                         const simulated_people& people);

} // namespace taskraft::tests
