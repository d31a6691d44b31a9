// The GATEWAY: the clients' door. It keeps their commands until they are
// evaluated here, under any leader, and their reads until readers may answer.

#pragma once

#include "actors/gateway/login_limits.hpp"
#include "actors/gateway/pending_commands.hpp"
#include "actors/gateway/pending_operations.hpp"
#include "actors/gateway/pending_reads.hpp"
#include "protocol/actors/authenticator_actor.hpp"
#include "protocol/actors/backup_keeper_actor.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/meter.hpp"
#include "protocol/actors/reader_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace taskraft::actors {

/// Whether clients must log in, and with what.
struct auth_options {
  bool required = false;
  std::uint64_t session_lifetime_us = 30ULL * 24 * 3600 * 1'000'000;
  /// How long reads are answered while nothing is heard of a leader: rights
  /// that were taken back meanwhile are not known here.
  std::uint64_t stale_ms = 3600ULL * 1000;
  /// Of the first administrator of a new cluster; empty: a set-up link.
  std::string admin_password;
  /// Its holder is an administrator; empty: there is none.
  std::string operator_token;
  /// Of Ed25519: with it this node signs.
  std::string signing_key;
};

/// What a gateway knows of backups that are taken without being asked for.
struct backup_duties {
  /// Null if this node takes none.
  protocol::backup_keeper_actor keeper;
  /// When this node was named for the backup that its keeper was told to take.
  std::uint64_t working_on = 0;
  /// What became of it, until the state has that.
  std::optional<protocol::backup_kept> kept;
  /// When this node looks next at what the state says of backups.
  std::uint64_t looks_at = 0;
  protocol::backups_seen seen;
};

/// What a gateway knows from the start.
struct gateway_options {
  raft::node_id self;
  /// What the other nodes and browsers must know of this one; without a public
  /// key it says nothing.
  std::string http_origin = {};
  std::string public_key = {};
  std::string cluster_name;
  std::string version;
  std::uint32_t wire_version = protocol::wire_version;
  /// Id and address of every member, ordered by id.
  std::vector<protocol::node_status> members;
  /// Milliseconds a tick lasts.
  std::uint64_t tick_ms = 10;
  /// A clock that never goes back, in microseconds: that of `state_known`.
  std::function<std::uint64_t()> uptime_us;
  /// Microseconds since the epoch.
  std::function<std::uint64_t()> now_us = [] { return std::uint64_t{0}; };
  /// Random numbers, for secrets.
  std::function<std::uint64_t()> random = [] { return std::uint64_t{0}; };
  auth_options auth;
  /// The user whose certificate a client has shown; may be empty.
  std::function<std::string(const caf::node_id&)> certified_user = nullptr;
  /// Is told which clients have logged in, and which of those are gone; may be
  /// null.
  std::function<void(const caf::node_id&, bool is_in)> note_login = nullptr;
  /// Is told how clients fare; may be null.
  std::shared_ptr<protocol::meter> measures = nullptr;
  /// How often this node's settings want a backup; zero: it takes none.
  /// Nothing: the node cares for no backups at all.
  std::optional<std::uint64_t> backup_every_us = std::nullopt;
  /// Where the numbers of read rounds and of batches begin: random.
  std::uint64_t first_round = 0;
  /// The most bytes of answers in one message to a client: half of what a link
  /// allows.
  std::size_t max_answer_bytes = std::size_t{1} << 20U;
  pending_limits limits;
};

/// A connected client, and the answers that its next message carries.
struct client_record {
  protocol::client_actor handle;
  protocol::principal principal;
  /// Whether it is in the node's own process.
  bool is_inner = false;
  /// Which door it came in by.
  protocol::door via = protocol::door::command_line;
  /// Where its passwords come from; empty: this machine.
  std::string address;
  /// What an operator's proof is about.
  std::string nonce;
  std::uint32_t command_count = 0;
  std::string command_answers;
  std::uint32_t query_count = 0;
  std::string query_replies;
  /// Expires with the client, so that the backup writer sees that nobody waits
  /// any more.
  std::shared_ptr<const char> presence = std::make_shared<const char>();
};

