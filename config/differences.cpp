#include "config/differences.hpp"

#include "protocol/invariant.hpp"

#include <concepts>
#include <string_view>

namespace taskraft::config {

namespace {

std::string text_of(const std::string& x) {
  return x;
}

std::string text_of(std::same_as<bool> auto x) {
  return x ? "true" : "false";
}

std::string text_of(std::uint64_t x) {
  return std::to_string(x);
}

/// A line break stands in no setting that is a part of a list.
std::string text_of(const std::vector<std::string>& x) {
  auto text = std::string{};
  for (const auto& each : x)
    text += each + '\n';
  return text;
}

std::string text_of(const std::vector<member_settings>& x) {
  auto text = std::string{};
  for (const auto& each : x)
    text += std::to_string(each.id.value) + ' ' + each.address + '\n';
  return text;
}

/// One table of the file.
class key_list {
public:
  key_list(std::vector<std::pair<std::string, std::string>>& to,
           std::string_view table)
    : to_(to), table_(std::string{table} + '.') {
  }

  template <class Value>
  key_list& add(std::string_view key, const Value& value) {
    to_.emplace_back(table_ + std::string{key}, text_of(value));
    return *this;
  }

private:
  std::vector<std::pair<std::string, std::string>>& to_;
  std::string table_;
};

using all_keys = std::vector<std::pair<std::string, std::string>>;

void add(all_keys& to, const node_settings& x) {
  key_list{to, "node"}
    .add("id", x.id.value)
    .add("data_dir", x.data_dir)
    .add("listen", x.listen)
    .add("advertise", x.advertise)
    .add("plaintext", x.plaintext);
}

void add(all_keys& to, const cluster_settings& x) {
  key_list{to, "cluster"}.add("name", x.name).add("members", x.members);
}

void add(all_keys& to, const raft_settings& x) {
  key_list{to, "raft"}
    .add("election_timeout_ms", std::to_string(x.election_timeout_min_ms) + ' '
                                  + std::to_string(x.election_timeout_max_ms))
    .add("heartbeat_ms", x.heartbeat_ms)
    .add("max_batch_bytes", x.max_batch_bytes)
    .add("max_inflight_bytes", x.max_inflight_bytes)
    .add("snapshot_chunk_bytes", x.snapshot_chunk_bytes)
    .add("log_retain_entries", x.log_retain_entries)
    .add("log_max_bytes", x.log_max_bytes)
    .add("lease_reads", x.lease_reads)
    .add("clock_drift_percent", x.clock_drift_percent);
}

void add(all_keys& to, const http_settings& x) {
  key_list{to, "http"}
    .add("listen", x.listen)
    .add("plaintext", x.plaintext)
    .add("advertise", x.advertise)
    .add("hosts", x.hosts)
    .add("base_path", x.base_path)
    .add("trusted_proxies", x.trusted_proxies)
    .add("requests_per_minute", x.requests_per_minute)
    .add("metrics_token_file", x.metrics_token_file);
}

void add(all_keys& to, const store_settings& x) {
  auto is_mysql = x.backend == store_backend::mysql;
  key_list{to, "store"}.add("backend",
                            std::string{is_mysql ? "mysql" : "sqlite"});
  key_list{to, "store.mysql"}
    .add("url", x.mysql.url)
    .add("ssl_ca", x.mysql.ssl_ca)
    .add("plaintext", x.mysql.plaintext)
    .add("schema", x.mysql.schema)
    .add("user", x.mysql.user)
    .add("password_file", x.mysql.password_file);
}

void add(all_keys& to, const auth_settings& x) {
  auto is_open = x.mode == auth_mode::open;
  key_list{to, "auth"}
    .add("mode", std::string{is_open ? "open" : "required"})
    .add("admin_password_file", x.admin_password_file)
    .add("session_days", x.session_days)
    .add("stale_minutes", x.stale_minutes);
}

void add(all_keys& to, const tls_settings& x) {
  key_list{to, "tls"}
    .add("peer_certificate", x.peer.certificate)
    .add("peer_key", x.peer.key)
    .add("peer_ca", x.peer.ca)
    .add("peer_crl", x.peer.crl)
    .add("gateway_certificate", x.gateway.certificate)
    .add("gateway_key", x.gateway.key)
    .add("gateway_client_ca", x.gateway.ca)
    .add("http_certificate", x.http.certificate)
    .add("http_key", x.http.key);
}

/// Without them: values that no file can have.
void add(all_keys& to, const std::optional<backup_settings>& x) {
  auto shown = x.value_or(backup_settings{"", 0, 0});
  key_list{to, "backup"}
    .add("directory", shown.directory)
    .add("every", shown.every_seconds)
    .add("keep", shown.keep);
}

void add(all_keys& to, const logging_settings& x) {
  auto is_json = x.format == logging_format::json;
  key_list{to, "logging"}
    .add("level", std::string{to_string(x.level)})
    .add("format", std::string{is_json ? "json" : "text"});
}

} // namespace

all_keys key_values(const settings& x) {
  auto all = all_keys{};
  add(all, x.node);
  add(all, x.cluster);
  add(all, x.raft);
  key_list{all, "gateway"}
    .add("listen", x.gateway.listen)
    .add("plaintext", x.gateway.plaintext);
  add(all, x.http);
  add(all, x.store);
  add(all, x.auth);
  add(all, x.tls);
  add(all, x.backup);
  add(all, x.logging);
  return all;
}

std::vector<std::string> differences(const settings& x, const settings& y) {
  auto before = key_values(x);
  auto after = key_values(y);
  RAFT_INVARIANT(before.size() == after.size());
  auto keys = std::vector<std::string>{};
  for (auto i = std::size_t{0}; i < before.size(); ++i)
    if (before[i].second != after[i].second)
      keys.push_back(before[i].first);
  return keys;
}

} // namespace taskraft::config
