#include "actors/node/node_values.hpp"

#include "actors/node/node_backups.hpp"
#include "actors/node/outside_values.hpp"

#include <string>
#include <utility>

namespace taskraft::actors {

namespace {

/// A leader whose store makes no progress for this long offers its leadership.
constexpr auto store_time_limit_ms = std::uint64_t{2000};

/// Milliseconds as ticks, at least one.
std::uint32_t ticks(std::uint64_t ms) {
  auto unit = static_cast<std::uint64_t>(clock_tick.count());
  return static_cast<std::uint32_t>(ms < unit ? 1 : ms / unit);
}

} // namespace

raft::tuning tuning_of(const config::raft_settings& x) {
  auto tuning = raft::tuning{};
  tuning.election_ticks_min = ticks(x.election_timeout_min_ms);
  tuning.election_ticks_max = ticks(x.election_timeout_max_ms);
  tuning.heartbeat_ticks = ticks(x.heartbeat_ms);
  tuning.store_time_limit_ticks = ticks(store_time_limit_ms);
  tuning.max_batch_bytes = x.max_batch_bytes;
  tuning.max_inflight_bytes = x.max_inflight_bytes;
  tuning.lease_reads = x.lease_reads;
  tuning.clock_drift_percent
    = static_cast<std::uint32_t>(x.clock_drift_percent);
  tuning.tick_us
    = static_cast<std::uint64_t>(std::chrono::microseconds{clock_tick}.count());
  tuning.log_retain_entries = x.log_retain_entries;
  tuning.log_max_bytes = x.log_max_bytes;
  return tuning;
}

std::vector<raft::member> members_of(const config::settings& settings) {
  auto members = std::vector<raft::member>{};
  for (const auto& x : settings.cluster.members)
    members.push_back({.id = x.id, .address = x.address, .disk_id = {}});
  return members;
}

protocol::hello introduction_of(const config::settings& settings,
                                const persistence::identity& identity,
                                const program_versions& versions) {
  auto self = protocol::hello{};
  self.cluster_name = settings.cluster.name;
  self.cluster_id = identity.cluster_id;
  self.node = settings.node.id;
  self.disk_id = identity.disk_id;
  self.incarnation = identity.incarnation;
  self.wire_version = versions.wire;
  self.version = versions.text;
  self.address = settings.node.advertise;
  self.start_id = entropy();
  self.auth_required = settings.auth.mode == config::auth_mode::required;
  return self;
}

gateway_options gateway_of(const config::settings& settings,
                           const program_versions& versions) {
  auto options = gateway_options{};
  options.self = settings.node.id;
  options.http_origin = settings.http.advertise;
  options.cluster_name = settings.cluster.name;
  options.version = versions.text;
  options.wire_version = versions.wire;
  for (const auto& x : settings.cluster.members) {
    auto row = protocol::node_status{};
    row.id = x.id;
    row.address = x.address;
    options.members.push_back(row);
  }
  options.backup_every_us = wanted_of(settings.backup).every_us;
  options.tick_ms = static_cast<std::uint64_t>(clock_tick.count());
  options.uptime_us = uptime_us;
  options.now_us = now_us;
  options.random = entropy;
  options.first_round = entropy();
  return options;
}

exit_code exit_code_of(errc reason) {
  switch (reason) {
    case errc::identity_refused:
      return exit_code::identity_refused;
    // The database does not let us in.
    case errc::not_allowed:
    case errc::invalid_value:
      return exit_code::wrong_usage;
    default:
      return exit_code::disk_not_trusted;
  }
}

} // namespace taskraft::actors
