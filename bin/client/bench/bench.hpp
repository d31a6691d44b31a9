// The BENCH actor: many clients in a closed loop over one connection, to the
// leader if it is among the endpoints. Operations that are ready at the same
// time travel as one message.

#pragma once

#include "bin/client/bench/bench_actor.hpp"
#include "bin/client/bench/bench_operations.hpp"
#include "bin/client/connection/credential.hpp"
#include "bin/client/connection/retry_policy.hpp"
#include "protocol/request.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::client {

struct bench_options {
  std::size_t endpoints = 0;
  std::uint64_t seed = 0;
  /// How long a leader is looked for at the start.
  std::chrono::milliseconds timeout = std::chrono::seconds{5};
  credential_source credentials = {};
};

class bench_state {
public:
  static inline const char* name = "bench";
  using pointer = bench_actor::stateful_pointer<bench_state>;

  void start(pointer self, const bench_options& options);
  caf::result<bench_result> run(const bench_plan& plan);

  void handle(const link_up& news);
  void handle(const link_down& news);
  void handle(const protocol::gateway_hello& hello);
  void handle(const protocol::authenticated& x);
  void handle(const protocol::cluster_status_answered& rows);
  void handle(const protocol::commands_answered& answers);
  void handle(const protocol::queries_answered& answers);
  void pass_time();

private:
  enum class phase { idle, preparing, warming_up, measuring };

  struct endpoint {
    protocol::gateway_actor gateway;
    /// The node's id; zero until it knows who asks.
    raft::node_id node;
    /// What its hello said.
    raft::node_id greeted_by;
  };

  /// One client: it has at most one operation under way.
  struct slot {
    protocol::request_id id;
    /// The number of the open query; zero if a command is open.
    std::uint64_t query = 0;
    moment began{};
    bool open = false;
    std::string key;
  };

  moment now() const;
  void begin(phase next);
  void end_phase_if_over();
  void finish();
  void fail(const std::string& problem);

  void look_for_leader();
  std::optional<std::size_t> endpoint_of(raft::node_id node) const;
  /// The endpoint that sent the current message.
  std::optional<std::size_t> sender() const;
  void give_up_on_target();
  void expire_slots();

  bool reads_next();
  void start_operation(std::uint32_t number);
  void complete(std::uint32_t number, bool success);
  void send_ready();
  void flush_commands();
  void flush_queries();

  pointer self_ = nullptr;
  bench_options options_;
  bench_plan plan_;
  phase phase_ = phase::idle;
  moment phase_began_{};
  moment phase_ends_{};
  caf::typed_response_promise<bench_result> promise_;
  bench_result result_;
  std::unique_ptr<bench_operations> operations_;

  std::vector<endpoint> endpoints_;
  /// The endpoint that gets all operations; none while no leader is known.
  std::optional<std::size_t> target_;
  bool had_target_ = false;
  /// Since when there is no target.
  moment seeking_since_{};
  moment leader_sought_{};
  raft::log_index commit_index_;

  std::vector<slot> slots_;
  std::uint64_t last_query_ = 0;
  /// Slots whose next operation waits to be sent.
  std::vector<std::uint32_t> ready_;
  /// Slots whose last operation failed: they wait for the next look at the
  /// clock.
  std::vector<std::uint32_t> resting_;
  std::vector<std::string> prepared_;

  std::string commands_;
  std::uint32_t command_count_ = 0;
  std::string queries_;
  std::uint32_t query_count_ = 0;
};

bench_actor::behavior_type bench(bench_state::pointer self,
                                 const bench_options& options);

} // namespace taskraft::client
