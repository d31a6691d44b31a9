// What the main thread may ask of the BENCH, the actor that measures.

#pragma once

#include "bin/client/bench/bench_operations.hpp"
#include "bin/client/bench/histogram.hpp"
#include "bin/client/connection/link_actor.hpp"
#include "protocol/actors/gateway_actor.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <chrono>
#include <cstdint>
#include <string>

namespace taskraft::client {

struct bench_plan {
  /// Requests in flight.
  std::uint32_t clients = 64;
  std::chrono::seconds duration{10};
  /// How long the load runs before anything is measured.
  std::chrono::milliseconds warm_up{1000};
  /// Share of linearizable reads, 0 to 1.
  double read_ratio = 0;
  bench_kind kind = {};
  /// How many keys or tasks are written before the run if any are read.
  std::uint32_t prepared_keys = 10'000;
};

/// How operations of one kind went.
struct bench_figures {
  /// Microseconds from sending to the answer, of operations that succeeded.
  histogram latencies;
  std::uint64_t errors = 0;
};

struct bench_result {
  /// Why nothing was measured; empty if it was.
  std::string problem = {};
  std::chrono::nanoseconds measured{0};
  bench_figures writes = {};
  bench_figures reads = {};
};

/// The bench sends itself this when it is time to look at the clock.
struct check_clock {};

using bench_actor = protocol::client_actor::extend<
  // Runs the plan; answered at its end.
  caf::replies_to<bench_plan>::with<bench_result>,
  // News from the links.
  caf::reacts_to<link_up>, caf::reacts_to<link_down>,
  caf::reacts_to<check_clock>>;

} // namespace taskraft::client

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::bench_plan)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::bench_result)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::check_clock)
