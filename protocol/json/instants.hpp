// Days and instants as RFC 3339 writes them, in UTC.

#pragma once

#include "tasks.pb.h"

#include <cstdint>
#include <string>

namespace taskraft::json {

/// Of days since 1970-01-01.
std::string date_text(std::int64_t days);

/// Of microseconds since 1970, down to the millisecond.
std::string to_rfc3339(std::int64_t time_us);

/// A due date stays a date.
std::string to_rfc3339(const tasks::wire::Due& due);

} // namespace taskraft::json
