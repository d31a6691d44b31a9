#include "actors/gateway/gateway.hpp"

#include "actors/gateway/gateway_work.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>
#include <variant>

namespace taskraft::actors {

namespace {

constexpr auto one_minute_ms = std::uint64_t{60'000};
constexpr std::size_t nonce_bytes = 16;

/// How often the gateway looks for what has waited too long, in ticks.
constexpr auto expiry_interval = tick_count{10};

void forget_client(gateway_pointer self, const caf::actor_addr& address) {
  auto& state = self->state;
  auto found = state.numbers.find(address);
  if (found == state.numbers.end())
    return;
  std::erase_if(state.followers,
                [&](const auto& x) { return x.address() == address; });
  state.commands.forget(found->second);
  state.reads.forget(found->second);
  state.operations.forget(found->second);
  if (state.options.note_login)
    state.options.note_login(address.node(), false);
  state.clients.erase(found->second);
  state.numbers.erase(found);
}

void answer_hello(gateway_pointer self, const protocol::client_hello& /*x*/) {
  if (auto client = current_client(self))
    greet(self, *client);
}

void follow_leader(gateway_pointer self,
                   const protocol::leadership_changed& news) {
  auto& state = self->state;
  state.leadership = news;
  state.reads.abandon_round();
  follow_transfers(self);
  forward_pending(self);
  move_reads(self);
}

protocol::position_changed position_of(const gateway_state& state) {
  return {.evaluated = state.applied.evaluated,
          .visible = state.applied.visible,
          .term = state.leadership.term,
          .leader = state.leadership.leader,
          .lacks_state = state.applied.lacks_state,
          .disk_full = state.disk_full,
          .store_stands_still = stands_still(state),
          .outdated = is_outdated(state),
          .members = members_seen(state),
          .backups = state.backups.seen,
          .digests = state.newest_digests};
}

void let_in(gateway_pointer self, const protocol::entered& x) {
  auto& state = self->state;
  auto number = current_client(self);
  if (!number)
    return;
  auto& client = state.clients.at(*number);
  client.is_inner = true;
  client.via = x.via;
  client.address = x.address;
  client.principal.via = x.via;
  if (x.via == protocol::door::system)
    client.principal = own_principal(state);
  if (!x.follows_position)
    return;
  auto follower
    = caf::actor_cast<protocol::inner_client_actor>(self->current_sender());
  greet(self, *number);
  self->send(follower, position_of(state));
  state.followers.push_back(std::move(follower));
}

void tell_position(gateway_pointer self) {
  auto& state = self->state;
  auto position = position_of(state);
  if (state.followers.empty() || position == state.told_position)
    return;
  state.told_position = position;
  for (const auto& each : state.followers)
    self->send(each, position);
}

void pass_time(gateway_pointer self) {
  auto& state = self->state;
  ++state.now;
  if (state.now % expiry_interval == 0) {
    forward_pending(self);
    expire_commands(self);
    expire_reads(self);
    tend_operations(self);
    look_for_admin(self);
    keep_house(self);
    look_at_backups(self);
    note_failures(self);
    announce_self(self);
    send_answers(self);
    if (state.options.measures)
      state.options.measures->see_clients(state.commands.size(),
                                          state.clients.size());
  }
  move_reads(self);
  tell_position(self);
}

void send_gathered(gateway_pointer self, client_number number,
                   client_record& client) {
  if (client.command_count > 0)
    tell(self, number,
         protocol::commands_answered{
           std::exchange(client.command_count, 0),
           protocol::blob{std::exchange(client.command_answers, {})},
           self->state.applied.evaluated});
  if (client.query_count > 0)
    tell(self, number,
         protocol::queries_answered{
           std::exchange(client.query_count, 0),
           protocol::blob{std::exchange(client.query_replies, {})}});
}

void take_answer(gateway_pointer self, const protocol::read_index_answered& x) {
  if (take_backup_index(self, x))
    return;
  auto& reads = self->state.reads;
  if (!x.granted)
    return reads.refuse(x.context);
  reads.grant(x.context, x.read_index);
  give_out_ahead(self);
}

void learn(gateway_pointer self, const protocol::state_known& x) {
  auto& state = self->state;
  // A new role repeats what the one before it has said.
  if (state.known_us != x.known_us)
    state.heard_at = state.now;
  state.known_us = x.known_us;
}

void progress(gateway_pointer self, const protocol::applied& news) {
  auto& state = self->state;
  if (news.visible != state.applied.visible)
    state.visible_at = state.now;
  state.applied = news;
  state.reads.visible(news.visible);
  move_reads(self);
  move_backups(self);
}

void note_link(gateway_pointer self, const protocol::link_opened& x) {
  self->state.links[x.node] = x.remote;
  ask_for_digests_again(self, x.node);
}

void set_up(gateway_pointer self, gateway_options options,
            gateway_partners partners) {
  auto& state = self->state;
  state.commands = pending_commands{options.limits, options.first_round};
  // Nothing is lost when a read is refused, because the client asks another
  // node; so a read waits no longer than a few elections take.
  state.reads
    = pending_reads{options.limits.retry_after, 3 * options.limits.refuse_after,
                    options.first_round};
  state.options = std::move(options);
  state.keeps_setup_link = state.options.auth.required;
  state.logins = login_limits{ticks_in(state, one_minute_ms)};
  state.server = std::move(partners.server);
  state.idle_readers = std::move(partners.readers);
  state.backup_writer = std::move(partners.backup_writer);
  state.authenticator = std::move(partners.authenticator);
  state.log_reader = std::move(partners.log_reader);
  state.exporter = std::move(partners.exporter);
  state.backups.keeper = std::move(partners.backup_keeper);
  self->set_down_handler(
    [self](const caf::down_msg& down) { forget_client(self, down.source); });
}

/// Begins an operation for those who may ask for it; `action` is what the audit
/// calls it.
template <class Operation>
auto guarded(gateway_pointer self, allowed who, const char* action,
             void (*begin)(gateway_pointer, client_number, const Operation&)) {
  return [self, who, action, begin](const Operation& x) {
    if (auto client = current_client(self))
      authorize(self, *client, x.id, who, action,
                [self, begin, client = *client, x] { begin(self, client, x); });
  };
}

/// Every user may look; to have all nodes cut their logs is no look.
auto guarded_status(gateway_pointer self) {
  return [self](const protocol::request_cluster_status& x) {
    auto who = x.compact ? allowed::administrators : allowed::users;
    guarded(self, who, "take_snapshot", begin_status)(x);
  };
}

} // namespace

std::optional<client_number> current_client(gateway_pointer self) {
  auto& state = self->state;
  const auto& sender = self->current_sender();
  if (!sender)
    return std::nullopt;
  auto address = caf::actor_cast<caf::actor_addr>(sender);
  if (auto known = state.numbers.find(address); known != state.numbers.end())
    return known->second;
  auto number = ++state.last_client;
  state.numbers.emplace(address, number);
  self->monitor(sender);
  auto& client = state.clients[number];
  client.handle = caf::actor_cast<protocol::client_actor>(sender);
  client.principal.kind = state.options.auth.required
                            ? protocol::principal_kind::nobody
                            : protocol::principal_kind::open;
  client.nonce = random_bytes(state, nonce_bytes);
  return number;
}

std::vector<protocol::member_seen> members_seen(const gateway_state& state) {
  auto members = state.members;
  for (auto& each : members)
    each.linked
      = each.id == state.options.self || state.links.contains(each.id);
  return members;
}

void greet(gateway_pointer self, client_number number) {
  const auto& state = self->state;
  const auto& options = state.options;
  tell(self, number,
       protocol::gateway_hello{
         options.wire_version, options.version, options.cluster_name,
         state.cluster_id, options.self, state.applied.evaluated,
         options.auth.required, state.clients.at(number).nonce});
}

void send_answers(gateway_pointer self) {
  for (auto& [number, client] : self->state.clients)
    send_gathered(self, number, client);
}

void make_room(gateway_pointer self, client_number number,
               client_record& client, std::size_t bytes) {
  auto gathered = client.command_answers.size() + client.query_replies.size();
  if (gathered + bytes > self->state.options.max_answer_bytes)
    send_gathered(self, number, client);
}

protocol::inner_gateway_actor::behavior_type
gateway(gateway_pointer self, gateway_options options,
        gateway_partners partners) {
  set_up(self, std::move(options), std::move(partners));
  return {
    [self](const protocol::client_hello& x) { answer_hello(self, x); },
    [self](const protocol::submit_commands& x) { submit(self, x); },
    [self](const protocol::submit_queries& x) { submit(self, x); },
    guarded_status(self),
    guarded(self, allowed::administrators, "transfer_leader", begin_transfer),
    [self](const protocol::change_members& x) {
      auto who = x.operation == protocol::members_operation::list
                   ? allowed::users
                   : allowed::administrators;
      guarded(self, who, "change_members", begin_change)(x);
    },
    guarded(self, allowed::administrators, "compare_digests", begin_comparison),
    guarded(self, allowed::administrators, "make_backup", start_backup),
    guarded(self, allowed::administrators, "read_backup", read_backup),
    [self](const protocol::authenticate& x) { begin_authentication(self, x); },
    [self](const protocol::prove_operator& x) { check_operator(self, x); },
    [self](const protocol::log_in& x) { begin_login(self, x); },
    [self](const protocol::submit_account_command& x) {
      begin_account_command(self, x);
    },
    [self](const protocol::commands_evaluated& x) { give_out(self, x); },
    [self](const protocol::applied& x) { progress(self, x); },
    [self](const protocol::queries_read& x) { give_out(self, x); },
    [self](const protocol::leadership_changed& x) { follow_leader(self, x); },
    [self](const protocol::state_known& x) { learn(self, x); },
    [self](const raft::disk_room_changed& x) {
      self->state.disk_full = x.full;
    },
    [self](const protocol::disk_room& x) { note_disk_room(self, x); },
    [self](const protocol::members_changed& x) { take_members(self, x); },
    [self](const protocol::link_opened& x) { note_link(self, x); },
    [self](const protocol::link_closed& x) { self->state.links.erase(x.node); },
    [self](const protocol::gateway_answer& answer) {
      std::visit([self](const auto& x) { take_answer(self, x); }, answer);
    },
    [self](const protocol::backup_advanced&) { pass_on_progress(self); },
    [self](const protocol::backup_written& x) { take_backup(self, x); },
    [self](const protocol::chunk_read& x) { take_chunk(self, x); },
    [self](const protocol::backup_kept& x) { take_kept(self, x); },
    [self](const protocol::backups_wanted& x) { want_backups(self, x); },
    [self](const protocol::password_hashed& x) {
      take_password(self, x.context, x.hash);
    },
    [self](const protocol::password_checked& x) {
      take_password(self, x.context, x.matches ? matched : "");
    },
    [self](const protocol::entered& x) { let_in(self, x); },
    [self](const protocol::act_for_session& x) { act_for(self, x); },
    guarded(self, allowed::users, "list_log", begin_log),
    guarded(self, allowed::users, "export", ask_for_export),
    [](const protocol::inbox_mark& x) { x.reached(); },
    [self](const raft::tick&) { pass_time(self); },
  };
}

} // namespace taskraft::actors
