#include "bin/client/bench/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace taskraft::client {

namespace {

// Each power of two is divided into 128 buckets of equal width; values below
// 256 have one each.
constexpr std::uint64_t bucket_bits = 7;
constexpr std::uint64_t exact_values = 2ULL << bucket_bits;
/// About 19 hours; longer latencies count as this one.
constexpr std::uint64_t longest = (1ULL << 36U) - 1;

std::size_t bucket_of(std::uint64_t value) {
  if (value < exact_values)
    return value;
  auto shift
    = static_cast<std::uint64_t>(std::bit_width(value)) - 1 - bucket_bits;
  return (shift << bucket_bits) + (value >> shift);
}

/// The highest value that falls into a bucket.
std::uint64_t top_of(std::size_t bucket) {
  if (bucket < exact_values)
    return bucket;
  auto shift = (bucket >> bucket_bits) - 1;
  auto mantissa = bucket - (shift << bucket_bits);
  return ((mantissa + 1) << shift) - 1;
}

} // namespace

histogram::histogram() : buckets_(bucket_of(longest) + 1) {
}

void histogram::add(std::uint64_t microseconds) {
  ++buckets_[bucket_of(std::min(microseconds, longest))];
  ++count_;
}

std::uint64_t histogram::percentile(double share) const {
  auto rank = static_cast<std::uint64_t>(
    std::ceil(share * static_cast<double>(count_)));
  auto seen = std::uint64_t{0};
  for (auto i = std::size_t{0}; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (seen >= rank && seen > 0)
      return top_of(i);
  }
  return 0;
}

} // namespace taskraft::client
