#include "persistence/board/measured_state_machine.hpp"

#include "persistence/disk/stopwatch.hpp"

namespace taskraft::persistence {

result<std::vector<protocol::evaluated_command>>
measured_state_machine::evaluate(const raft::entry_batch& entries) {
  auto watch = stopwatch{to_, protocol::timed_step::state_evaluate};
  return inner_->evaluate(entries);
}

state_work measured_state_machine::begin_commit() {
  return timed(inner_->begin_commit(), protocol::timed_step::state_commit);
}

state_work measured_state_machine::begin_make_durable() {
  return timed(inner_->begin_make_durable(), protocol::timed_step::state_sync);
}

state_work measured_state_machine::timed(state_work work,
                                         protocol::timed_step what) {
  work.run = [run = std::move(work.run), &to = to_, what] {
    auto watch = stopwatch{to, what};
    return run();
  };
  return work;
}

} // namespace taskraft::persistence
