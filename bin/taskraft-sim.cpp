// Runs simulated clusters with random seeds for a given time, to find rare
// faults.

#include "tests/support/simulation/simulation.hpp"

#include <boost/program_options.hpp>

#include <cstdint>
#include <exception>
#include <iostream>
#include <string>

namespace {

namespace options = boost::program_options;

using taskraft::tests::simulation_options;

int tell_story(std::uint64_t seed, simulation_options how) {
  how.story = &std::cout;
  auto outcome = taskraft::tests::simulate(seed, how);
  std::cout << "seed " << seed
            << (outcome.violations.empty() ? ": good\n" : ": failed\n");
  return outcome.violations.empty() ? 0 : 1;
}

/// The options that make a run smaller, as they are given to this program.
std::string words_of(const simulation_options& x) {
  const auto all = simulation_options{};
  auto words = std::string{};
  if (!x.profile.empty())
    words += " --profile " + x.profile;
  if (x.storm_ms != all.storm_ms)
    words += " --storm-ms " + std::to_string(x.storm_ms);
  if (x.most_faults != all.most_faults)
    words += " --faults " + std::to_string(x.most_faults);
  if (x.most_clients != all.most_clients)
    words += " --clients " + std::to_string(x.most_clients);
  return words + (x.spares ? "" : " --no-spares")
         + (x.upgrades ? "" : " --no-upgrades")
         + (x.judged ? "" : " --without-judge");
}

struct seed_range {
  std::uint64_t first = 0;
  std::uint64_t last = UINT64_MAX;
};

/// "7" or "7..9".
seed_range range_of(const std::string& text) {
  auto range = seed_range{std::stoull(text)};
  if (auto dots = text.find(".."); dots != std::string::npos)
    range.last = std::stoull(text.substr(dots + 2));
  return range;
}

int run_seeds(const seed_range& seeds, long seconds,
              const simulation_options& how) {
  std::cout << "simulates from seed " << seeds.first << " on" << std::endl;
  auto summary = taskraft::tests::simulate_for(std::chrono::seconds{seconds},
                                               seeds.first, how, seeds.last);
  std::cout << summary << '\n';
  if (!summary.failed)
    return 0;
  auto seed = summary.failed->seed;
  std::cout << "replay: taskraft-sim --story --seed " << seed
            << words_of(taskraft::tests::shrunk(seed, how)) << '\n';
  return 1;
}

options::options_description known_options(simulation_options& how) {
  auto known = options::options_description{"taskraft-sim"};
  auto add = known.add_options();
  add("help", "show this");
  add("seconds", options::value<long>(), "how long new seeds are begun: 120");
  add("minutes", options::value<long>(), "the same in minutes");
  add("seeds", options::value<std::string>(),
      "these seeds, A..B; default: from anywhere on");
  add("seed", options::value<std::string>(), "where the seeds begin");
  add("transcript", "the same as --story");
  add("story", "tell the story of the first seed, and run no other");
  add("without-judge", "judge no step, only what comes of it");
  add("profile", options::value(&how.profile),
      "what all runs are about; default: drawn by the seed");
  add("storm-ms", options::value(&how.storm_ms), "how long faults happen");
  add("faults", options::value(&how.most_faults), "the most faults");
  add("clients", options::value(&how.most_clients), "the most clients");
  add("no-spares", "nodes are neither added nor removed");
  add("no-upgrades", "all nodes run one program");
  return known;
}

int run(int argc, char** argv) {
  auto how = simulation_options{};
  auto known = known_options(how);
  auto given = options::variables_map{};
  options::store(options::parse_command_line(argc, argv, known), given);
  options::notify(given);
  if (given.contains("help")) {
    std::cout << known;
    return 0;
  }
  how.judged = !given.contains("without-judge");
  how.spares = !given.contains("no-spares");
  how.upgrades = !given.contains("no-upgrades");
  auto seeds = seed_range{};
  if (given.contains("seed"))
    seeds = {range_of(given["seed"].as<std::string>()).first};
  else if (given.contains("seeds"))
    seeds = range_of(given["seeds"].as<std::string>());
  else
    seeds = {taskraft::tests::seed_from_environment()};
  if (given.contains("story") || given.contains("transcript"))
    return tell_story(seeds.first, how);
  auto seconds = seeds.last == UINT64_MAX ? 120L : 1'000'000L;
  if (given.contains("minutes"))
    seconds = 60 * given["minutes"].as<long>();
  if (given.contains("seconds"))
    seconds = given["seconds"].as<long>();
  return run_seeds(seeds, seconds, how);
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 2;
  }
}
