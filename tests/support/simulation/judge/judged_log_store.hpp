// A log store that tells the judge what it calls durable.

#pragma once

#include "persistence/log/log_store.hpp"
#include "tests/support/simulation/judge/simulated_judge.hpp"

#include <memory>
#include <span>
#include <utility>

namespace taskraft::tests {

class judged_log_store final : public persistence::log_store {
public:
  judged_log_store(std::unique_ptr<persistence::log_store> store,
                   simulated_judge& judge, raft::node_id node)
    : store_(std::move(store)), judge_(judge), node_(node) {
    judge_.opened(node_, store_->recovered());
  }

  const raft::recovered_state& recovered() const override {
    return store_->recovered();
  }

  status save(const raft::hard_state& x) override {
    auto outcome = store_->save(x);
    if (outcome)
      judge_.saved(node_, x);
    return outcome;
  }

  status append(std::span<const raft::entry_batch> batches) override {
    auto outcome = store_->append(batches);
    // A full disk may have taken the first of them.
    for (const auto& batch : batches)
      for (auto entry : batch)
        if (entry.index <= store_->last().index)
          judge_.wrote(node_, entry);
    return outcome;
  }

  status truncate_suffix(raft::log_index from) override {
    // It may happen even if it fails.
    judge_.cuts_suffix(node_, from);
    return store_->truncate_suffix(from);
  }

  status truncate_prefix(const raft::log_position& base,
                         const raft::membership& members) override {
    auto outcome = store_->truncate_prefix(base, members);
    judge_.cut_prefix(node_, base, static_cast<bool>(outcome));
    return outcome;
  }

  status idle() override {
    return store_->idle();
  }
  raft::log_position last() const override {
    return store_->last();
  }
  std::uint64_t size_bytes() const override {
    return store_->size_bytes();
  }
  std::shared_ptr<persistence::log_source> source() override {
    return store_->source();
  }

private:
  std::unique_ptr<persistence::log_store> store_;
  simulated_judge& judge_;
  raft::node_id node_;
};

} // namespace taskraft::tests
