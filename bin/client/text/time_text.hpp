// Dates, moments and durations as people write and read them.

#pragma once

#include "bin/client/text/output.hpp"
#include "protocol/json/instants.hpp"
#include "tasks.pb.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::client {

/// "2026-12-01" is a date; "2026-12-01T15:00", with seconds and a zone if they
/// are given, a moment: local time without a zone. Nothing if it is neither.
std::optional<tasks::wire::Due> parse_due(std::string_view text);

/// "500ms", "5s", "2m" or "1h". Nothing if it is none of these, or zero.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// RFC 3339 in UTC, for scripts.
using taskraft::json::to_rfc3339;

/// "2026-12-01 15:00" in local time, for people.
std::string to_local_text(std::int64_t time_us);
std::string to_local_text(const tasks::wire::Due& due);

/// As local time for people or as RFC 3339 for scripts.
std::string time_text(std::uint64_t time_us, const output_style& style);

/// The clock of this machine.
std::int64_t now_us();

/// The moment at which "7d", "12h" or "30m" before now, a day or a moment
/// begins. Nothing if it is none of these.
std::optional<std::int64_t> parse_since(std::string_view text,
                                        std::int64_t before_us);

} // namespace taskraft::client
