// Every target takes its seeds, what fuzzing has kept, and some thousand other
// inputs that dice make of these. `TASKRAFT_SEED` repeats the dice.

#include "tests/fuzz/targets.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <google/protobuf/stubs/logging.h>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace fuzz_test {

using namespace taskraft;
namespace fs = std::filesystem;

/// A minute for all of them.
constexpr auto budget_of_a_target = std::chrono::milliseconds{5500};
constexpr auto most_bytes = std::size_t{4096};

std::uint64_t seed() {
  const auto* given = std::getenv("TASKRAFT_SEED");
  auto found
    = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  BOOST_TEST_MESSAGE("TASKRAFT_SEED=" << found);
  return found;
}

std::vector<std::string> inputs_of(std::string_view target) {
  auto found = tests::fuzz_seeds(target);
  auto folder = fs::path{TASKRAFT_CORPUS} / target;
  if (!fs::exists(folder))
    return found;
  auto kept = std::vector<fs::path>{};
  for (const auto& each : fs::directory_iterator{folder})
    kept.push_back(each.path());
  std::ranges::sort(kept);
  for (const auto& each : kept) {
    auto file = std::ifstream{each, std::ios::binary};
    found.emplace_back(std::istreambuf_iterator<char>{file},
                       std::istreambuf_iterator<char>{});
  }
  return found;
}

void change(std::string& x, const std::string& other, tests::dice& dice) {
  auto at = dice.below(x.size() + 1);
  auto size = dice.below(std::min<std::size_t>(x.size() - at, 16) + 1);
  switch (dice.below(6)) {
    case 0:
      x.insert(at, 1, static_cast<char>(dice.below(256)));
      break;
    case 1:
      x.erase(at, size);
      break;
    case 2:
      x.insert(at, x.substr(at, size));
      break;
    case 3:
      x.replace(at, size, other, dice.below(other.size() + 1), size);
      break;
    case 4:
      x = x.substr(0, at) + other.substr(dice.below(other.size() + 1));
      break;
    default:
      if (at < x.size())
        x[at] = static_cast<char>(x[at] ^ (1U << dice.below(8)));
  }
}

std::string mutated(const std::vector<std::string>& inputs, tests::dice& dice) {
  auto x = dice.one_of(inputs);
  for (auto left = dice.between(1, 4); left > 0; --left)
    change(x, dice.one_of(inputs), dice);
  x.resize(std::min(x.size(), most_bytes));
  return x;
}

BOOST_AUTO_TEST_SUITE(bytes_of_others)

BOOST_AUTO_TEST_CASE(break_nothing) {
  google::protobuf::SetLogHandler(nullptr);
  auto dice = tests::dice{seed()};
  for (const auto& target : tests::fuzz_targets()) {
    auto inputs = inputs_of(target.name);
    BOOST_TEST_REQUIRE(!inputs.empty(), target.name);
    for (const auto& each : inputs)
      target.take(each);
    auto own = tests::dice{dice.draw()};
    auto count = 0;
    auto end = std::chrono::steady_clock::now() + budget_of_a_target;
    for (; std::chrono::steady_clock::now() < end; ++count)
      target.take(mutated(inputs, own));
    BOOST_TEST_MESSAGE(target.name << ": " << inputs.size() << " inputs, "
                                   << count << " mutations");
    BOOST_TEST(count > 0, target.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace fuzz_test
