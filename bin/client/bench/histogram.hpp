// Latencies counted in buckets that grow with the value: 1 % exact, no
// allocation for each sample.

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace taskraft::client {

class histogram {
public:
  histogram();

  void add(std::uint64_t microseconds);

  std::uint64_t count() const {
    return count_;
  }

  /// The least value that `share` of all samples (0 to 1) do not exceed, at
  /// most 1 % too high; zero without samples.
  std::uint64_t percentile(double share) const;

private:
  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
};

} // namespace taskraft::client
