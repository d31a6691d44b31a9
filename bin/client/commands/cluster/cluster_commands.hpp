// The commands `cluster …` and `bench`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void show_cluster_status(const context& x);
void judge_digests(const context& x);
void transfer_leader(const context& x);
void show_members(const context& x);
/// `cluster add`, `promote` and `remove`.
void change_members(const context& x);
void compact_logs(const context& x);
void measure_cluster(const context& x);

} // namespace taskraft::client
