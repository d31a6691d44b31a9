// What the kernel counts of this process.

#pragma once

#include <cstdint>

namespace taskraft::http {

/// Zero is what cannot be read.
struct process_numbers {
  std::uint64_t resident_bytes = 0;
  std::uint64_t cpu_us = 0;
  std::uint64_t open_files = 0;
  std::uint64_t most_files = 0;
  std::uint64_t threads = 0;
};

process_numbers measure_process();

} // namespace taskraft::http
