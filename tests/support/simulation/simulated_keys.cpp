#include "tests/support/simulation/simulated_keys.hpp"

#include "protocol/request.hpp"
#include "tasks.pb.h"

#include <iterator>

namespace taskraft::tests {

void key_history::take(const committed_entry& entry) {
  if (entry.kind != raft::entry_kind::command)
    return;
  auto request = protocol::parse_request(entry.payload);
  auto command = tasks::wire::Command{};
  if (!request || !command.ParseFromString(std::string{request->command}))
    return;
  if (command.has_put_key())
    keys_[command.put_key().key()][entry.position.index]
      = command.put_key().value();
  if (command.has_delete_key())
    keys_[command.delete_key().key()][entry.position.index] = std::nullopt;
}

std::optional<std::string> key_history::at(const std::string& key,
                                           raft::log_index index) const {
  auto known = keys_.find(key);
  if (known == keys_.end())
    return std::nullopt;
  auto later = known->second.upper_bound(index);
  return later == known->second.begin() ? std::nullopt
                                        : std::prev(later)->second;
}

} // namespace taskraft::tests
