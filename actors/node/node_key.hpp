// The key with which a node signs what other nodes must believe. It lies in the
// data directory and nowhere else: no backup and no other node has it.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace taskraft::actors {

/// The private key in the data directory; a new one if there is none.
result<std::string>
open_or_create_node_key(persistence::file_system& files,
                        const std::string& data_directory,
                        const std::function<std::uint64_t()>& random);

} // namespace taskraft::actors
