// A state machine that only remembers what it was given, and fails on demand.

#pragma once

#include "persistence/state_machine.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tests {

/// What the test sees of the machine after it has gone to an actor.
struct machine_journal {
  /// One line for each call, in order.
  std::vector<std::string> calls;
  std::optional<failure> evaluate_refusal;
  std::optional<failure> commit_refusal;
};

class scripted_machine : public persistence::state_machine {
public:
  scripted_machine(std::shared_ptr<machine_journal> journal,
                   raft::log_position visible)
    : journal_(std::move(journal)), evaluated_(visible), visible_(visible) {
  }

  raft::log_position visible() const override {
    return visible_;
  }

  raft::log_index durable() const override {
    return visible_.index;
  }

  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override {
    if (journal_->evaluate_refusal)
      return *journal_->evaluate_refusal;
    RAFT_INVARIANT(entries.first().index == evaluated_.index.next());
    journal_->calls.push_back(
      "evaluate " + std::to_string(entries.first().index.value) + "-"
      + std::to_string(entries.last().index.value));
    auto answers = std::vector<protocol::evaluated_command>{};
    for (auto entry : entries)
      answers.push_back({.index = entry.index,
                         .request = {},
                         .status = protocol::answer_status::done,
                         .result = std::string{entry.payload}});
    evaluated_ = entries.last();
    return answers;
  }

  persistence::state_work begin_commit() override {
    auto run = [journal = journal_, to = evaluated_]() -> status {
      if (journal->commit_refusal)
        return *journal->commit_refusal;
      journal->calls.push_back("commit " + std::to_string(to.index.value));
      return done{};
    };
    return {.run = run, .finish = [this, to = evaluated_] { visible_ = to; }};
  }

  persistence::state_work begin_make_durable() override {
    return {.run = [] { return status{done{}}; }, .finish = [] {}};
  }

  persistence::state_work
  begin_install(std::shared_ptr<const persistence::snapshot_file> from,
                const persistence::stop_check&) override {
    auto position = from->about().base.position;
    auto run = [journal = journal_, position]() -> status {
      journal->calls.push_back("install "
                               + std::to_string(position.index.value));
      return done{};
    };
    return {.run = run, .finish = [this, position] {
              evaluated_ = position;
              visible_ = position;
            }};
  }

  raft::snapshot_base base() const override {
    return {visible_, {}};
  }

  result<std::unique_ptr<persistence::state_reader>> open_reader() override {
    return failure{errc::storage_failed, "it has no readers"};
  }

private:
  std::shared_ptr<machine_journal> journal_;
  raft::log_position evaluated_;
  raft::log_position visible_;
};

} // namespace taskraft::tests
