// What settings must satisfy together, and which of them are not built yet.

#pragma once

#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace taskraft::config {

/// Tells `file` of every combination in `x` that cannot work. Expects that
/// each value on its own has the right type.
void check(const settings& x, table_reader& file);

} // namespace taskraft::config
