// Ports of tests that run beside each other: between looking for a free one and
// listening there, another process may find it free as well.

#pragma once

#include "protocol/descriptor.hpp"

#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/file.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// Whether no other test has the port. If so it is this process's to the end.
/// `free_ports.py` asks the same way.
inline bool claim_port(std::uint16_t port) {
  namespace fs = std::filesystem;
  static auto claims = std::vector<descriptor>{};
  auto all = fs::temp_directory_path()
             / ("taskraft-ports-" + std::to_string(::getuid()));
  fs::create_directories(all);
  auto claim = descriptor{::open((all / std::to_string(port)).c_str(),
                                 O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!claim || ::flock(claim.get(), LOCK_EX | LOCK_NB) != 0)
    return false;
  claims.push_back(std::move(claim));
  return true;
}

} // namespace taskraft::tests
