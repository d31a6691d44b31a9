#include "bin/client/bench/bench.hpp"
#include "protocol/messages/client_frames.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <set>

namespace bench_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace std::chrono_literals;
using protocol::answer_status;

/// The state of the simulated nodes: the leader and the stored keys.
struct world {
  std::uint64_t leader = 1;
  answer_status status = answer_status::done;
  bool silent = false;
  bool refuses = false;
  std::set<std::string> keys;
  /// Keys that were greater than all earlier ones.
  std::size_t rising_puts = 0;
  std::size_t puts = 0;
  std::size_t gets = 0;
  std::uint64_t tasks = 0;
  std::size_t updates = 0;
  std::size_t shows = 0;
  std::size_t largest_batch = 0;
  std::array<std::size_t, 3> messages{};
};

using world_ptr = std::shared_ptr<world>;

/// Ids rise, and only tasks that were made are changed.
std::string task_result_of(world& state, const tasks::wire::Command& command) {
  auto result = tasks::wire::Result{};
  if (command.has_create_task()) {
    BOOST_TEST(command.create_task().description().size() == 16U);
    result.mutable_task()->set_id(++state.tasks);
  } else {
    ++state.updates;
    BOOST_TEST(command.update_task().id() <= state.tasks);
    result.mutable_task()->set_id(command.update_task().id());
  }
  return result.SerializeAsString();
}

