// A state machine whose calls and results are checked by the history, and whose
// store is sometimes busy.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/invariant.hpp"
#include "tests/support/simulation/judge/simulated_history.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace taskraft::tests {

/// What an observed machine uses of the simulation.
struct observation {
  simulated_history& history;
  raft::node_id node;
  /// A digest of what is visible.
  std::function<std::string()> digest;
  /// May be empty.
  std::function<std::uint64_t()> clock_us;
  /// Whether the store refuses the next commit for a while, and whether it
  /// makes the commit all the same.
  std::function<bool()> is_busy;
  std::function<bool()> lands;
  /// Whether the last commit becomes durable at once.
  std::function<bool()> is_durable;
};

class observed_machine final : public persistence::state_machine {
public:
  observed_machine(std::unique_ptr<persistence::state_machine> machine,
                   observation about)
    : machine_(std::move(machine)), about_(std::move(about)) {
    tell_visible();
  }

  raft::log_position visible() const override {
    return machine_->visible();
  }

  raft::log_index durable() const override {
    return machine_->durable();
  }

  raft::rules_level level() const override {
    return machine_->level();
  }

  bool must_commit() const override {
    return machine_->must_commit();
  }

  digest_work take_digest_work() override {
    return machine_->take_digest_work();
  }

  raft::log_index evaluated() const override {
    return machine_->evaluated();
  }

  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override {
    about_.history.evaluated(about_.node, entries);
    auto answers = machine_->evaluate(entries);
    if (answers)
      about_.history.answered(about_.node, *answers);
    return answers;
  }

  persistence::state_work begin_commit() override {
    auto work = machine_->begin_commit();
    // The applier, which owns this, may end before the committer.
    return {.run = [is_busy = about_.is_busy, lands = about_.lands,
                    run = std::move(work.run)]() -> status {
              if (!is_busy())
                return run();
              if (lands())
                static_cast<void>(run());
              return failure{errc::store_busy, "simulated"};
            },
            .finish =
              [this, finish = std::move(work.finish)] {
                finish();
                tell_visible();
                if (about_.is_durable())
                  RAFT_INVARIANT(machine_->make_durable());
              }};
  }

  persistence::state_work begin_make_durable() override {
    return machine_->begin_make_durable();
  }

  persistence::state_work
  begin_install(std::shared_ptr<const persistence::snapshot_file> from,
                const persistence::stop_check& stop) override {
    auto work = machine_->begin_install(std::move(from), stop);
    return {.run = std::move(work.run),
            .finish = [this, finish = std::move(work.finish)] {
              finish();
              about_.history.installed(about_.node, visible().index);
              tell_visible();
            }};
  }

  raft::snapshot_base base() const override {
    return machine_->base();
  }

  result<std::unique_ptr<persistence::state_reader>> open_reader() override {
    return machine_->open_reader();
  }

private:
  void tell_visible() {
    about_.history.visible(about_.node, machine_->visible(), about_.digest());
    if (about_.clock_us)
      about_.history.shows_time(about_.node, machine_->visible().index,
                                about_.clock_us());
  }

  std::unique_ptr<persistence::state_machine> machine_;
  observation about_;
};

} // namespace taskraft::tests