/// An attempt to log in, or to do what one may not, as the audit counts them.
struct failed_attempt {
  std::string action;
  /// Empty for what is no username.
  std::string username;
  std::string address;
  std::string outcome;

  friend auto operator<=>(const failed_attempt&, const failed_attempt&)
    = default;
};

struct gateway_state {
  static inline const char* name = "gateway";

  gateway_options options;
  /// Empty until the members are known.
  std::string cluster_id;
  protocol::server_actor server;
  std::map<raft::node_id, protocol::node_actor> links;

  std::map<caf::actor_addr, client_number> numbers;
  std::unordered_map<client_number, client_record> clients;
  client_number last_client = 0;

  tick_count now = 0;
  /// A moment before which everything that was committed is visible here;
  /// nothing while no such moment is known.
  std::optional<std::int64_t> known_us;
  /// When that was last heard anew, or this node was started.
  tick_count heard_at = 0;
  bool disk_full = false;
  protocol::leadership_changed leadership;
  protocol::applied applied;
  /// When something became visible last.
  tick_count visible_at = 0;

  pending_commands commands{{}};
  pending_reads reads{100, 300, 0};
  std::vector<protocol::reader_actor> idle_readers;
  /// The queries that each busy reader works on, by context.
  /// Nothing in the place of one that was refused meanwhile.
  std::map<std::uint64_t, std::vector<std::optional<open_query>>> being_read;
  pending_operations operations;
  /// Null if this node keeps no backups.
  protocol::backup_writer_actor backup_writer;
  /// Null where nobody logs in.
  protocol::authenticator_actor authenticator;
  protocol::log_reader_actor log_reader;
  /// Null if this node exports nothing.
  protocol::exporter_actor exporter;
  login_limits logins{0};
  /// Failures since they were last noted, and when they are noted next.
  std::map<failed_attempt, std::uint32_t> failed_attempts;
  tick_count notes_failures_at = 0;
  /// Contexts of commands that the gateway itself has proposed.
  std::map<protocol::request_id, std::uint64_t> proposed;
  /// The passwords that are being hashed or checked, by context: the address
  /// that a password came from, empty for this machine.
  std::map<std::uint64_t, std::optional<std::string>> hashing;
  /// Whether this node has looked for the first administrator since it leads.
  bool looks_for_admin = false;
  /// When the leader looks next for what is due; zero while it does not lead.
  tick_count keeps_house_at = 0;
  /// When this node looks next whether the state has what it says of itself;
  /// nothing once it has.
  std::optional<tick_count> announces_at = tick_count{0};
  std::vector<protocol::member_seen> members;
  /// Whether a set-up link of the first administrator may lie on this node's
  /// disk: one of before, at first.
  bool keeps_setup_link = false;
  backup_duties backups;
  std::shared_ptr<const protocol::digests_compared> newest_digests;
  std::uint64_t last_context = 0;
  /// Who hears where the node is, and what they heard last.
  std::vector<protocol::inner_client_actor> followers;
  protocol::position_changed told_position;
};

/// Whom a gateway works with.
struct gateway_partners {
  protocol::server_actor server;
  std::vector<protocol::reader_actor> readers;
  /// Null if this node keeps no backups.
  protocol::backup_writer_actor backup_writer = {};
  /// Null where nobody logs in.
  protocol::authenticator_actor authenticator = {};
  protocol::log_reader_actor log_reader = {};
  /// Null if this node takes no backups by itself.
  protocol::backup_keeper_actor backup_keeper = {};
  /// Null if this node exports nothing.
  protocol::exporter_actor exporter = {};
};

protocol::inner_gateway_actor::behavior_type
gateway(protocol::inner_gateway_actor::stateful_pointer<gateway_state> self,
        gateway_options options, gateway_partners partners);

} // namespace taskraft::actors
