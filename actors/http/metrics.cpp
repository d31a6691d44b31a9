#include "actors/http/metrics.hpp"

#include "actors/http/process_metrics.hpp"

#include <algorithm>
#include <iterator>

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
  auto name = std::string{"taskraft_http_request_seconds"};
  to.about(name.c_str(), "histogram", "The time that requests took, by route.");
  for (const auto& [route, each] : x.durations) {
    auto count = std::uint64_t{0};
    auto label = "{route=\"" + route + '"';
    for (auto i = std::size_t{0}; i < each.counts.size(); ++i) {
      count += each.counts[i];
      auto bound = i < each.bounds_us.size() ? seconds_text(each.bounds_us[i])
                                             : std::string{"+Inf"};
      to.value(name + "_bucket" + label + ",le=\"" + bound + "\"}", count);
    }
    to.value(name + "_sum" + label + '}', seconds_text(each.sum_us));
    to.value(name + "_count" + label + '}', count);
  }
}

} // namespace

void duration_histogram::add(std::uint64_t us) {
  auto place = std::ranges::lower_bound(bounds_us, us);
  ++counts.at(
    static_cast<std::size_t>(std::distance(bounds_us.begin(), place)));
  sum_us += us;
}

std::string to_text(const metrics& x, const measured& beside) {
  auto to = text_writer{};
  to.about("taskraft_build_info", "gauge", "The version of the program.");
  to.value("taskraft_build_info{version=\"" + beside.version + "\"}", 1U);
  if (beside.own)
    add_node(to, *beside.own);
  add_position(to, beside.position);
  add_backups(to, beside.position.backups);
  to.counter("taskraft_raft_leader_changes_total",
             "How often the node has heard of another leader.",
             x.leader_changes);
  to.gauge("taskraft_http_connections", "Open connections of HTTP.",
           x.connections);
  to.counter("taskraft_http_connections_refused_total",
             "Connections beyond the limit.", x.connections_refused);
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
