// Random numbers that can be repeated: the same seed gives the same throws with
// every standard library, because none of its distributions is used.

#pragma once

#include "protocol/invariant.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace taskraft::tests {

class dice {
public:
  explicit dice(std::uint64_t seed) : random_(seed) {
  }

  std::uint64_t draw() {
    return random_();
  }

  /// A number below `sides`.
  std::uint64_t below(std::uint64_t sides) {
    RAFT_INVARIANT(sides > 0);
    return random_() % sides;
  }

  /// A number from `least` to `most`.
  std::uint64_t between(std::uint64_t least, std::uint64_t most) {
    return least + below(most - least + 1);
  }

  bool percent(std::uint64_t chance) {
    return below(100) < chance;
  }

  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(below(choices.size()))];
  }

  std::mt19937_64& engine() {
    return random_;
  }

private:
  std::mt19937_64 random_;
};

} // namespace taskraft::tests
