// The parts of the gateway's work, one file each. Included by the gateway's own
// files only.

#pragma once

#include "actors/gateway/gateway.hpp"
#include "protocol/messages/client_frames.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace taskraft::actors {

using gateway_pointer
  = protocol::inner_gateway_actor::stateful_pointer<gateway_state>;

/// The client that sent the current message, known from now on; nothing if the
/// sender can take no answers.
std::optional<client_number> current_client(gateway_pointer self);

/// Sends a message to a client, unless the client is gone.
template <class Message>
void tell(gateway_pointer self, client_number number, Message message) {
  auto& clients = self->state.clients;
  if (auto found = clients.find(number); found != clients.end())
    self->send(found->second.handle, std::move(message));
}

/// The members, and whether links lead to them now.
std::vector<protocol::member_seen> members_seen(const gateway_state& state);

/// Tells a client who answers here.
void greet(gateway_pointer self, client_number number);

/// Sends every client the answers that have gathered for it.
void send_answers(gateway_pointer self);

/// Sends a client the answers that have gathered for it, if a message with
/// `bytes` more would be too long.
void make_room(gateway_pointer self, client_number number,
               client_record& client, std::size_t bytes);

/// The ticks that `wait_ms` milliseconds take, rounded up.
inline tick_count ticks_in(const gateway_state& state, std::uint64_t wait_ms) {
  auto tick_ms = std::max(state.options.tick_ms, std::uint64_t{1});
  return (wait_ms + tick_ms - 1) / tick_ms;
}

/// Whether nothing was heard of a leader for so long that reads end.
inline bool is_outdated(const gateway_state& state) {
  return state.now - state.heard_at
         >= ticks_in(state, state.options.auth.stale_ms);
}

// gateway_commands.cpp
void submit(gateway_pointer self, const protocol::submit_commands& x);
void give_out(gateway_pointer self, const protocol::commands_evaluated& x);
/// Sends the leader the commands that it has not got, or has not answered for
/// too long.
void forward_pending(gateway_pointer self);
/// Sends the leader the commands that waited until others were answered.
void forward_waiting(gateway_pointer self);
void take_answer(gateway_pointer self, const protocol::commands_refused& x);
/// Refuses the commands that have waited too long.
void expire_commands(gateway_pointer self);

// gateway_reads.cpp
/// Whether the database has long taken nothing of what a leader has committed.
bool stands_still(const gateway_state& state);
void submit(gateway_pointer self, const protocol::submit_queries& x);
void give_out(gateway_pointer self, const protocol::queries_read& x);
/// Asks for a read index and hands queries to idle readers: those that are
/// ready, then those whose read index is asked for.
void move_reads(gateway_pointer self);
/// Answers the queries that were read before their read index was there.
void give_out_ahead(gateway_pointer self);
/// Refuses the queries that have waited too long.
void expire_reads(gateway_pointer self);

// gateway_operations.cpp
/// Why an operation is refused when `begin` returns nothing.
constexpr auto too_many_operations = "too many operations wait at this node";

/// Keeps an operation that begins now and ends after `wait_ms` at the latest.
/// Its context; nothing if too many operations wait.
std::optional<std::uint64_t> begin(gateway_pointer self, client_number client,
                                   std::uint64_t id, std::uint64_t wait_ms,
                                   decltype(pending_operation::what) what);
/// Asks again where an answer is late, and concludes the operations whose time
/// is up. Each kind has its `conclude`, which tells the client what is known.
void tend_operations(gateway_pointer self);
void begin_status(gateway_pointer self, client_number client,
                  const protocol::request_cluster_status& x);
void take_answer(gateway_pointer self, const protocol::node_status_answered& x);
void begin_transfer(gateway_pointer self, client_number client,
                    const protocol::transfer_leadership& x);
void take_answer(gateway_pointer self, const protocol::transfer_answered& x);
/// The leader changed: a transfer may have succeeded, or must be asked for
/// again.
void follow_transfers(gateway_pointer self);

// gateway_steps.cpp
/// The number of the gateway itself among its clients.
inline constexpr auto own_number = client_number{0};
using next_step = std::function<void(const step_answer&)>;
using account_failure = std::function<void(errc, const std::string&)>;

/// Who the gateway itself is.
protocol::principal own_principal(const gateway_state& state);
std::string random_bytes(const gateway_state& state, std::size_t count);
/// Keeps an operation of several steps; `fail` is called at most once. Nothing
/// if too many operations wait, of which `fail` has heard.
std::optional<std::uint64_t> begin_account(gateway_pointer self,
                                           client_number client,
                                           std::uint64_t id,
                                           account_failure fail);
void end_account(gateway_pointer self, std::uint64_t context);
/// Whether the client waits for this already: it has asked again.
bool is_under_way(gateway_pointer self, client_number client, std::uint64_t id);
void fail_account(gateway_pointer self, std::uint64_t context, errc code,
                  const std::string& reason);
/// Each of these makes one step, and `next` takes its answer. If the step fails
/// on this node, the operation does.
void ask_state(gateway_pointer self, std::uint64_t context, std::string query,
               const protocol::principal& who, protocol::consistency level,
               next_step next);
