// A state machine that measures how long entries take.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/actors/meter.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace taskraft::persistence {

class measured_state_machine final : public state_machine {
public:
  /// `to` has to live longer, and longer than all work.
  measured_state_machine(std::unique_ptr<state_machine> inner,
                         protocol::meter& to)
    : inner_(std::move(inner)), to_(to) {
  }

  raft::log_position visible() const override {
    return inner_->visible();
  }
  raft::log_index durable() const override {
    return inner_->durable();
  }
  raft::log_index evaluated() const override {
    return inner_->evaluated();
  }
  raft::rules_level level() const override {
    return inner_->level();
  }
  bool must_commit() const override {
    return inner_->must_commit();
  }
  raft::snapshot_base base() const override {
    return inner_->base();
  }
  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override;
  state_work begin_commit() override;
  state_work begin_make_durable() override;
  std::optional<state_work> begin_look() override {
    return inner_->begin_look();
  }
  digest_work take_digest_work() override {
    return inner_->take_digest_work();
  }
  state_work begin_install(std::shared_ptr<const snapshot_file> from,
                           const stop_check& stop = {}) override {
    return inner_->begin_install(std::move(from), stop);
  }
  result<std::unique_ptr<state_reader>> open_reader() override {
    return inner_->open_reader();
  }

private:
  state_work timed(state_work work, protocol::timed_step what);

  std::unique_ptr<state_machine> inner_;
  protocol::meter& to_;
};

} // namespace taskraft::persistence
