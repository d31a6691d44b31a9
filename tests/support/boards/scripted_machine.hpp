// A state machine that only records its calls, and fails on demand.

#pragma once

#include "persistence/board/state_machine.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// What a test can still reach after the machine has moved to an actor.
struct machine_journal {
  /// One line for each call, in order.
  std::vector<std::string> calls;
  std::optional<failure> evaluate_refusal;
  /// The entry after which the state is hashed.
  raft::log_index digest_at;
  std::optional<failure> commit_refusal;
  /// Whether the store is another program's.
  bool is_elsewhere = false;
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

  raft::log_index evaluated() const override {
    return evaluated_.index;
  }

  bool must_commit() const override {
    return digest_due_;
  }

  digest_work take_digest_work() override {
    return std::exchange(digest_work_, nullptr);
  }

  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& all) override {
    if (journal_->evaluate_refusal)
      return *journal_->evaluate_refusal;
    RAFT_INVARIANT(!digest_due_);
    auto at = journal_->digest_at;
    digest_due_ = at >= all.first().index && at <= all.last().index;
    auto entries = digest_due_ ? all.slice(all.first().index, at) : all;
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
    auto digest = std::exchange(digest_due_, false);
    return {.run = run, .finish = [this, digest, to = evaluated_] {
              visible_ = to;
              if (digest)
                digest_work_ = [to]() -> result<persistence::state_digest> {
                  return persistence::state_digest{to.index, "7"};
                };
            }};
  }

  persistence::state_work begin_make_durable() override {
    return {.run = [] { return status{done{}}; }, .finish = [] {}};
  }

  std::optional<persistence::state_work> begin_look() override {
    if (!journal_->is_elsewhere)
      return std::nullopt;
    return persistence::state_work{.run = [] { return status{done{}}; },
                                   .finish = [] {}};
  }

  persistence::state_work
  begin_install(std::shared_ptr<const persistence::snapshot_file> from,
                const persistence::stop_check& stop) override {
    auto position = from->about().base.position;
    auto run = [journal = journal_, position, stop]() -> status {
      if (stop && stop())
        return failure{errc::unavailable, "stopped half-way"};
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
  bool digest_due_ = false;
  digest_work digest_work_;
};

} // namespace taskraft::tests
