#include "persistence/board/measured_state_machine.hpp"

#include "persistence/disk/stopwatch.hpp"

namespace taskraft::persistence {

result<std::vector<protocol::evaluated_command>>
measured_state_machine::evaluate(const raft::entry_batch& entries) {
  auto watch = stopwatch{to_, protocol::timed_step::state_evaluate};
  return inner_->evaluate(entries);
}

state_work measured_state_machine::begin_commit() {
  auto work = inner_->begin_commit();
  work.run = [run = std::move(work.run), &to = to_] {
    auto watch = stopwatch{to, protocol::timed_step::state_commit};
    return run();
  };
  return work;
}

} // namespace taskraft::persistence
