#include "actors/node/node.hpp"

#include "actors/http/server/server.hpp"
#include "actors/logging/logging.hpp"
#include "actors/logging/outage.hpp"
#include "actors/network/acceptor.hpp"
#include "actors/network/configure.hpp"
#include "actors/network/loop_scheduler.hpp"
#include "actors/network/peer.hpp"
#include "actors/network/sockets/dialer.hpp"
#include "actors/node/connection_limits.hpp"
#include "actors/node/node_actors.hpp"
#include "actors/node/node_auth.hpp"
#include "actors/node/node_backups.hpp"
#include "actors/node/node_data.hpp"
#include "actors/node/node_http.hpp"
#include "actors/node/node_tls.hpp"
#include "actors/node/node_values.hpp"
#include "actors/node/outside_values.hpp"
#include "actors/node/service_manager.hpp"
#include "actors/node/stop_signal.hpp"
#include "actors/node/watchdog.hpp"
#include "config/secrets.hpp"
#include "persistence/board/measured_state_machine.hpp"
#include "persistence/disk/disk_room.hpp"
#include "persistence/disk/measured_files.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/disk/process.hpp"
#include "persistence/disk/refusal.hpp"
#include "persistence/log/measured_log_store.hpp"
#include "protocol/messages/wire.hpp"

#include <caf/actor_system_config.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <google/protobuf/stubs/logging.h>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

namespace taskraft::actors {

namespace {

/// Closing the actors may take this long; then the process ends regardless.
constexpr auto stop_timeout = std::chrono::milliseconds{1500};

/// The pause between two tries at the start, while the database cannot be
/// reached or the disk has no room.
constexpr auto start_pause = std::chrono::milliseconds{500};

/// Everything that the store has applied is committed: a restarted node knows
/// that without a leader.
void resume(raft::consensus& consensus, raft::log_position applied) {
  if (consensus.log.term_at(applied.index) != applied.term)
    return;
  consensus.commit_index = std::max(consensus.commit_index, applied.index);
  consensus.released_index = consensus.commit_index;
}

exit_code cannot_start(const failure& why) {
  logging::error("cannot_start", "code", to_string(why.code), "detail",
                 why.detail);
  return exit_code_of(why.code);
}

/// One node, from its disks to its listeners.
class running_node {
public:
  running_node(const config::settings& settings, settings_source read_again,
               const program_versions& versions, connection_limits limits,
               stop_signal& signal)
    : settings_(settings), reloader_(settings, std::move(read_again)),
      versions_(versions), known_(known_to(versions)), limits_(limits),
      signal_(signal) {
  }

  exit_code run() {
    auto data = open_node_data(
      files_, settings_, entropy,
      [this](const failure& why) { return wait_to_start(why); }, known_);
    if (!data && may_be_repeated(data.error().code))
      return exit_code::stopped;
    if (!data)
      return cannot_start(data.error());
    announce_start(*data);
    lock_ = std::move(data->lock);
    if (auto done = forget_refusal(files_, settings_.node.data_dir); !done)
      return cannot_start(done.error());
    auto auth = auth_of(files_, settings_);
    if (!auth)
      return cannot_start(auth.error());
    auth_ = std::move(*auth);
    auto tls = node_tls::open(settings_);
    if (!tls)
      return cannot_start(tls.error());
    tls_ = std::move(*tls);
    network::configure(configuration_, {.kind = network::program_kind::node});
    auto system = caf::actor_system{configuration_};
    auto actors = spawn_node_actors(system, plan_of(system, std::move(*data)),
                                    threading::own);
    // Held here: nothing else refers to it, and CAF ends what nobody refers to.
    auto watch = system.spawn(
      watchdog, actors.all, [this](errc reason, const std::string& detail) {
        // First: a disk that hangs must not keep the process alive.
        signal_.raise(static_cast<int>(exit_code_of(reason)));
        if (reason == errc::identity_refused)
          note_refusal(detail);
      });
    auto outcome = serve(system, actors);
    for (const auto& each : {watch, reporter_})
      if (each)
        caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
    watch = nullptr;
    reporter_ = nullptr;
    close(actors, outcome);
    return outcome;
  }

private:
  /// False once the node is asked to stop.
  bool wait_to_start(const failure& why) {
    if (std::exchange(waits_for_, why.code) != why.code)
      outage_ = logging::outage{};
    if (outage_.is_due()) {
      if (why.code == errc::disk_full)
        logging::error("disk_full", "detail", why.detail, "until_then",
                       "the node does not start");
      else
        logging::warn("waiting_for_store", "detail", why.detail);
    }
    return !signal_.wait_for(start_pause);
  }

  /// For the doctor. A disk that takes no mark changes nothing about the end.
  void note_refusal(const std::string& why) {
    std::ignore
      = persistence::note_refusal(files_, settings_.node.data_dir, why);
  }

  void announce_start(const node_data& data) const {
    if (waits_for_ == errc::disk_full)
      logging::info("disk_has_room");
    if (data.found.lacks_state)
      logging::warn("waits_for_state", "applied", data.machine->visible().index,
                    "log_begins_at",
                    data.found.recovered.log.base().index.next());
  }

