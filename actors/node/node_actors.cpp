#include "actors/node/node_actors.hpp"

#include "actors/consensus/clock.hpp"
#include "actors/consensus/server.hpp"
#include "actors/snapshots/snapshot_receiver.hpp"
#include "actors/snapshots/snapshot_sender.hpp"
#include "actors/storage/applier.hpp"
#include "actors/storage/committer.hpp"
#include "actors/storage/log_reader.hpp"
#include "actors/storage/reader.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

/// Spawns what blocks: on a thread of its own, or among the others.
template <class... Ts>
auto spawn_blocking(caf::actor_system& system, threading threads, Ts&&... xs) {
  if (threads == threading::own)
    return system.spawn<caf::detached>(std::forward<Ts>(xs)...);
  return system.spawn(std::forward<Ts>(xs)...);
}

void describe(role_environment& to, node_plan& plan) {
  to.now_us = std::move(plan.now_us);
  to.uptime_us = std::move(plan.uptime_us);
  to.random = plan.random;
  to.after_sends = std::move(plan.after_sends);
  to.announced = {{plan.about.id, plan.newest_rules_level}};
  to.about = std::move(plan.about);
  to.disk_free = std::move(plan.disk_free);
  to.observer = std::move(plan.observer);
  to.measures = std::move(plan.measures);
}

protocol::start_server
start_of(node_plan& plan, std::shared_ptr<const role_environment> environment) {
  return {std::move(environment), std::move(plan.consensus),
          std::move(plan.make_peer), std::move(plan.admitted),
          std::move(plan.may_speak)};
}

/// Whom the gateway works with; they are spawned here.
template <class Spawn>
gateway_partners
partners_of(node_plan& plan, const protocol::server_actor& server,
            const protocol::log_reader_actor& log_reader, const Spawn& spawn) {
  auto partners = gateway_partners{};
  partners.server = server;
  partners.log_reader = log_reader;
  auto outage = logging::outage{};
  for (auto& store : plan.readers)
    partners.readers.push_back(spawn(reader, std::move(store), outage));
  if (plan.archive)
    partners.backup_writer = spawn(backup_writer, std::move(plan.archive));
  if (plan.backups)
    partners.backup_keeper = spawn(backup_keeper, std::move(plan.backups));
  if (plan.exports)
    partners.exporter = spawn(exporter, std::move(plan.exports));
  if (plan.authenticator)
    partners.authenticator
      = spawn(authenticator, std::move(*plan.authenticator));
  return partners;
}

} // namespace

node_actors spawn_node_actors(caf::actor_system& system, node_plan plan,
                              threading threads) {
  auto result = node_actors{};
  auto add = [&](auto handle) {
    result.all.push_back(caf::actor_cast<caf::actor>(handle));
    return handle;
  };
  auto spawn = [&](auto&&... xs) {
    return add(
      spawn_blocking(system, threads, std::forward<decltype(xs)>(xs)...));
  };
  auto environment = std::make_shared<role_environment>();
  auto scrubbed = plan.log->source();
  result.server = add(system.spawn(server, std::move(plan.known)));
  environment->log_reader
    = spawn(log_reader, plan.log->source(), result.server);
  environment->log
    = spawn(log, std::move(plan.log), std::move(plan.write_bootstrap),
            environment->log_reader, result.server);
  auto partners
    = partners_of(plan, result.server, environment->log_reader, spawn);
  environment->gateway = result.gateway
    = add(system.spawn(gateway, std::move(plan.gateway), std::move(partners)));
  if (plan.scrub)
    spawn(scrubber, *plan.scrub, scrubbed, std::move(plan.checker),
          disk_watch{std::move(plan.free_percent), result.gateway});
  environment->auditor = spawn(auditor, std::move(plan.audit), result.server);
  auto loading = plan.loads == load_speed::slow ? threads : threading::shared;
  environment->applier
    = add(spawn_blocking(system, loading, applier, std::move(plan.machine),
                         spawn(committer), environment->log, result.gateway,
                         result.server, plan.consensus->lacks_state));
  auto options = snapshot_options{.self = plan.about.id};
  options.chunk_bytes = plan.snapshot_chunk_bytes;
  environment->snapshot_sender
    = spawn(snapshot_sender, options,
            spawn(snapshotter, plan.snapshots, std::move(plan.snapshot_reader)),
            result.server);
  environment->snapshot_receiver
    = spawn(snapshot_receiver, std::move(plan.snapshots), environment->applier,
            result.server);
  describe(*environment, plan);
  caf::anon_send(result.server, start_of(plan, environment));
  add(system.spawn(clock, plan.tick, std::move(plan.random), result.server,
                   result.gateway));
  return result;
}

} // namespace taskraft::actors
