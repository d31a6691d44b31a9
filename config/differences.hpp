// Which settings differ: what an operator has changed in a file.

#pragma once

#include "config/settings.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::config {

/// Every key of the file with its value as text, defaults included. A secret's
/// file is its name, never its content.
std::vector<std::pair<std::string, std::string>> key_values(const settings& x);

/// The keys whose values differ, in the order of the file.
std::vector<std::string> differences(const settings& x, const settings& y);

} // namespace taskraft::config
