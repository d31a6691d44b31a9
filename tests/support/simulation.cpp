#include "tests/support/simulation.hpp"

#include "tests/support/simulated_board.hpp"
#include "tests/support/simulated_clients.hpp"
#include "tests/support/simulated_faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <random>
#include <unistd.h>

namespace taskraft::tests {

namespace {

/// A broken invariant ends the process, so the seed is printed first.
std::array<char, 80> last_words;
std::size_t last_words_size = 0;

extern "C" void tell_seed(int) {
  auto written = ::write(STDERR_FILENO, last_words.data(), last_words_size);
  static_cast<void>(written);
}

void remember_seed(std::uint64_t seed) {
  auto text = "the seed was " + std::to_string(seed) + "\n";
  last_words_size = std::min(text.size(), last_words.size());
  std::copy_n(text.begin(), last_words_size, last_words.begin());
  std::signal(SIGABRT, tell_seed);
}

/// Small bounds, so that windows fill, memory forgets entries and segments end.
cluster_plan plan_of(std::uint64_t seed) {
  auto chance = dice{seed ^ 0x9e3779b97f4a7c15U};
  auto plan = cluster_plan{};
  plan.size = chance.percent(25) ? 5 : 3;
  if (chance.percent(50))
    plan.spares = chance.between(1, 3);
  plan.tuning.election_ticks_min = 10;
  plan.tuning.election_ticks_max = 20;
  plan.tuning.heartbeat_ticks = 3;
  plan.tuning.lease_reads = chance.percent(50);
  if (chance.percent(60)) {
    plan.tuning.max_batch_bytes = chance.between(200, 2000);
    plan.tuning.max_inflight_bytes
      = plan.tuning.max_batch_bytes * chance.between(1, 6);
    plan.tuning.recent_bytes = chance.between(200, 4000);
  }
  if (chance.percent(75)) {
    plan.tuning.log_retain_entries = chance.below(30);
    plan.tuning.cut_interval_ticks
      = static_cast<std::uint32_t>(chance.below(30));
    plan.tuning.snapshot_time_limit_ticks
      = static_cast<std::uint32_t>(chance.between(20, 200));
    plan.snapshot_chunk_bytes = chance.between(300, 4000);
  }
  plan.throws_a_moment = chance.between(15, 100);
  plan.segment_bytes = chance.between(8, 64) << 10U;
  plan.limits.retry_after = chance.between(10, 60);
  plan.limits.refuse_after = chance.between(20, 100);
  plan.limits.forget_after = chance.between(100, 400);
  plan.limits.max_forward_batch_bytes = chance.between(500, 5000);
  plan.make_state = [] { return std::make_unique<simulated_board>(); };
  // An upgrade is under way.
  if (chance.percent(40))
    plan.upgrade_to = next_program;
  return plan;
}

bool all_agree(simulated_cluster& cluster) {
  return cluster.removed_have_retired()
         && std::ranges::all_of(cluster.members(), [&](raft::node_id id) {
              return cluster.is_found_out(id)
                     || cluster.history.visible_at(id)
                          == cluster.history.last();
            });
}

/// Whether the newest rules of the planned programs are in force.
bool has_newest_rules(const simulated_cluster& cluster,
                      const cluster_plan& plan) {
  auto newest = plan.upgrade_to.value_or(plan.program);
  return cluster.history.level().value == newest.rules_level;
}

class simulation_run {
public:
  simulation_run(std::uint64_t seed, std::ostream* story)
    : simulation_run(seed, plan_of(seed), story) {
  }

  simulation_run(std::uint64_t seed, const cluster_plan& plan,
                 std::ostream* story)
    : cluster_(seed, plan), clients_(cluster_, 4), plan_(plan),
      faults_(cluster_, plan.upgrade_to) {
    cluster_.history.story = story;
    cluster_.on_time = [this] {
      if (stormy_)
        faults_.pass_time();
      clients_.pass_time();
    };
  }

