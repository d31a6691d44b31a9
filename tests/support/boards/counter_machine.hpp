// A second, tiny state machine: commands add, queries read the sum.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/invariant.hpp"
#include "protocol/request.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

namespace taskraft::tests {

/// What the counter's readers see.
struct counter_state {
  raft::log_position applied;
  raft::placed_membership members;
  std::int64_t sum = 0;
};

/// A command is a signed number of 8 bytes, little-endian; its result and the
/// answer to any query are the sum in the same form.
class counter_machine final : public persistence::state_machine {
public:
  static std::string encode(std::int64_t x) {
    auto bytes = std::string(sizeof x, '\0');
    std::memcpy(bytes.data(), &x, sizeof x);
    return bytes;
  }

  static std::int64_t decode(std::string_view bytes) {
    RAFT_INVARIANT(bytes.size() == sizeof(std::int64_t));
    auto x = std::int64_t{0};
    std::memcpy(&x, bytes.data(), sizeof x);
    return x;
  }

  raft::log_position visible() const override {
    return visible_->applied;
  }
  raft::log_index durable() const override {
    return durable_.applied.index;
  }

  raft::log_index evaluated() const override {
    return evaluated_.applied.index;
  }

  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override {
    auto answers = std::vector<protocol::evaluated_command>{};
    for (auto entry : entries) {
      RAFT_INVARIANT(entry.index == evaluated_.applied.index.next());
      evaluated_.applied = {entry.index, entry.term};
      if (entry.kind == raft::entry_kind::membership)
        evaluated_.members
          = {entry.index, raft::decode_membership(entry.payload).value()};
      if (entry.kind != raft::entry_kind::command)
        continue;
      auto& answer = answers.emplace_back();
      answer.index = entry.index;
      auto request = protocol::parse_request(entry.payload);
      if (!request || request->command.size() != sizeof(std::int64_t)) {
        answer.status = protocol::answer_status::malformed;
        continue;
      }
      evaluated_.sum += decode(request->command);
      answer.request = request->id;
      answer.result = encode(evaluated_.sum);
    }
    return answers;
  }

  persistence::state_work begin_commit() override {
    return {.run = [] { return status{done{}}; },
            .finish = [this, now = evaluated_] { *visible_ = now; }};
  }

  persistence::state_work begin_make_durable() override {
    return {.run = [] { return status{done{}}; },
            .finish = [this, now = *visible_] { durable_ = now; }};
  }

  persistence::state_work
  begin_install(std::shared_ptr<const persistence::snapshot_file> from,
                const persistence::stop_check&) override {
    auto found = std::make_shared<counter_state>();
    return {.run = [from = std::move(from), found]() -> status {
              found->applied = from->about().base.position;
              found->members = from->about().base.members;
              return from->scan([&](std::string_view row) {
                found->sum = decode(row);
                return done{};
              });
            },
            .finish =
              [this, found] {
                evaluated_ = *found;
                *visible_ = *found;
                durable_ = *found;
              }};
  }

  raft::snapshot_base base() const override {
    return {visible_->applied, visible_->members};
  }

  result<std::unique_ptr<persistence::state_reader>> open_reader() override {
    return std::unique_ptr<persistence::state_reader>{
      std::make_unique<reader>(visible_)};
  }

private:
  class reader final : public persistence::state_reader {
  public:
    explicit reader(std::shared_ptr<const counter_state> state)
      : state_(std::move(state)) {
    }
    result<std::vector<protocol::query_answer>>
    answer(const std::vector<persistence::query_view>& queries,
           std::uint64_t /*now_us*/) override {
      auto answers = std::vector<protocol::query_answer>{};
      for (auto i = std::size_t{0}; i < queries.size(); ++i)
        answers.push_back({encode(state_->sum), state_->applied.index});
      return answers;
    }

    result<raft::snapshot_about>
    write_snapshot(persistence::file_system& files, const std::string& path,
                   const persistence::stop_check& stop) override {
      auto writer = persistence::snapshot_writer::create(
        files, path, {state_->applied, state_->members});
      if (!writer)
        return writer.error();
      if (auto added = writer->add(encode(state_->sum)); !added)
        return added.error();
      if (stop && stop())
        return failure{errc::unavailable, "stopped"};
      return writer->finish();
    }

    result<persistence::state_digest> digest() override {
      return persistence::state_digest{state_->applied.index,
                                       encode(state_->sum)};
    }

  private:
    std::shared_ptr<const counter_state> state_;
  };

  counter_state evaluated_;
  counter_state durable_;
  std::shared_ptr<counter_state> visible_ = std::make_shared<counter_state>();
};

} // namespace taskraft::tests
