// The rules of certificates in the settings.

#pragma once

#include "config/settings.hpp"
#include "config/table_reader.hpp"

namespace taskraft::config {

/// Tells `in`, the table `tls`, of files that are missing or cannot be used.
void check_tls(const settings& x, const table_reader& in);

} // namespace taskraft::config
