// What may be asked of the BACKUP KEEPER.

#pragma once

#include "protocol/raft/types.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>

namespace taskraft::protocol {

/// Takes the backup that the node was named for at this time, microseconds
/// since the epoch.
struct keep_backup {
  std::uint64_t named_at_us = 0;
};

/// A verified backup is on the disk; or not, and `reason` says why.
struct backup_kept {
  std::uint64_t named_at_us = 0;
  std::string reason;
  raft::log_index index;
  std::uint64_t bytes = 0;
};

/// What the settings want of backups from now on.
struct backups_wanted {
  /// Zero: none.
  std::uint64_t every_us = 0;
  std::string directory;
  /// How many stay.
  std::uint64_t keep = 0;
};

/// The BACKUP KEEPER: takes the backups that the settings want, on a thread of
/// its own, and removes those that are too many.
using backup_keeper_actor = caf::typed_actor<
  // `backup_kept` goes to the sender, a gateway.
  caf::reacts_to<keep_backup>,
  // Where they go, and how many stay, from the next one on.
  caf::reacts_to<backups_wanted>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::keep_backup)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::backup_kept)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::backups_wanted)