  void run() {
    constexpr auto storm = sim_time{4000};
    constexpr auto time_limit = sim_time{10'000};
    auto broken = [this] { return !cluster_.history.violations().empty(); };
    // Some clusters bootstrap while faults happen.
    if (cluster_.chance.percent(70))
      cluster_.run_until([&] { return cluster_.history.terms() > 0; },
                         time_limit);
    stormy_ = true;
    cluster_.run_until(broken, storm);
    stormy_ = false;
    if (broken())
      return;
    faults_.end();
    auto before = clients_.writes();
    if (!cluster_.run_until(
          [&] { return broken() || clients_.writes() > before; }, time_limit))
      cluster_.history.add_violation(
        "no write succeeds though all faults ended");
    clients_.finish();
    if (!cluster_.run_until([&] { return broken() || clients_.idle(); },
                            time_limit))
      cluster_.history.add_violation("a client waits though all faults ended");
    if (!cluster_.run_until(
          [&] { return broken() || has_newest_rules(cluster_, plan_); },
          time_limit))
      cluster_.history.add_violation(
        "the rules level stays at "
        + std::to_string(cluster_.history.level().value)
        + " though all nodes know a newer one");
    if (!broken())
      let_a_disk_lie(time_limit);
    // A snapshot of all tables in the smallest parts takes longer than the
    // rest.
    if (!cluster_.run_until([&] { return broken() || all_agree(cluster_); },
                            4 * time_limit))
      cluster_.history.add_violation("nodes lag though all faults ended");
    clients_.check_end();
    cluster_.check_retired();
    cluster_.compare_logs();
  }

  /// Clients write while the disk lies, and none of their writes is lost.
  void let_a_disk_lie(sim_time time_limit) {
    clients_.go_on();
    // A snapshot of small pieces that overtake each other takes seconds.
    auto liar = faults_.lie(3 * time_limit);
    found_out_ = liar && cluster_.is_found_out(*liar);
    clients_.finish();
    if (!cluster_.run_until(
          [&] {
            return clients_.idle() || !cluster_.history.violations().empty();
          },
          time_limit))
      cluster_.history.add_violation("a client waits because one disk lied");
  }

  simulation_outcome outcome() const {
    return {.seed = 0,
            .violations = cluster_.history.violations(),
            .trace = cluster_.trace(),
            .nodes = cluster_.size(),
            .writes = clients_.writes(),
            .reads = clients_.reads(),
            .faults = faults_.count(),
            .terms = cluster_.history.terms(),
            .snapshots = cluster_.history.installations(),
            .entries = cluster_.history.last().value,
            .changes = cluster_.history.changes(),
            .program_changes = faults_.program_changes(),
            .aged_reads = clients_.aged_reads(),
            .liars = found_out_ ? 1U : 0U,
            .restarts = cluster_.restarts(),
            .kinds = faults_.kinds()};
  }

private:
  simulated_cluster cluster_;
  simulated_clients clients_;
  cluster_plan plan_;
  simulated_faults faults_;
  bool stormy_ = false;
  bool found_out_ = false;
};

} // namespace

simulation_outcome simulate(std::uint64_t seed, std::ostream* story) {
  remember_seed(seed);
  auto run = simulation_run{seed, story};
  run.run();
  auto outcome = run.outcome();
  outcome.seed = seed;
  return outcome;
}

simulation_summary simulate_for(std::chrono::seconds duration,
                                std::uint64_t first_seed) {
  auto summary = simulation_summary{};
  auto end = std::chrono::steady_clock::now() + duration;
  for (auto seed = first_seed; std::chrono::steady_clock::now() < end; ++seed) {
    auto outcome = simulate(seed);
    ++summary.seeds;
    summary.writes += outcome.writes;
    summary.reads += outcome.reads;
    summary.faults += outcome.faults;
    summary.terms += outcome.terms;
    summary.changes += outcome.changes;
    summary.snapshots += outcome.snapshots;
    summary.program_changes += outcome.program_changes;
    summary.aged_reads += outcome.aged_reads;
    summary.liars += outcome.liars;
    summary.restarts += outcome.restarts;
    for (const auto& [kind, count] : outcome.kinds)
      summary.kinds[kind] += count;
    summary.with_snapshots += outcome.snapshots > 0 ? 1U : 0U;
    if (!outcome.violations.empty()) {
      summary.failed = std::move(outcome);
      break;
    }
  }
  return summary;
}

std::ostream& operator<<(std::ostream& out, const simulation_summary& x) {
  out << x.seeds << " seeds, " << x.writes << " writes, " << x.reads
      << " reads, " << x.faults << " faults, " << x.terms << " terms, "
      << x.changes << " memberships, " << x.program_changes
      << " changed programs, " << x.snapshots << " snapshots in "
      << x.with_snapshots << " of the seeds, " << x.restarts << " restarts, "
      << x.aged_reads << " aged reads, " << x.liars << " lying disks found out";
  for (const auto& [kind, count] : x.kinds)
    out << ", " << kind << ' ' << count;
  if (x.failed) {
    out << "\nseed " << x.failed->seed << " failed:";
    for (const auto& broken : x.failed->violations)
      out << "\n  " << broken;
  }
  return out;
}

std::uint64_t seed_from_environment() {
  if (const auto* text = std::getenv("TASKRAFT_SEED"))
    return std::strtoull(text, nullptr, 10);
  auto device = std::random_device{};
  return (std::uint64_t{device()} << 16U) ^ device();
}

} // namespace taskraft::tests
