// The position at which the next page of a list begins, as text that clients
// send back.

#pragma once

#include "tasks.pb.h"

#include <optional>
#include <string>
#include <string_view>

namespace taskraft::persistence {

std::string encode_cursor(const tasks::wire::ListCursor& x);

/// Nothing if the text is no cursor.
std::optional<tasks::wire::ListCursor> decode_cursor(std::string_view text);

} // namespace taskraft::persistence
