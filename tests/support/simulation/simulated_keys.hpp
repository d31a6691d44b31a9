// The keys of a simulated cluster, as its committed log says.

#pragma once

#include "tests/support/simulation/judge/simulated_history.hpp"

#include <map>
#include <optional>
#include <string>

namespace taskraft::tests {

/// The value of each key after each entry of the committed log.
class key_history {
public:
  void take(const committed_entry& entry);

  /// The value; nothing if the key did not exist.
  std::optional<std::string> at(const std::string& key,
                                raft::log_index index) const;

private:
  std::map<std::string, std::map<raft::log_index, std::optional<std::string>>>
    keys_;
};

} // namespace taskraft::tests
