// The rules that settings must keep together.

#pragma once

#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace taskraft::config {

/// Tells `file` of every combination in `x` that cannot work. Each value alone
/// must have the right type.
void check(const settings& x, table_reader& file);

} // namespace taskraft::config
