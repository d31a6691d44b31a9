#include "tests/support/simulation/simulation_plan.hpp"

#include "tests/support/simulation/simulated_board.hpp"

#include <algorithm>
#include <memory>

namespace taskraft::tests {

namespace {

/// Small bounds, so that windows fill, memory forgets entries and segments end.
cluster_plan draw_cluster(dice& chance) {
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
  // Request ids are forgotten while the run goes on.
  auto window = chance.percent(40) ? chance.between(40, 200)
                                   : tasks::request_window_entries;
  plan.make_state
    = [window] { return std::make_unique<simulated_board>(window); };
  // An upgrade is under way.
  if (chance.percent(40))
    plan.upgrade_to = next_program;
  return plan;
}

/// In half of the runs people work, log in and out, and lose their rights.
client_counts draw_clients(dice& chance) {
  if (chance.percent(50))
    return {.open = chance.between(4, 8)};
  return {.open = 2, .people = chance.between(2, 5), .nodes = 1};
}

/// What a run is about: the faults that come most, and what they need.
struct profile {
  const char* name;
  std::vector<std::string> favourites;
  void (*adapt)(simulation_plan& plan, dice& chance);
};

const std::vector<profile>& profiles() {
  static const auto all = std::vector<profile>{
    {"anything", {}, [](auto&, auto&) {}},
    {"conflicts",
     {"isolation", "leader_apart", "cut_direction", "split", "bridge",
      "transfer", "weather", "crash", "leader_returns", "leader_returns",
      "transfer_to_lost"},
     [](auto& plan, auto& chance) {
       plan.cluster.tuning.max_batch_bytes = 300;
       plan.cluster.tuning.recent_bytes = chance.between(200, 800);
     }},
    {"churn",
     {"members", "members", "members", "crash", "isolation", "leader_apart",
      "members_at_once", "removed_again"},
     [](auto& plan, auto& chance) {
       plan.cluster.spares = chance.between(1, 3);
     }},
    {"snapshots",
     {"crash", "slow_store", "isolation", "cut_of_log", "kill",
      "snapshot_overtaken", "snapshot_overtaken"},
     [](auto& plan, auto& chance) {
       plan.cluster.tuning.log_retain_entries = chance.below(5);
       plan.cluster.tuning.cut_interval_ticks
         = static_cast<std::uint32_t>(chance.below(5));
       plan.cluster.snapshot_chunk_bytes = chance.between(500, 4000);
     }},
    {"disks",
     {"power_cut", "power_cut", "disk_failure", "disk_full", "slow_log",
      "crash_of_all"},
     [](auto&, auto&) {}},
    {"leases",
     {"slow_node", "leader_apart", "voters_anew", "crash", "cut_direction",
      "late_answers", "late_word", "promise_restarted"},
     [](auto& plan, auto&) {
       plan.cluster.tuning.lease_reads = true;
       plan.cluster.clock_spread_permille = 90;
     }},
    {"clocks",
     {"slow_node", "crash", "isolation", "leader_apart", "cut_direction",
      "transfer", "clock_or_database", "voters_anew"},
     [](auto& plan, auto&) {
       // Leases are for clocks that are better than that.
       plan.cluster.tuning.lease_reads = false;
       plan.cluster.clock_spread_permille = 400;
     }},
    {"upgrades",
     {"program", "program", "crash", "members"},
     [](auto& plan, auto&) { plan.cluster.upgrade_to = next_program; }},
    {"people",
     {"crash", "isolation", "clock_or_database", "kill"},
     [](auto& plan, auto& chance) {
       plan.clients = {.open = 1, .people = chance.between(4, 8), .nodes = 1};
     }}};
  return all;
}

/// No more clients than `most`, but one of those that people need.
void limit(client_counts& clients, std::size_t most) {
  clients.people = std::min(clients.people, most);
  clients.open = std::min(clients.open, most - clients.people);
}

} // namespace

std::vector<std::string> profile_names() {
  auto names = std::vector<std::string>{};
  for (const auto& each : profiles())
    names.emplace_back(each.name);
  return names;
}

simulation_plan plan_of(std::uint64_t seed, const simulation_options& options) {
  auto chance = dice{seed ^ 0x9e3779b97f4a7c15U};
  auto plan = simulation_plan{.cluster = draw_cluster(chance),
                              .clients = draw_clients(chance)};
  const auto* about = &chance.one_of(profiles());
  for (const auto& each : profiles())
    if (each.name == options.profile)
      about = &each;
  plan.profile = about->name;
  plan.favourites = about->favourites;
  about->adapt(plan, chance);
  limit(plan.clients, options.most_clients);
  plan.cluster.judged = options.judged;
  if (!options.spares)
    plan.cluster.spares = 0;
  if (!options.upgrades)
    plan.cluster.upgrade_to.reset();
  return plan;
}

} // namespace taskraft::tests
