// A log store that only records its calls, and fails on demand.

#pragma once

#include "persistence/log/log_store.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::tests {

/// What a test can still reach after the store has moved to an actor.
struct log_journal {
  /// One line for each call, in order.
  std::vector<std::string> calls;
  /// Every later call fails with this.
  std::optional<failure> refusal;
  /// How many calls have failed.
  std::size_t refused = 0;
  /// How many batches an append still takes before it is refused.
  std::size_t room = 0;
  /// What a reader finds, by the index asked for.
  std::map<raft::log_index, raft::entry_batch> readable;
};

class recording_log_store : public persistence::log_store {
public:
  explicit recording_log_store(std::shared_ptr<log_journal> journal)
    : journal_(std::move(journal)) {
  }

  const raft::recovered_state& recovered() const override {
    return recovered_;
  }

  status save(const raft::hard_state& x) override {
    return note("save " + std::to_string(x.term.value) + "/"
                + std::to_string(x.vote.value));
  }

  status append(std::span<const raft::entry_batch> batches) override {
    auto line = std::string{"append"};
    for (const auto& batch : batches) {
      if (journal_->refusal && journal_->room == 0)
        break;
      if (journal_->refusal)
        --journal_->room;
      line += " " + std::to_string(batch.first().index.value) + "-"
              + std::to_string(batch.last().index.value);
      last_ = batch.last();
    }
    return note(line);
  }

  status truncate_suffix(raft::log_index from) override {
    if (!journal_->refusal)
      last_.index = from.previous();
    return note("truncate " + std::to_string(from.value));
  }

  status truncate_prefix(const raft::log_position& base,
                         const raft::membership&) override {
    return note("compact " + std::to_string(base.index.value));
  }

  status idle() override {
    return note("idle");
  }

  raft::log_position last() const override {
    return last_;
  }

  std::uint64_t size_bytes() const override {
    return 4096;
  }

  std::shared_ptr<persistence::log_source> source() override {
    return std::make_shared<reader>(journal_);
  }

private:
  struct reader : persistence::log_source {
    explicit reader(std::shared_ptr<log_journal> x) : journal(std::move(x)) {
    }

    result<raft::entry_batch> read(raft::log_index from,
                                   std::size_t max_bytes) override {
      journal->calls.push_back("read " + std::to_string(from.value));
      if (journal->refusal)
        return *journal->refusal;
      auto found = journal->readable.find(from);
      return found == journal->readable.end() ? raft::entry_batch{}
                                              : found->second.prefix(max_bytes);
    }

    raft::log_index first() override {
      return journal->readable.empty() ? raft::log_index{}
                                       : journal->readable.begin()->first;
    }

    result<raft::entry_batch> scrub(raft::log_index from) override {
      return read(from, SIZE_MAX);
    }

    std::shared_ptr<log_journal> journal;
  };

  status note(std::string line) {
    if (journal_->refusal) {
      ++journal_->refused;
      return *journal_->refusal;
    }
    journal_->calls.push_back(std::move(line));
    return done{};
  }

  std::shared_ptr<log_journal> journal_;
  raft::recovered_state recovered_;
  raft::log_position last_;
};

} // namespace taskraft::tests
