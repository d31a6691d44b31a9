// Runs simulated clusters with random seeds for a given time, to find rare
// faults.

#include "tests/support/simulation.hpp"

#include <boost/program_options.hpp>

#include <cstdint>
#include <exception>
#include <iostream>

namespace {

namespace options = boost::program_options;

int tell_story(std::uint64_t seed) {
  auto outcome = taskraft::tests::simulate(seed, &std::cout);
  std::cout << "seed " << seed
            << (outcome.violations.empty() ? ": good\n" : ": failed\n");
  return outcome.violations.empty() ? 0 : 1;
}

int run(int argc, char** argv) {
  auto seconds = 120L;
  auto seed = std::uint64_t{0};
  auto known = options::options_description{"taskraft-sim"};
  known.add_options()("help", "show this")("seconds", options::value(&seconds),
                                           "how long new seeds are begun")(
    "seed", options::value(&seed), "where the seeds begin; default: anywhere")(
    "story", "tell the story of the first seed, and run no other");
  auto given = options::variables_map{};
  options::store(options::parse_command_line(argc, argv, known), given);
  options::notify(given);
  if (given.contains("help")) {
    std::cout << known;
    return 0;
  }
  if (!given.contains("seed"))
    seed = taskraft::tests::seed_from_environment();
  if (given.contains("story"))
    return tell_story(seed);
  std::cout << "simulates from seed " << seed << " on" << std::endl;
  auto summary
    = taskraft::tests::simulate_for(std::chrono::seconds{seconds}, seed);
  std::cout << summary << '\n';
  return summary.failed ? 1 : 0;
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
