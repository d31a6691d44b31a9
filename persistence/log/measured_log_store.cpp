#include "persistence/log/measured_log_store.hpp"

#include "persistence/disk/stopwatch.hpp"

namespace taskraft::persistence {

status measured_log_store::append(std::span<const raft::entry_batch> batches) {
  auto watch = stopwatch{to_, protocol::timed_step::log_append};
  return inner_->append(batches);
}

} // namespace taskraft::persistence
