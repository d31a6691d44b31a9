#include "tests/support/simulation/simulation.hpp"

#include "tests/support/simulation/simulated_clients.hpp"
#include "tests/support/simulation/simulated_faults.hpp"
#include "tests/support/simulation/simulation_plan.hpp"

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
  simulation_run(std::uint64_t seed, const simulation_options& options)
    : plan_(plan_of(seed, options)), options_(options),
      cluster_(seed, plan_.cluster), clients_(cluster_, plan_.clients),
      faults_(cluster_, plan_.cluster.upgrade_to, plan_.favourites) {
    cluster_.history.story = options.story;
    faults_.stop_after(options.most_faults);
    cluster_.on_time = [this] {
      if (stormy_)
        faults_.pass_time();
      clients_.pass_time();
    };
  }

  void run() {
    // A snapshot whose small pieces overtake each other takes many seconds.
    constexpr auto time_limit = sim_time{40'000};
    auto broken = [this] { return !cluster_.history.violations().empty(); };
    // Some clusters bootstrap while faults happen.
    if (cluster_.chance.percent(70))
      cluster_.run_until([&] { return cluster_.history.terms() > 0; },
                         time_limit);
    stormy_ = true;
    cluster_.run_until(broken, options_.storm_ms);
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
          [&] { return broken() || has_newest_rules(cluster_, plan_.cluster); },
          time_limit))
      cluster_.history.add_violation(
        "the rules level stays at "
        + std::to_string(cluster_.history.level().value)
        + " though all nodes know a newer one");
    if (!broken() && cluster_.chance.percent(30))
      lead_in_turn(time_limit);
    if (!broken() && cluster_.chance.percent(30))
      lose_a_minority(time_limit);
    if (!broken())
      let_a_disk_lie(time_limit);
    if (!cluster_.run_until([&] { return broken() || all_agree(cluster_); },
                            time_limit))
      cluster_.history.add_violation("nodes lag though all faults ended");
    if (!broken())
      rest();
    clients_.check_end();
    check_states();
    cluster_.check_retired();
    cluster_.compare_logs();
  }

  /// Nodes that have nothing to do say little: heartbeats and their answers.
  void rest() {
    constexpr auto most_a_node = std::uint64_t{150};
    // What was sent twice while they did not agree is still answered.
    cluster_.run_for(1000);
    auto before = cluster_.network.sent();
    cluster_.run_for(1000);
    auto said = cluster_.network.sent() - before;
    if (said > most_a_node * cluster_.size())
      cluster_.history.add_violation("there are " + std::to_string(said)
                                     + " messages in a second of rest");
  }

  void check_states() {
    for (auto id : cluster_.living())
      for (const auto& what :
           cluster_.node(id).state().broken(clients_.people()))
        cluster_.history.add_violation("node " + std::to_string(id.value) + ": "
                                       + what);
  }

  /// Each voter can lead, and commit as the leader.
  void lead_in_turn(sim_time time_limit) {
    clients_.go_on();
    for (auto id : cluster_.members()) {
      const auto& members = cluster_.history.members();
      if (!members->has_voter(id))
        continue;
      auto leads = [&] { return cluster_.history.leader() == id; };
      auto end = cluster_.now() + time_limit;
      while (!leads() && cluster_.now() < end) {
        faults_.ask_to_lead(id);
        cluster_.run_until(leads, 500);
      }
      auto before = cluster_.judge.committed();
      if (!leads()
          || !cluster_.run_until(
            [&] { return !leads() || cluster_.history.last() > before; },
            time_limit))
        cluster_.history.add_violation("node " + std::to_string(id.value)
                                       + " cannot lead though it votes");
    }
    clients_.finish();
    if (!cluster_.run_until([&] { return clients_.idle(); }, time_limit))
      cluster_.history.add_violation(
        "a client waits though leaders only changed");
  }

  /// Less than half of the voters may be lost; those that remain go on.
  void lose_a_minority(sim_time time_limit) {
    clients_.go_on();
    auto lost = faults_.lose_a_minority();
    if (!lost.empty()) {
      cluster_.run_for(300);
      auto before = cluster_.history.last();
      ++minorities_;
      if (!cluster_.run_until([&] { return cluster_.history.last() > before; },
                              time_limit))
        cluster_.history.add_violation("nothing is committed though "
                                       + std::to_string(lost.size())
                                       + " voters are lost, and no more");
      faults_.give_back(lost);
    }
    clients_.finish();
    if (!cluster_.run_until([&] { return clients_.idle(); }, time_limit))
      cluster_.history.add_violation(
        "a client waits though only a minority was lost");
  }

  /// Clients write while the disk lies, and none of their writes is lost.
  void let_a_disk_lie(sim_time time_limit) {
    clients_.go_on();
    auto liar = faults_.lie(time_limit);
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
            .comparisons = clients_.comparisons(),
            .aimed = faults_.aimed(),
            .minorities = minorities_,
            .applied = clients_.people().applied(),
            .refused = clients_.people().refusals(),
            .kinds = faults_.kinds(),
            .promises
            = {cluster_.judge.judged().begin(), cluster_.judge.judged().end()},
            .profile = plan_.profile};
  }

