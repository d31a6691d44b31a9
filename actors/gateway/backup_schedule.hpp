// Which node takes the next backup, and when. Pure: the state's rows, who is
// linked and the time decide.

#pragma once

#include "protocol/actors/inner_client_actor.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace taskraft::actors {

/// What is known of all backups together.
protocol::backups_seen
summary_of(const tasks::wire::BackupList& rows,
           const std::vector<protocol::member_seen>& members);

/// What the leader `self` proposes at this time; nothing if no backup is due,
/// or one is under way. A follower is preferred, a voter, one that has not
/// failed since the newest backup, and then the one whose own newest backup is
/// the oldest: so no disk has all of them.
std::optional<tasks::wire::NameBackup>
next_backup(const tasks::wire::BackupList& rows,
            const std::vector<protocol::member_seen>& members,
            raft::node_id self, std::uint64_t now_us);

} // namespace taskraft::actors
