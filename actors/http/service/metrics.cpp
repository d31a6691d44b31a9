#include "actors/http/service/metrics.hpp"

#include "actors/http/service/process_metrics.hpp"

#include <algorithm>

namespace taskraft::http {

namespace {

std::string seconds_text(std::uint64_t us) {
  auto fraction = std::to_string(us % 1'000'000);
  return std::to_string(us / 1'000'000) + '.'
         + std::string(6 - fraction.size(), '0') + fraction;
}

class text_writer {
public:
  void about(const char* name, const char* type, const char* help) {
    text_ += std::string{"# HELP "} + name + ' ' + help + '\n';
    text_ += std::string{"# TYPE "} + name + ' ' + type + '\n';
  }

  void value(const std::string& name, const std::string& x) {
    text_ += name + ' ' + x + '\n';
  }
  void value(const std::string& name, std::uint64_t x) {
    value(name, std::to_string(x));
  }

  void gauge(const char* name, const char* help, std::uint64_t x) {
    about(name, "gauge", help);
    value(name, x);
  }
  void counter(const char* name, const char* help, std::uint64_t x) {
    about(name, "counter", help);
    value(name, x);
  }

  /// `labels` as they stand between the braces; may be empty.
  void histogram(const std::string& name, const std::string& labels,
                 const duration_histogram& x) {
    auto count = std::uint64_t{0};
    auto before = labels.empty() ? labels : labels + ',';
    for (auto i = std::size_t{0}; i < x.counts.size(); ++i) {
      count += x.counts[i];
      auto bound = i < x.bounds_us.size() ? seconds_text(x.bounds_us[i])
                                          : std::string{"+Inf"};
      value(name + "_bucket{" + before + "le=\"" + bound + "\"}", count);
    }
    auto own = labels.empty() ? labels : '{' + labels + '}';
    value(name + "_sum" + own, seconds_text(x.sum_us));
    value(name + "_count" + own, count);
  }

