// What the operator decided for one node: a TOML file, checked strictly.

#pragma once

#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"
#include "tls/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::config {

struct node_settings {
  raft::node_id id;
  /// Relative paths count from the working directory.
  std::string data_dir;
  std::string listen;
  /// The address that other nodes dial.
  std::string advertise;
  /// Allows plain text beyond loopback, and beside TLS.
  bool plaintext = false;
};

struct member_settings {
  raft::node_id id;
  std::string address;

  friend bool operator==(const member_settings&, const member_settings&)
    = default;
};

struct cluster_settings {
  std::string name;
  /// The nodes that found the cluster, ordered by id; never empty.
  std::vector<member_settings> members;

  /// The entry of `id`, or nothing.
  const member_settings* find(raft::node_id id) const;
};

struct raft_settings {
  std::uint64_t election_timeout_min_ms = 150;
  std::uint64_t election_timeout_max_ms = 300;
  std::uint64_t heartbeat_ms = 50;
  std::uint64_t max_batch_bytes = 1U << 20U;
  std::uint64_t max_inflight_bytes = 8U << 20U;
  std::uint64_t snapshot_chunk_bytes = 64U << 10U;
  std::uint64_t log_retain_entries = 100'000;
  std::uint64_t log_max_bytes = 4ULL << 30U;
  bool lease_reads = false;
  std::uint64_t clock_drift_percent = 10;
};

struct gateway_settings {
  std::string listen = "127.0.0.1:7201";
  /// Allows plain text beyond loopback, and beside TLS.
  bool plaintext = false;
};

struct http_settings {
  /// Empty: no HTTP.
  std::string listen;
  /// Allows plain text beyond loopback, and beside TLS.
  bool plaintext = false;
  /// The URL by which others reach this node; unless given, from `listen`.
  std::string advertise;
  /// More names that may stand in a request's Host.
  std::vector<std::string> hosts;
  /// Begins and ends with a slash.
  std::string base_path = "/";
  /// Their X-Forwarded headers are believed.
  std::vector<std::string> trusted_proxies;
  /// Of a token; zero: no limit.
  std::uint64_t requests_per_minute = 6000;
  /// Empty: /metrics asks for no token.
  std::string metrics_token_file;
};

enum class store_backend : std::uint8_t { sqlite, mysql };

struct mysql_settings {
  /// `tcp://HOST:PORT` or `unix://PATH`.
  std::string url = "tcp://127.0.0.1:3306";
  /// Unless given, `default_schema`.
  std::string schema;
  std::string user = "taskraft";
  /// If it is empty there is no password, unless the environment has one.
  std::string password_file = "secrets/mysql";
  /// Of the CA that the server's certificate is of; empty: plain text.
  std::string ssl_ca;
  /// Allows plain text beyond loopback.
  bool plaintext = false;
};

struct store_settings {
  store_backend backend = store_backend::sqlite;
  mysql_settings mysql;
};

enum class auth_mode : std::uint8_t { required, open };

struct auth_settings {
  auth_mode mode = auth_mode::required;
  /// Of the first administrator of a new cluster; empty: a set-up link.
  std::string admin_password_file;
  std::uint64_t session_days = 30;
  /// How long a node that hears no leader answers reads.
  std::uint64_t stale_minutes = 60;
};

/// Files of each port that speaks TLS; without a certificate it does not.
struct tls_settings {
  tls::certificate_files peer;
  tls::certificate_files gateway;
  tls::certificate_files http;
};

struct backup_settings {
  /// Relative paths count from the working directory.
  std::string directory = "var/backups";
  std::uint64_t every_seconds = 24ULL * 3600;
  std::uint64_t keep = 14;
};

enum class logging_level : std::uint8_t { debug, info, warn, error };

/// The word that the file has for it.
std::string_view to_string(logging_level x);

enum class logging_format : std::uint8_t { text, json };

struct logging_settings {
  logging_level level = logging_level::info;
  logging_format format = logging_format::text;
};

struct settings {
  node_settings node;
  cluster_settings cluster;
  raft_settings raft;
  gateway_settings gateway;
  http_settings http;
  store_settings store;
  auth_settings auth;
  tls_settings tls;
  /// Nothing: this node takes no backups by itself.
  std::optional<backup_settings> backup;
  logging_settings logging;

  /// Whether this node may found the cluster.
  bool is_founder() const {
    return cluster.find(node.id) != nullptr;
  }
};

/// The MySQL schema of a node whose settings name none.
std::string default_schema(raft::node_id id);

/// Reads and checks the file at `path`. The detail of a failure is one line,
/// `file:line: key: what was expected`, for the first line that is wrong.
result<settings> load_settings(const std::string& path);

} // namespace taskraft::config
