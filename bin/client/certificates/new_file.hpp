// Files that did not exist before.

#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace taskraft::client {

struct new_file {
  std::string path;
  std::string content;
  mode_t mode = 0600;
};

/// Writes all of them durably, never over a file and never through a link.
/// Throws a `cli_error`; then none of them is there.
void write_new_files(const std::vector<new_file>& files);

} // namespace taskraft::client