void propose(gateway_pointer self, std::uint64_t context,
             const protocol::request_view& command, next_step next);
/// In the name of this node, under a new request id.
void propose_own(gateway_pointer self, std::uint64_t context,
                 const std::string& command, next_step next);
/// `address`: where the password came from, if nobody has logged in there.
void hash(gateway_pointer self, std::uint64_t context,
          const std::string& password, next_step next,
          const std::optional<std::string>& address = std::nullopt);
/// A password that somebody gives, and the hash of the right one.
struct guess {
  std::string username;
  /// Where it came from; empty: this machine.
  std::string address;
  std::string password;
  std::string hash;
};
/// A wrong one counts.
void check(gateway_pointer self, std::uint64_t context, const guess& x,
           next_step next);
/// What a step was waiting for is there.
void take_step(gateway_pointer self, std::uint64_t context,
               const step_answer& x);
void take_proposed(gateway_pointer self, const protocol::command_answer& x);
void take_password(gateway_pointer self, std::uint64_t context,
                   std::string outcome);
void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_account& account);

// gateway_accounts.cpp
void begin_authentication(gateway_pointer self,
                          const protocol::authenticate& x);
void check_operator(gateway_pointer self, const protocol::prove_operator& x);
/// A client in this process has checked the token that says so.
void act_for(gateway_pointer self, const protocol::act_for_session& x);
void begin_login(gateway_pointer self, const protocol::log_in& x);
/// Who may ask for an operation.
enum class allowed : std::uint8_t { users, administrators };
/// Does `then` if the client may ask for the operation that it calls `id`, and
/// the audit `action`.
void authorize(gateway_pointer self, client_number client, std::uint64_t id,
               allowed who, const char* action, std::function<void()> then);

// gateway_secrets.cpp
void begin_account_command(gateway_pointer self,
                           const protocol::submit_account_command& x);

// gateway_first_admin.cpp
/// The leader makes the first administrator, once the state has none.
void look_for_admin(gateway_pointer self);

// gateway_housekeeping.cpp
/// The leader proposes what is due: the end of old sessions and uploads, and
/// of tasks that have lain in the trash.
void keep_house(gateway_pointer self);

/// This node's disk has nearly no room, or has some again: all nodes know then
/// that uploads must wait.
void note_disk_room(gateway_pointer self, const protocol::disk_room& x);

// gateway_schedule.cpp
/// What this node owes the state, takes and, as the leader, names of backups
/// that are taken without being asked for.
void look_at_backups(gateway_pointer self);
void take_kept(gateway_pointer self, const protocol::backup_kept& x);
void want_backups(gateway_pointer self, const protocol::backups_wanted& x);

// gateway_uses.cpp
/// Tells the audit that the client has done something that changes no row.
void note_use(gateway_pointer self, client_number client,
              const std::string& action, const std::string& subject = {});
/// Counts a login that failed; once a minute the audit hears how many there
/// were of each user and address.
void count_failure(gateway_pointer self, const std::string& username,
                   const std::string& address, const char* outcome);
/// The same of an operation that was refused.
void count_refusal(gateway_pointer self, client_number client,
                   const std::string& username, const char* action);
void note_failures(gateway_pointer self);

// gateway_announcement.cpp
/// Proposes what this node says of itself, unless the state has it.
void announce_self(gateway_pointer self);

// gateway_operations.cpp, too
/// The log reader answers the client itself.
void begin_log(gateway_pointer self, client_number client,
               const protocol::read_log& x);
/// The exporter answers the client itself, too.
void ask_for_export(gateway_pointer self, client_number client,
                    const protocol::begin_export& x);

// gateway_members.cpp
void begin_change(gateway_pointer self, client_number client,
                  const protocol::change_members& x);
void take_answer(gateway_pointer self, const protocol::members_answered& x);
void ask_for_changes_again(gateway_pointer self);
void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_change& change);
/// From now on the status has rows for these members.
void take_members(gateway_pointer self, const protocol::members_changed& x);

// gateway_digests.cpp
void begin_comparison(gateway_pointer self, client_number client,
                      const protocol::compare_digests& x);
void take_answer(gateway_pointer self, const protocol::digest_answered& x);
/// A new link leads to the node: a question or an answer on the older link may
/// be lost.
void ask_for_digests_again(gateway_pointer self, raft::node_id node);
/// Waits no longer for nodes to which there is no link for too long.
void give_up_unreachable(gateway_pointer self);
void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_comparison& comparison);

// gateway_backups.cpp
void start_backup(gateway_pointer self, client_number client,
                  const protocol::begin_backup& x);
/// False if the answer is not for a backup.
bool take_backup_index(gateway_pointer self,
                       const protocol::read_index_answered& x);
/// The store has made a higher index visible.
void move_backups(gateway_pointer self);
/// The backup writer works. It writes one file after the other, so this is
/// progress for every client that waits for a file.
void pass_on_progress(gateway_pointer self);
void take_backup(gateway_pointer self, const protocol::backup_written& x);
void read_backup(gateway_pointer self, client_number client,
                 const protocol::read_backup& x);
void take_chunk(gateway_pointer self, const protocol::chunk_read& x);
void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_backup& backup);

} // namespace taskraft::actors
