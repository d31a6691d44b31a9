// Changes what a node says of itself while it speaks.

#pragma once

#include "actors/logging/logging.hpp"

#include <string_view>

namespace taskraft::logging {

/// From the next line on, `level` and `format` hold instead of those that
/// `start` was told. No line is lost, and each is of one format. False, and
/// nothing changes, if there is no such level or all is silent.
bool adjust(std::string_view level, line_format format);

} // namespace taskraft::logging
