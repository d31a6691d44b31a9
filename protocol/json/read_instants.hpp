// Days and instants from the text that RFC 3339 has for them.

#pragma once

#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace taskraft::json {

/// `2026-12-01` is a date, `2026-12-01T15:00:00Z` an instant; seconds may be
/// left out, a zone may not. What is finer than a millisecond is dropped, as
/// answers do not show it.
std::optional<tasks::wire::Due> due_from(std::string_view text);

} // namespace taskraft::json
