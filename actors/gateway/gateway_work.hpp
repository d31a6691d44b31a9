// The parts of the gateway's work, one file each: commands, reads, operators.
// Included by the gateway's own files only.

#pragma once

#include "actors/gateway/gateway.hpp"

namespace taskraft::actors {

using gateway_pointer
  = protocol::inner_gateway_actor::stateful_pointer<gateway_state>;

/// The client that sent the current message, known from now on; null if the
/// sender can take no answers.
client_record* current_client(gateway_pointer self, client_number& number);

/// Tells a client who answers here.
void greet(gateway_pointer self, const client_record& client);

/// Sends what has gathered for every client.
void send_answers(gateway_pointer self);

/// Sends what has gathered for one client if `bytes` more in the same message
/// were too many.
void make_room(gateway_pointer self, client_record& client, std::size_t bytes);

// gateway_commands.cpp
void submit(gateway_pointer self, const protocol::submit_commands& x);
void give_out(gateway_pointer self, const protocol::commands_evaluated& x);
/// Sends the leader what it has not got yet, or not answered for too long.
void forward_pending(gateway_pointer self);
/// Sends the leader what waited for others to be answered.
void forward_waiting(gateway_pointer self);
void take_answer(gateway_pointer self, const protocol::commands_refused& x);
void expire_commands(gateway_pointer self);

// gateway_reads.cpp
void submit(gateway_pointer self, const protocol::submit_queries& x);
void give_out(gateway_pointer self, const protocol::queries_read& x);
/// Asks for a read index and hands ready queries to idle readers.
void move_reads(gateway_pointer self);
void expire_reads(gateway_pointer self);

// gateway_operators.cpp
void begin_status(gateway_pointer self,
                  const protocol::request_cluster_status& x);
void take_answer(gateway_pointer self, const protocol::node_status_answered& x);
void begin_transfer(gateway_pointer self,
                    const protocol::transfer_leadership& x);
void take_answer(gateway_pointer self, const protocol::transfer_answered& x);
/// The leader changed: a transfer may have succeeded, or is to be asked for
/// again.
void follow_transfers(gateway_pointer self);
void expire_operators(gateway_pointer self);

// gateway_members.cpp
void begin_change(gateway_pointer self, const protocol::change_members& x);
void take_answer(gateway_pointer self, const protocol::members_answered& x);
/// Asks again, and gives up what takes too long.
void tend_changes(gateway_pointer self);
/// From now on rows are shown for these.
void take_members(gateway_pointer self, const protocol::members_changed& x);
// gateway_digests.cpp
void begin_comparison(gateway_pointer self, const protocol::compare_digests& x);
void take_answer(gateway_pointer self, const protocol::digest_answered& x);
/// A new link leads to the node: what it was asked on an older one, or what it
/// answered there, may be lost.
void ask_for_digests_again(gateway_pointer self, raft::node_id node);
void expire_comparisons(gateway_pointer self);

// gateway_backups.cpp
void start_backup(gateway_pointer self, const protocol::begin_backup& x);
/// False if the answer is not for a backup.
bool take_backup_index(gateway_pointer self,
                       const protocol::read_index_answered& x);
/// The state got on.
void move_backups(gateway_pointer self);
/// The backup writer works: so their backups are under way, too, for those who
/// wait for their turn.
void pass_on_progress(gateway_pointer self);
void take_backup(gateway_pointer self, const protocol::backup_written& x);
void read_backup(gateway_pointer self, const protocol::read_backup& x);
void take_chunk(gateway_pointer self, const protocol::chunk_read& x);
void expire_backups(gateway_pointer self);

} // namespace taskraft::actors
