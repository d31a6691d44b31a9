// A client of a gateway, for tests: asks in frames, reads the answers' frames.

#pragma once

#include "protocol/actors/gateway_actor.hpp"
#include "protocol/messages/client_frames.hpp"
#include "tests/support/actors/stage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::tests {

/// A request id that differs in its first bytes only.
inline protocol::request_id request_number(std::uint64_t number) {
  auto id = protocol::request_id{};
  for (auto i = std::size_t{0}; i < sizeof number; ++i)
    id.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

/// What a client learned of one command.
struct command_outcome {
  protocol::request_id id;
  protocol::answer_status status = protocol::answer_status::done;
  raft::log_index index;
  std::string result;
};

/// What a client learned of one query.
struct query_outcome {
  std::uint64_t id = 0;
  protocol::answer_status status = protocol::answer_status::done;
  raft::log_index visible;
  std::uint64_t age_ms = 0;
  std::string answer;
};

class gateway_client {
public:
  explicit gateway_client(caf::actor_system& system) : probe_(system) {
  }

  probe& messages() {
    return probe_;
  }

  template <class Gateway>
  void command(const Gateway& to, const std::vector<std::uint64_t>& numbers,
               std::string_view text = "do it") {
    auto frames = std::string{};
    for (auto number : numbers)
      protocol::append_command_frame(frames,
                                     {request_number(number), {}, text});
    probe_.tell(
      to, protocol::submit_commands{static_cast<std::uint32_t>(numbers.size()),
                                    protocol::blob{std::move(frames)}});
  }

  template <class Gateway>
  void query(const Gateway& to, const protocol::query_request& x) {
    auto frames = std::string{};
    protocol::append_query_request(frames, x);
    probe_.tell(to,
                protocol::submit_queries{1, protocol::blob{std::move(frames)}});
  }

  std::vector<command_outcome> outcomes() {
    auto found = std::vector<command_outcome>{};
    for (const auto& x : probe_.take<protocol::commands_answered>()) {
      auto rest = std::string_view{x.frames.view()};
      while (auto one = protocol::next_command_answer(rest))
        found.push_back(
          {one->id, one->status, one->index, std::string{one->result}});
    }
    return found;
  }

  std::vector<query_outcome> replies() {
    auto found = std::vector<query_outcome>{};
    for (const auto& x : probe_.take<protocol::queries_answered>()) {
      auto rest = std::string_view{x.frames.view()};
      while (auto one = protocol::next_query_reply(rest))
        found.push_back({one->id, one->status, one->visible, one->age_ms,
                         std::string{one->answer}});
    }
    return found;
  }

private:
  probe probe_;
};

} // namespace taskraft::tests
