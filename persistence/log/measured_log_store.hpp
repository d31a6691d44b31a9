// A log that measures how long its appends take.

#pragma once

#include "persistence/log/log_store.hpp"
#include "protocol/actors/meter.hpp"

#include <memory>
#include <utility>

namespace taskraft::persistence {

class measured_log_store final : public log_store {
public:
  /// `to` has to live longer.
  measured_log_store(std::unique_ptr<log_store> inner, protocol::meter& to)
    : inner_(std::move(inner)), to_(to) {
  }

  const raft::recovered_state& recovered() const override {
    return inner_->recovered();
  }
  status save(const raft::hard_state& x) override {
    return inner_->save(x);
  }
  status append(std::span<const raft::entry_batch> batches) override;
  status truncate_suffix(raft::log_index from) override {
    return inner_->truncate_suffix(from);
  }
  status truncate_prefix(const raft::log_position& base,
                         const raft::membership& members) override {
    return inner_->truncate_prefix(base, members);
  }
  status idle() override {
    return inner_->idle();
  }
  raft::log_position last() const override {
    return inner_->last();
  }
  std::uint64_t size_bytes() const override {
    return inner_->size_bytes();
  }
  std::shared_ptr<log_source> source() override {
    return inner_->source();
  }

private:
  std::unique_ptr<log_store> inner_;
  protocol::meter& to_;
};

} // namespace taskraft::persistence
