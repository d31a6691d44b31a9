// Random commands of the task domain, whatever commands there are: each field
// is filled by its name and type, from few values, so that commands meet.

#pragma once

#include "tasks.pb.h"
#include "tests/support/dice.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::tests {

/// Of users, projects, labels and ids there are only a few.
inline constexpr std::uint64_t id_count = 12;

/// Any command but those on keys, which have clients of their own. Most are
/// about tasks that are known to be there.
tasks::wire::Command random_command(dice& chance, std::uint64_t now_us,
                                    const std::vector<std::uint64_t>& tasks);

/// One of the few usernames, or keys of projects.
std::string random_username(dice& chance);
std::string random_project(dice& chance);

} // namespace taskraft::tests
