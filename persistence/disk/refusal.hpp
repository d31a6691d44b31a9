// A mark in a data directory: why the node ended, when its cluster refused it.
// It forbids nothing; it is for the operator's tools.

#pragma once

#include "persistence/disk/file.hpp"

#include <optional>
#include <string>

namespace taskraft::persistence {

/// Durable on return.
status note_refusal(file_system& files, const std::string& data_directory,
                    const std::string& why);

/// Nothing if the node has not been refused since its last start.
result<std::optional<std::string>>
last_refusal(file_system& files, const std::string& data_directory);

/// A node that starts asks its cluster anew.
status forget_refusal(file_system& files, const std::string& data_directory);

} // namespace taskraft::persistence