  node_plan plan_of(caf::actor_system& system, node_data data) {
    auto plan = node_plan{};
    auto self = introduction_of(settings_, data.identity, versions_);
    auto members = members_of(settings_);
    plan.known = known_nodes{self, members, data.identity.met, fresh_name(),
                             std::move(data.seen)};
    plan.consensus = std::make_shared<raft::consensus>(raft::make_consensus(
      settings_.node.id, tuning_of(settings_.raft), data.found.recovered,
      raft::membership{.cluster_id = {}, .members = std::move(members)}));
    plan.consensus->lacks_state = data.found.lacks_state;
    plan.consensus->log_bytes = data.log->size_bytes();
    resume(*plan.consensus, data.machine->visible());
    plan.write_bootstrap
      = identity_writer_of(files_, settings_, std::move(data.identity));
    plan.log = std::make_unique<persistence::measured_log_store>(
      std::move(data.log), *meter_);
    plan.machine = std::make_unique<persistence::measured_state_machine>(
      std::move(data.machine), *meter_);
    plan.readers = std::move(data.readers);
    plan.checker = std::move(data.checker);
    plan.scrub = scrub_pace{};
    plan.free_percent = free_percent_of(settings_.node.data_dir);
    plan.scrub->measure_room
      = [to = disk_free_, directory = settings_.node.data_dir] {
          to->store(persistence::room_at(directory).free_bytes);
        };
    // Zero means a full disk, never one that was not measured yet.
    plan.scrub->measure_room();
    plan.observer = watch_;
    plan.measures = meter_;
    plan.disk_free = [from = disk_free_] { return from->load(); };
    plan.audit = audit_files_of(files_, settings_.node.data_dir);
    copy_state(plan, data);
    plan.gateway = gateway_of(settings_, versions_);
    know_clients(plan.gateway, auth_, tls_->clients().certified, logged_in_);
    plan.gateway.measures = meter_;
    if (auth_.required)
      plan.authenticator = authenticator_of(files_, settings_);
    plan.about.id = settings_.node.id;
    plan.about.address = settings_.node.advertise;
    plan.about.version = versions_.text;
    plan.newest_rules_level = {known_.rules.newest_level};
    auto is_mysql = settings_.store.backend == config::store_backend::mysql;
    plan.about.store = is_mysql ? "mysql" : "sqlite";
    plan.loads = is_mysql ? load_speed::slow : load_speed::fast;
    plan.now_us = now_us;
    plan.uptime_us = uptime_us;
    plan.random = entropy;
    plan.after_sends = network::after_sends_in(system);
    plan.tick = clock_tick;
    connect_others(plan, system);
    return plan;
  }

  /// What reads the state for backups and snapshots.
  void copy_state(node_plan& plan, node_data& data) {
    plan.archive = std::make_shared<archive>(
      archive{&files_, std::move(data.backup_directory),
              std::move(data.backup_reader), entropy(), is_stopping()});
    plan.backups = backups_of(
      files_, settings_, std::move(data.kept_backup_reader), is_stopping());
    plan.exports
      = exports_of(files_, settings_.node.data_dir, data, is_stopping());
    plan.snapshot_reader = std::move(data.snapshot_reader);
    plan.snapshots
      = {&files_, std::move(data.snapshot_directory), is_stopping()};
    plan.snapshot_chunk_bytes = settings_.raft.snapshot_chunk_bytes;
  }

  void connect_others(node_plan& plan, caf::actor_system& system) {
    plan.admitted = [to = admitted_](const std::vector<caf::node_id>& nodes) {
      network::admit(*to, nodes);
    };
    plan.may_speak = [security = tls_->nodes()](const caf::node_id& who,
                                                raft::node_id node) {
      return network::speaks_for(security, who, node);
    };
    plan.make_peer = peers_in(system);
  }

  protocol::peer_maker peers_in(caf::actor_system& system) {
    return [&system, dialer = dialer_, admitted = admitted_,
            security = tls_->nodes()](const protocol::server_actor& server,
                                      const protocol::peer_order& order) {
      auto options = network::peer_options{};
      options.node = order.node;
      options.address = order.address;
      options.introduction = order.introduction;
      options.dialer = dialer;
      options.server = server;
      options.admitted = admitted;
      options.security = security;
      return protocol::peer_actor{
        system.spawn(network::peer, std::move(options))};
    };
  }

  persistence::stop_check is_stopping() {
    return [this] { return stopping_.load(); };
  }

