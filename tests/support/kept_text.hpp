// A text that a test makes and compares with a file, so that it changes only on
// purpose.

#pragma once

#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace taskraft::tests {

/// The line of `text` that holds the byte at `place`.
inline std::string_view line_at(std::string_view text, std::size_t place) {
  auto begin = place == 0 ? 0 : text.rfind('\n', place - 1) + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// Fails unless the file at `path` says exactly `made`; with TASKRAFT_RENEW in
/// the environment (scripts/renew-golden), makes it say so.
inline void check_kept(const std::string& path, const std::string& made) {
  if (std::getenv("TASKRAFT_RENEW"))
    std::ofstream{path} << made;
  auto file = std::ifstream{path};
  auto kept = std::string{std::istreambuf_iterator<char>{file}, {}};
  auto same = std::mismatch(kept.begin(), kept.end(), made.begin(), made.end());
  auto place = static_cast<std::size_t>(same.first - kept.begin());
  auto line = 1 + std::count(kept.begin(), same.first, '\n');
  BOOST_TEST((kept == made), path << ":" << line
                                  << "\n  kept: " << line_at(kept, place)
                                  << "\n  made: " << line_at(made, place)
                                  << "\nIf it is wanted: scripts/renew-golden");
}

} // namespace taskraft::tests