std::string result_of(world& state, std::string_view bytes) {
  auto command = tasks::wire::Command{};
  BOOST_REQUIRE(
    command.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  if (!command.has_put_key())
    return task_result_of(state, command);
  ++state.puts;
  auto [key, is_new] = state.keys.insert(command.put_key().key());
  BOOST_TEST(is_new);
  if (std::next(key) == state.keys.end())
    ++state.rising_puts;
  auto result = tasks::wire::Result{};
  if (state.refuses)
    result.mutable_refusal()->set_message("no");
  else
    result.mutable_key()->set_rev(1);
  return result.SerializeAsString();
}

std::string answer_of(world& state, std::string_view bytes) {
  auto query = tasks::wire::Query{};
  BOOST_REQUIRE(
    query.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  if (query.has_get_task()) {
    ++state.shows;
    BOOST_TEST(query.get_task().id() <= state.tasks);
    auto found = tasks::wire::Answer{};
    found.mutable_task()->set_id(query.get_task().id());
    return found.SerializeAsString();
  }
  ++state.gets;
  BOOST_TEST(state.keys.count(query.get_key().key()) == 1U);
  auto answer = tasks::wire::Answer{};
  answer.mutable_pair()->set_key(query.get_key().key());
  return answer.SerializeAsString();
}

std::vector<protocol::node_status> rows_of(const world& state) {
  auto rows = std::vector<protocol::node_status>(3);
  for (auto i = 0U; i < 3; ++i) {
    rows[i].id = {i + 1};
    rows[i].role = i + 1 == state.leader ? "leader" : "follower";
    rows[i].term = {state.leader};
    rows[i].commit_index = {9};
  }
  return rows;
}

protocol::gateway_actor::behavior_type
node(protocol::gateway_actor::pointer self, std::uint64_t id, world_ptr state) {
  auto reply = [self](auto message) {
    self->send(caf::actor_cast<protocol::client_actor>(self->current_sender()),
               std::move(message));
  };
  return {
    [=](const protocol::client_hello&) {
      reply(protocol::gateway_hello{1, "0", "demo", "c1", {id}, {9}});
    },
    [=](const protocol::submit_commands& x) {
      ++state->messages[id - 1];
      state->largest_batch
        = std::max<std::size_t>(state->largest_batch, x.count);
      if (state->silent)
        return;
      auto frames = std::string{};
      auto rest = std::string_view{x.frames.view()};
      while (auto request = protocol::next_command_frame(rest)) {
        auto result = result_of(*state, request->command);
        protocol::append_command_answer(frames, {.id = request->id,
                                                 .status = state->status,
                                                 .index = {10},
                                                 .result = result});
      }
      // The time that a write takes.
      self->delayed_send(
        caf::actor_cast<protocol::client_actor>(self->current_sender()), 10ms,
        protocol::commands_answered{x.count, protocol::blob{frames}, {10}});
    },
    [=](const protocol::submit_queries& x) {
      auto frames = std::string{};
      auto rest = std::string_view{x.frames.view()};
      while (auto query = protocol::next_query_request(rest)) {
        BOOST_TEST(query->consistency == protocol::consistency::linearizable);
        auto answer = answer_of(*state, query->query);
        protocol::append_query_reply(frames, {.id = query->id,
                                              .status = state->status,
                                              .visible = {10},
                                              .answer = answer});
      }
      self->delayed_send(
        caf::actor_cast<protocol::client_actor>(self->current_sender()), 10ms,
        protocol::queries_answered{x.count, protocol::blob{frames}});
    },
    [=](const protocol::request_cluster_status& x) {
      reply(protocol::cluster_status_answered{x.id, rows_of(*state)});
    },
    [=](const protocol::transfer_leadership&) {},
    [=](const protocol::change_members&) {},
    [](const protocol::compare_digests&) {},
    [](const protocol::begin_backup&) {},
    [](const protocol::read_backup&) {},
    [](const protocol::authenticate&) {},
    [](const protocol::prove_operator&) {},
    [](const protocol::log_in&) {},
    [](const protocol::submit_account_command&) {},
  };
}

struct fixture : tests::actor_fixture {
  ~fixture() {
    for (const auto& x : nodes)
      caf::anon_send_exit(x, caf::exit_reason::kill);
    caf::anon_send_exit(bencher, caf::exit_reason::kill);
    drain();
  }

  void connect(std::size_t index) {
    nodes[index] = system.spawn(node, index + 1, state);
    caf::anon_send(bencher, link_up{index, nodes[index]});
    drain();
  }

  void connect_all() {
    for (auto i : {0U, 1U, 2U})
      connect(i);
  }

  void begin(const bench_plan& what) {
    pending.emplace(self->request(bencher, caf::infinite, what));
    drain();
  }

  void pass(std::chrono::milliseconds time) {
    for (auto passed = 0ms; passed < time; passed += 10ms) {
      scheduler.advance_time(10ms);
      drain();
    }
  }

  bench_result result() {
    auto found = std::optional<bench_result>{};
    BOOST_REQUIRE(self->has_next_message());
    pending->receive([&](bench_result& x) { found = std::move(x); },
                     [](const caf::error&) {});
    return found.value();
  }

  world_ptr state = std::make_shared<world>();
  std::array<protocol::gateway_actor, 3> nodes;
  bench_actor bencher = system.spawn(
    bench, bench_options{.endpoints = 3, .seed = 1, .timeout = 5s});
  caf::scoped_actor self{system, true};
  using pending_report
    = decltype(self->request(bencher, caf::infinite, bench_plan{}));
  std::optional<pending_report> pending;
  bench_plan plan{.clients = 4,
                  .duration = 1s,
                  .warm_up = 100ms,
                  .read_ratio = 0,
                  .kind = {.value_bytes = 16},
                  .prepared_keys = 10};
};

BOOST_FIXTURE_TEST_SUITE(the_bench, fixture)

BOOST_AUTO_TEST_CASE(keeps_every_client_busy_and_counts_what_is_done) {
  connect_all();
  begin(plan);
  pass(2s);
  auto x = result();
  BOOST_TEST(x.problem == "");
  BOOST_TEST(x.measured >= 1s);
  // Four clients with 10 ms each make 400 a second.
  BOOST_TEST(x.writes.latencies.count() >= 380U);
  BOOST_TEST(x.writes.latencies.count() <= 420U);
  BOOST_TEST(x.writes.latencies.percentile(0.5) / 1000 == 10U);
  BOOST_TEST(x.writes.errors == 0U);
  BOOST_TEST(x.reads.latencies.count() == 0U);
}

BOOST_AUTO_TEST_CASE(sends_what_is_ready_in_one_message_to_the_leader) {
  state->leader = 2;
  connect_all();
  begin(plan);
  pass(2s);
  BOOST_TEST(result().writes.latencies.count() > 0U);
  BOOST_TEST(state->largest_batch == 4U);
  BOOST_TEST(state->messages[0] == 0U);
  BOOST_TEST(state->messages[2] == 0U);
}

BOOST_AUTO_TEST_CASE(reads_only_keys_that_it_has_written_before) {
  plan.read_ratio = 1;
  connect_all();
  begin(plan);
  pass(2s);
  auto x = result();
  BOOST_TEST(x.reads.latencies.count() >= 380U);
  BOOST_TEST(x.reads.errors == 0U);
  BOOST_TEST(x.writes.latencies.count() == 0U);
  BOOST_TEST(state->puts >= 10U);
  BOOST_TEST(state->puts < 20U);
}

BOOST_AUTO_TEST_CASE(mixes_reads_and_writes) {
  plan.read_ratio = 0.5;
  connect_all();
  begin(plan);
  pass(2s);
  auto x = result();
  BOOST_TEST(x.reads.latencies.count() > 100U);
  BOOST_TEST(x.writes.latencies.count() > 100U);
}

BOOST_AUTO_TEST_CASE(puts_rising_keys) {
  connect_all();
  begin(plan);
  pass(2s);
  BOOST_TEST(state->puts > 100U);
  BOOST_TEST(state->rising_puts == state->puts);
}

BOOST_AUTO_TEST_CASE(puts_keys_in_no_order_if_asked_to) {
  plan.kind.random_keys = true;
  connect_all();
  begin(plan);
  pass(2s);
  BOOST_TEST(state->puts > 100U);
  BOOST_TEST(state->rising_puts < state->puts / 4);
}

BOOST_AUTO_TEST_CASE(makes_changes_and_shows_tasks) {
  plan.kind.tasks = true;
  plan.kind.update_ratio = 0.5;
  plan.read_ratio = 0.5;
  connect_all();
  begin(plan);
  pass(2s);
  auto x = result();
  BOOST_TEST(x.problem == "");
  BOOST_TEST(x.reads.latencies.count() > 100U);
  BOOST_TEST(x.writes.latencies.count() > 100U);
  BOOST_TEST(x.writes.errors + x.reads.errors == 0U);
  BOOST_TEST(state->tasks > 10U);
  BOOST_TEST(state->updates > 10U);
  BOOST_TEST(state->shows > 100U);
  BOOST_TEST(state->puts + state->gets == 0U);
}

BOOST_AUTO_TEST_CASE(counts_refusals_and_failures_as_errors) {
  state->refuses = true;
  connect_all();
  begin(plan);
  pass(2s);
  auto x = result();
  BOOST_TEST(x.writes.errors > 0U);
  BOOST_TEST(x.writes.latencies.count() == 0U);
}

BOOST_AUTO_TEST_CASE(counts_unavailability_as_errors_and_goes_on) {
  connect_all();
  begin(plan);
  pass(500ms);
  state->status = answer_status::unavailable;
  pass(100ms);
  state->status = answer_status::done;
  pass(1s);
  auto x = result();
  BOOST_TEST(x.writes.errors > 0U);
  BOOST_TEST(x.writes.latencies.count() > 200U);
}

BOOST_AUTO_TEST_CASE(follows_a_leader_that_moves) {
  connect_all();
  begin(plan);
  pass(500ms);
  state->leader = 3;
  caf::anon_send(bencher, link_down{0, "connection lost"});
  pass(1500ms);
  auto x = result();
  BOOST_TEST(x.writes.errors == 4U);
  BOOST_TEST(state->messages[2] > 0U);
  BOOST_TEST(x.writes.latencies.count() > 300U);
}

BOOST_AUTO_TEST_CASE(gives_up_waiting_for_a_silent_leader) {
  plan.duration = 10s;
  connect_all();
  begin(plan);
  pass(500ms);
  state->silent = true;
  pass(5500ms);
  state->silent = false;
  pass(5s);
  auto x = result();
  BOOST_TEST(x.writes.errors == 4U);
}

BOOST_AUTO_TEST_CASE(says_if_there_is_no_leader) {
  state->leader = 0;
  connect_all();
  begin(plan);
  pass(6s);
  BOOST_TEST(result().problem == "unavailable: no leader was found");
}

BOOST_AUTO_TEST_CASE(has_a_follower_forward_if_the_leader_is_no_endpoint) {
  state->leader = 3;
  connect(1);
  begin(plan);
  pass(3s);
  auto x = result();
  BOOST_TEST(x.problem == "");
  BOOST_TEST(x.writes.errors == 0U);
  BOOST_TEST(state->messages[1] > 0U);
  // The time until a follower is asked to forward is not measured.
  BOOST_TEST(x.writes.latencies.count() >= 380U);
}

BOOST_AUTO_TEST_CASE(waits_for_the_hello_of_a_slower_leader) {
  state->leader = 3;
  connect(1);
  begin(plan);
  pass(300ms);
  connect(2);
  pass(2s);
  BOOST_TEST(result().writes.latencies.count() > 0U);
  BOOST_TEST(state->messages[1] == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace bench_test
