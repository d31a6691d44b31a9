// New clusters from old states: a backup, or the survivor of a lost quorum.
// Both become a cluster of one node under a new name; others are added to it.

#pragma once

#include "config/settings.hpp"
#include "persistence/disk/file.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace taskraft::actors {

/// How many log indexes a new cluster leaves out after what it knows of the old
/// one, which may have gone on: so no rev and no index ever means two things,
/// and no old request id counts as new.
inline constexpr std::uint64_t index_leap = 1'000'000'000;

struct new_cluster {
  std::string cluster_id;
  /// Where its log begins.
  raft::log_position position;
  std::uint64_t rows = 0;
};

/// What of the old cluster still opens the new one. Logins and set-up links
/// never do.
struct kept_logins {
  bool tokens = false;
};

/// Must be good enough for names that nobody else has.
using name_source = std::function<std::uint64_t()>;

/// Begins a cluster of the node that `settings` describes with the state in the
/// file `backup`. `conflict` if the node's data directory or store holds
/// anything. Interrupted, it leaves a directory that no node starts on.
result<new_cluster> restore_node(persistence::file_system& files,
                                 const config::settings& settings,
                                 const std::string& backup,
                                 const name_source& random,
                                 const kept_logins& logins = {});

/// Makes the node that `settings` describes, which must not be running, the
/// only one of a new cluster. Everything in its log counts as committed.
/// `not_found` if it belongs to no cluster, and nothing has changed if it never
/// ran. Interrupted, it leaves a directory
/// that no node starts on until this is repeated.
result<new_cluster> force_new_cluster(persistence::file_system& files,
                                      const config::settings& settings,
                                      const name_source& random,
                                      const kept_logins& logins = {});

} // namespace taskraft::actors
