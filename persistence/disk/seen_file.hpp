// What a node has seen of disks, its own and those of others, kept over
// restarts: one small file, replaced as a whole.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/messages/admission.hpp"

#include <string>

namespace taskraft::persistence {

/// Durable on return; before, the old one stands.
status save_seen(file_system& files, const std::string& data_directory,
                 const protocol::seen_disks& x);

/// Nothing was seen if there is no such file.
result<protocol::seen_disks> load_seen(file_system& files,
                                       const std::string& data_directory);

} // namespace taskraft::persistence