private:
  simulation_plan plan_;
  simulation_options options_;
  simulated_cluster cluster_;
  simulated_clients clients_;
  simulated_faults faults_;
  bool stormy_ = false;
  bool found_out_ = false;
  std::uint64_t minorities_ = 0;
};

} // namespace

simulation_outcome simulate(std::uint64_t seed,
                            const simulation_options& options) {
  remember_seed(seed);
  auto run = simulation_run{seed, options};
  run.run();
  auto outcome = run.outcome();
  outcome.seed = seed;
  return outcome;
}

simulation_summary simulate_for(std::chrono::seconds duration,
                                std::uint64_t first_seed,
                                const simulation_options& options,
                                std::uint64_t last_seed) {
  auto summary = simulation_summary{};
  auto end = std::chrono::steady_clock::now() + duration;
  for (auto seed = first_seed;
       seed <= last_seed && std::chrono::steady_clock::now() < end; ++seed) {
    auto outcome = simulate(seed, options);
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
    summary.comparisons += outcome.comparisons;
    summary.aimed += outcome.aimed;
    summary.minorities += outcome.minorities;
    summary.applied += outcome.applied;
    summary.refused += outcome.refused;
    for (const auto& [kind, count] : outcome.kinds)
      summary.kinds[kind] += count;
    ++summary.profiles[outcome.profile];
    for (const auto& [promise, count] : outcome.promises)
      summary.promises[promise] += count;
    summary.with_snapshots += outcome.snapshots > 0 ? 1U : 0U;
    if (!outcome.violations.empty()) {
      summary.failed = std::move(outcome);
      break;
    }
  }
  return summary;
}

simulation_options shrunk(std::uint64_t seed, simulation_options options) {
  options.story = nullptr;
  auto fails_with = [&](const simulation_options& less) {
    return !simulate(seed, less).violations.empty();
  };
  auto try_less = [&](auto change) {
    auto less = options;
    change(less);
    if (fails_with(less))
      options = less;
  };
  try_less([](auto& x) { x.spares = false; });
  try_less([](auto& x) { x.upgrades = false; });
  for (auto most = std::size_t{4}; most > 0; --most)
    try_less([&](auto& x) { x.most_clients = most; });
  for (auto ms = std::uint64_t{3000}; ms > 0; ms -= 250)
    try_less([&](auto& x) { x.storm_ms = std::min(x.storm_ms, ms); });
  // The least number of faults: runs with the same number begin alike.
  auto most = std::min(options.most_faults, options.storm_ms / 20);
  for (auto least = std::uint64_t{0}; least < most;) {
    auto middle = (least + most) / 2;
    auto less = options;
    less.most_faults = middle;
    if (!fails_with(less)) {
      least = middle + 1;
      continue;
    }
    most = middle;
    options = less;
  }
  return options;
}

std::ostream& operator<<(std::ostream& out, const simulation_summary& x) {
  out << x.seeds << " seeds, " << x.writes << " writes, " << x.reads
      << " reads, " << x.faults << " faults, " << x.terms << " terms, "
      << x.changes << " memberships, " << x.program_changes
      << " changed programs, " << x.snapshots << " snapshots in "
      << x.with_snapshots << " of the seeds, " << x.restarts << " restarts, "
      << x.aged_reads << " aged reads, " << x.liars
      << " lying disks found out, " << x.applied << " commands of people, "
      << x.refused << " for which they had no right, " << x.aimed
      << " aimed faults, " << x.minorities << " minorities lost, "
      << x.promises.size() << " promises judged";
  for (const auto& [kind, count] : x.kinds)
    out << ", " << kind << ' ' << count;
  for (const auto& [profile, count] : x.profiles)
    out << ", profile " << profile << ' ' << count;
  if (x.failed) {
    out << "\nseed " << x.failed->seed << " failed:";
    constexpr auto most = std::size_t{12};
    const auto& all = x.failed->violations;
    for (auto i = std::size_t{0}; i < std::min(all.size(), most); ++i)
      out << "\n  " << all[i];
    if (all.size() > most)
      out << "\n  and " << all.size() - most << " more";
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
