// The values that come from outside of the rules: chance and clocks.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace taskraft::actors {

/// Nobody can guess it.
std::uint64_t entropy();

/// 32 random hex digits.
std::string fresh_name();

/// The time of day in microseconds since 1970; counted without nanoseconds,
/// which end in the year 2262.
std::uint64_t now_us();

/// Microseconds since some moment in the past, the time included that the
/// machine slept (`CLOCK_BOOTTIME`).
std::uint64_t uptime_us();

/// Tells how much of the disk that holds a directory is free, in percent;
/// nothing if that cannot be told.
std::function<std::optional<unsigned>()> free_percent_of(std::string directory);

/// How many bytes of the disk that holds a directory are free; the most there
/// can be if that cannot be told.
std::uint64_t free_bytes_at(const std::string& directory);

} // namespace taskraft::actors
