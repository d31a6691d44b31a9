// A meter that counts what it is told.

#pragma once

#include "protocol/actors/meter.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace taskraft::tests {

struct counting_meter final : protocol::meter {
  void took(protocol::timed_step what, std::uint64_t /*us*/) override {
    ++steps[what];
  }
  void count(protocol::counted_event what, std::uint64_t times) override {
    events[what] += times;
  }
  void see_followers(std::vector<protocol::follower_seen> all) override {
    followers = std::move(all);
  }
  void see_clients(std::size_t commands, std::size_t connected) override {
    pending = commands;
    clients = connected;
  }

  std::map<protocol::timed_step, std::size_t> steps;
  std::map<protocol::counted_event, std::uint64_t> events;
  std::vector<protocol::follower_seen> followers;
  std::size_t pending = 0;
  std::size_t clients = 0;
};

} // namespace taskraft::tests