  std::string take() {
    return std::move(text_);
  }

private:
  std::string text_;
};

void add_node(text_writer& to, const protocol::node_status& x) {
  to.gauge("taskraft_raft_term", "The node's term.", x.term.value);
  to.gauge("taskraft_raft_is_leader", "Whether the node leads.",
           x.role == "leader" ? 1 : 0);
  to.gauge("taskraft_raft_leader", "The node that leads; 0 if none is known.",
           x.leader.value);
  to.gauge("taskraft_raft_first_index",
           "The first entry that the log still has.", x.first_index.value);
  to.gauge("taskraft_raft_last_index", "The last entry of the log.",
           x.last_index.value);
  to.gauge("taskraft_raft_durable_index",
           "The last entry that is on the node's disk.", x.durable_index.value);
  to.gauge("taskraft_raft_commit_index", "The last committed entry.",
           x.commit_index.value);
  to.gauge("taskraft_raft_applied_index",
           "The last entry that the database has.", x.applied_index.value);
  to.gauge("taskraft_raft_inflight_entries",
           "Of a leader, entries that are not committed; of others, those that "
           "are not on the disk.",
           x.inflight_entries);
  to.gauge("taskraft_raft_inflight_bytes", "Their bytes.", x.inflight_bytes);
  to.about("taskraft_raft_heartbeat_age_seconds", "gauge",
           "Since a leader was heard.");
  to.value("taskraft_raft_heartbeat_age_seconds",
           seconds_text(x.heartbeat_age_ms * 1000));
  to.gauge("taskraft_disk_free_bytes", "What the disk of the data has left.",
           x.disk_free);
}

void add_position(text_writer& to, const protocol::position_changed& x) {
  to.gauge("taskraft_disk_full", "Whether the disk has no room for entries.",
           x.disk_full ? 1 : 0);
  to.gauge("taskraft_lacks_state", "Whether the node waits for a snapshot.",
           x.lacks_state ? 1 : 0);
  to.about("taskraft_raft_member_linked", "gauge",
           "Whether a link leads to the member.");
  for (const auto& each : x.members)
    to.value("taskraft_raft_member_linked{node=\""
               + std::to_string(each.id.value) + "\",voter=\""
               + (each.voter ? "true" : "false") + "\"}",
             each.linked ? 1U : 0U);
}

void add_certificates(text_writer& to, const measured& x) {
  if (x.certificates.empty())
    return;
  constexpr auto name = "taskraft_certificate_expiry_seconds";
  to.about(name, "gauge",
           "When the certificate of a port ends, in seconds since 1970.");
  for (const auto& [port, end] : x.certificates)
    to.value(std::string{name} + "{port=\"" + port + "\"}",
             std::to_string(end));
}

/// Of the whole cluster: every node says the same.
void add_backups(text_writer& to, const protocol::backups_seen& x) {
  constexpr auto second_us = std::uint64_t{1'000'000};
  to.gauge("taskraft_backup_interval_seconds",
           "How often the settings want a backup of the cluster; 0: never.",
           x.every_us / second_us);
  to.gauge("taskraft_backup_last_success_timestamp_seconds",
           "When the newest backup was taken that was read back whole; 0 if "
           "there is none.",
           x.taken_at_us / second_us);
  to.gauge("taskraft_backup_last_size_bytes", "Its size.", x.bytes);
  to.gauge("taskraft_backup_failures", "How often a backup failed since.",
           x.failures);
}

void add_process(text_writer& to) {
  auto x = measure_process();
  to.gauge("process_resident_memory_bytes", "Memory of the process.",
           x.resident_bytes);
  to.about("process_cpu_seconds_total", "counter",
           "Time of processors that the process has used.");
  to.value("process_cpu_seconds_total", seconds_text(x.cpu_us));
  to.gauge("process_open_fds", "Open files and connections.", x.open_files);
  to.gauge("process_max_fds", "How many may be open.", x.most_files);
  to.gauge("process_threads", "Threads of the process.", x.threads);
}

void add_requests(text_writer& to, const metrics& x) {
  constexpr auto total = "taskraft_http_requests_total";
  to.about(total, "counter", "Requests, by route and status.");
  for (const auto& [key, count] : x.requests)
    to.value(std::string{total} + "{route=\"" + key.first + "\",status=\""
               + std::to_string(key.second) + "\"}",
             count);
  constexpr auto name = "taskraft_http_request_seconds";
  to.about(name, "histogram", "The time that requests took, by route.");
  for (const auto& [route, each] : x.durations)
    to.histogram(name, "route=\"" + route + '"', each);
}

void add_steps(text_writer& to, const node_measures& x) {
  using step = protocol::timed_step;
  auto add = [&](const char* name, const char* help, step which) {
    to.about(name, "histogram", help);
    to.histogram(name, "", x.of(which));
  };
  add("taskraft_log_append_seconds",
      "The time of one write of entries into the log, with its sync.",
      step::log_append);
  add("taskraft_disk_sync_seconds",
      "The time of one sync of a file of the node; the store's are its own.",
      step::disk_sync);
  add("taskraft_state_evaluate_seconds",
      "The time that the rules took for committed entries, many at once.",
      step::state_evaluate);
  add("taskraft_state_commit_seconds",
      "The time of one commit of their effects into the store.",
      step::state_commit);
  add("taskraft_state_sync_seconds",
      "The time until what the store shows was durable, which is seldom asked.",
      step::state_sync);
}

void add_events(text_writer& to, const node_measures& x) {
  using event = protocol::counted_event;
  to.counter("taskraft_raft_elections_total",
             "How often the node has become a candidate.",
             x.of(event::election));
  to.counter("taskraft_commands_failed_total",
             "Commands of this node's clients that were not done, or of which "
             "it is unknown.",
             x.of(event::command_failed));
  to.counter("taskraft_snapshots_sent_total",
             "Snapshots that the node has begun to send.",
             x.of(event::snapshot_sent));
  to.counter("taskraft_snapshots_installed_total",
             "Snapshots that the node has taken over.",
             x.of(event::snapshot_installed));
  to.gauge("taskraft_commands_pending",
           "Commands of this node's clients that are not answered yet.",
           x.commands_pending);
  to.gauge("taskraft_gateway_clients", "Clients of this node, HTTP among them.",
           x.clients);
}

/// Only a leader knows.
void add_followers(text_writer& to, const measured& x) {
  auto last = x.own ? x.own->last_index : raft::log_index{};
  auto add = [&](const char* name, const char* help, auto value) {
    to.about(name, "gauge", help);
    for (const auto& each : x.inside.followers)
      to.value(std::string{name} + "{node=\"" + std::to_string(each.node.value)
                 + "\"}",
               value(each));
  };
  add("taskraft_raft_follower_match_index",
      "Of a leader: up to where a follower's disk has its log.",
      [](const auto& each) { return each.match_index.value; });
  add("taskraft_raft_follower_lag_entries",
      "Of a leader: entries that are not known to be on a follower's disk.",
      [&](const auto& each) {
        return last.value - std::min(last, each.match_index).value;
      });
  add("taskraft_raft_follower_round_trip_seconds",
      "Of a leader: from a round of messages to a follower's answer.",
      [](const auto& each) { return seconds_text(each.round_trip_us); });
}

void add_disk_use(text_writer& to, const measured& x) {
  constexpr auto name = "taskraft_disk_used_bytes";
  to.about(name, "gauge",
           "What the node has on its disk: log, store (of SQLite), snapshots "
           "on their way, backups.");
  for (const auto& [what, bytes] : x.disk_use)
    to.value(std::string{name} + "{what=\"" + what + "\"}", bytes);
}

} // namespace

std::string to_text(const metrics& x, const measured& beside) {
  auto to = text_writer{};
  to.about("taskraft_build_info", "gauge", "The version of the program.");
  to.value("taskraft_build_info{version=\"" + beside.version + "\"}", 1U);
  if (beside.own)
    add_node(to, *beside.own);
  add_position(to, beside.position);
  add_steps(to, beside.inside);
  add_events(to, beside.inside);
  add_followers(to, beside);
  add_disk_use(to, beside);
  add_backups(to, beside.position.backups);
  to.counter("taskraft_raft_leader_changes_total",
             "How often the node has heard of another leader.",
             x.leader_changes);
  to.gauge("taskraft_http_connections", "Open connections of HTTP.",
           x.connections);
  to.counter("taskraft_http_connections_refused_total",
             "Connections beyond the limit.", x.connections_refused);
  to.counter("taskraft_http_connections_cut_total",
             "Connections without a user that gave way to others.",
             x.connections_cut);
  to.counter("taskraft_http_bad_requests_total", "Requests that were no HTTP.",
             x.bad_requests);
  to.gauge("taskraft_http_event_streams", "Open streams of events.",
           beside.event_streams);
  to.gauge("taskraft_http_cluster_streams", "Open streams of the cluster.",
           beside.cluster_streams);
  to.gauge("taskraft_http_files_coming", "Files that are being read or sent.",
           beside.files_coming);
  to.gauge("taskraft_http_credentials",
           "Logins and tokens that were used lately.", beside.credentials);
  to.counter("taskraft_http_handshakes_failed_total",
             "Connections that did not agree on TLS.", x.handshakes_failed);
  add_certificates(to, beside);
  add_requests(to, x);
  add_process(to);
  return to.take();
}

} // namespace taskraft::http
