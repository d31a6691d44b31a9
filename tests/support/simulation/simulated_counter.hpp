// A second, tiny state machine in the simulation: a counter that begins anew
// after each crash and has its state from the log alone.

#pragma once

#include "tests/support/boards/counter_machine.hpp"
#include "tests/support/simulation/simulated_node.hpp"

#include <memory>
#include <utility>

namespace taskraft::tests {

class simulated_counter final : public simulated_state {
public:
  result<opened_state> open(std::uint32_t /*newest_level*/) override {
    auto machine = std::make_unique<counter_machine>();
    auto opened = opened_state{};
    for (auto i = 0; i < 3; ++i) {
      auto reader = machine->open_reader();
      if (!reader)
        return reader.error();
      opened.readers.push_back(std::move(*reader));
    }
    // One of the nodes tells the observer the sum.
    opened.digest = [reader = std::shared_ptr<persistence::state_reader>{
                       std::move(opened.readers.back())}] {
      auto answers = reader->answer({{std::string_view{}}}, 0);
      return std::string{answers->front().answer};
    };
    opened.readers.pop_back();
    opened.snapshot_reader = std::move(opened.readers.back());
    opened.readers.pop_back();
    opened.machine = std::move(machine);
    return opened;
  }

  void crash(dice&) override {
  }
  raft::log_index durable() const override {
    return {};
  }
};

} // namespace taskraft::tests