  /// Opens the listeners and waits for the end.
  exit_code serve(caf::actor_system& system, const node_actors& actors) {
    auto nodes = network::acceptor::start<protocol::node_actor>(
      system,
      {.address = settings_.node.listen,
       .kind = network::port_kind::nodes,
       .wire_version = versions_.wire,
       .max_connections = limits_.each_port,
       .admitted = admitted_,
       .limits = limits_.unaccepted,
       .security = tls_->nodes(),
       .handshakes = limits_.handshakes},
      actors.server);
    auto clients = network::acceptor::start<protocol::gateway_actor>(
      system,
      {.address = settings_.gateway.listen,
       .kind = network::port_kind::clients,
       .max_connections = limits_.each_port,
       .limits = limits_.silent_clients,
       .logged_in = auth_.required ? logged_in_ : nullptr,
       .security = tls_->clients(),
       .handshakes = limits_.handshakes,
       .send_mark
       = [gateway = actors.gateway](
           protocol::inbox_mark mark) { caf::anon_send(gateway, mark); }},
      actors.gateway);
    for (const auto* door : {&nodes, &clients})
      if (!*door) {
        logging::error("cannot_listen", "detail", door->error().detail);
        return exit_code::address_not_bound;
      }
    auto web
      = start_http(system, settings_, versions_, limits_,
                   {auth_.signing_key, watch_, meter_, tls_}, actors.gateway);
    if (!web) {
      logging::error("cannot_listen", "detail", web.error().detail);
      return exit_code::address_not_bound;
    }
    logging::info("ready", "version", versions_.text, "cluster",
                  settings_.cluster.name, "nodes",
                  to_string((*nodes)->address()), "clients",
                  to_string((*clients)->address()), "http",
                  *web ? (*web)->address() : std::string{}, "data_dir",
                  settings_.node.data_dir);
    if (manager_.listens())
      reporter_ = system.spawn(service_reporter, manager_, actors.gateway);
    if (*web)
      reloader_.add(http_part(**web));
    if (settings_.backup)
      reloader_.add(backups_part([&to = actors.gateway](const auto& wanted) {
        caf::anon_send(to, wanted);
      }));
    return wait();
  }

  /// Reloads settings whenever it is asked to, until the end.
  exit_code wait() {
    reloader_.add(logging_part());
    reloader_.add(certificates_part(tls_));
    signal_.look_after([tls = tls_] { tls->look(now_us() / 1'000'000); });
    signal_.on_hangup([this] {
      manager_.tell_reloading();
      reloader_.reload();
      manager_.tell_reloaded();
    });
    auto code = signal_.wait();
    signal_.on_hangup(nullptr);
    signal_.look_after(nullptr);
    return static_cast<exit_code>(code);
  }

  /// Ends every actor. One that hangs, on a dead disk for example, must not
  /// keep the process alive.
  void close(node_actors& actors, exit_code outcome) {
    logging::info("stopping", "exit_code", static_cast<int>(outcome));
    manager_.tell("STOPPING=1");
    stopping_ = true;
    signal_.end_process_after(stop_timeout, static_cast<int>(outcome));
    dialer_->stop();
    for (const auto& each : actors.all)
      caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
    actors = {};
  }

  const config::settings& settings_;
  reloader reloader_;
  auth_options auth_;
  std::shared_ptr<node_tls> tls_;
  std::shared_ptr<http::consensus_watch> watch_
    = std::make_shared<http::consensus_watch>();
  std::shared_ptr<http::node_meter> meter_
    = std::make_shared<http::node_meter>();
  std::shared_ptr<std::atomic<std::uint64_t>> disk_free_
    = std::make_shared<std::atomic<std::uint64_t>>(0);
  const program_versions& versions_;
  known_state known_;
  connection_limits limits_;
  persistence::posix_file_system disk_;
  persistence::measured_files files_{disk_, *meter_};
  std::unique_ptr<persistence::file_lock> lock_;
  stop_signal& signal_;
  service_manager manager_ = service_manager::from_environment();
  caf::actor reporter_;
  errc waits_for_ = errc::none;
  logging::outage outage_;
  /// A long operation stops when the node is stopping.
  std::atomic<bool> stopping_ = false;
  std::shared_ptr<network::admitted_nodes> logged_in_
    = std::make_shared<network::admitted_nodes>();
  std::shared_ptr<network::admitted_nodes> admitted_
    = std::make_shared<network::admitted_nodes>();
  std::shared_ptr<network::dialer> dialer_
    = std::make_shared<network::dialer>();
  caf::actor_system_config configuration_;
};

} // namespace

int run_node(const config::settings& settings, settings_source read_again,
             const program_versions& versions) {
  // Before any other thread is started, that of the logging included: a signal
  // must find nobody but its watcher.
  auto signal = stop_signal{};
  logging::start(to_string(settings.logging.level), settings.node.id.value,
                 settings.logging.format == config::logging_format::json
                   ? logging::line_format::json
                   : logging::line_format::text);
  // Protocol Buffers would write to standard error what it thinks of bytes of
  // others, in a form of its own, and wait there while nobody reads.
  google::protobuf::SetLogHandler(nullptr);
  auto files = persistence::require_open_files(needed_files);
  if (!files) {
    logging::error("cannot_start", "code", to_string(files.error().code),
                   "detail", files.error().detail);
    logging::stop();
    return static_cast<int>(exit_code::wrong_usage);
  }
  for (const auto& exposed : config::exposed_secrets(settings))
    logging::warn("secret_exposed", "detail", exposed);
  auto outcome = running_node{settings, std::move(read_again), versions,
                              connection_limits{*files}, signal}
                   .run();
  logging::stop();
  return static_cast<int>(outcome);
}

} // namespace taskraft::actors
