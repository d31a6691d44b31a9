#include "config/settings.hpp"

#include "config/address.hpp"
#include "config/checks.hpp"
#include "config/one_line.hpp"
#include "config/table_reader.hpp"
#include "protocol/web_origin.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <system_error>

namespace taskraft::config {

namespace {

/// Ids travel in JSON, whose numbers are exact up to this one.
constexpr auto ids = range{1, (1ULL << 53U) - 1};

/// Below 50 ms a busy disk would look like a dead leader.
constexpr auto election_timeouts = range{50, 60'000};

constexpr auto heartbeats = range{10, 30'000};

/// One command of 512 KiB with its header must fit into a batch, and a batch
/// into a message, which the network guard limits to 2 MiB.
constexpr auto batch_sizes = range{(512U + 4U) << 10U, 1U << 20U};

/// The network guard cuts a link with more than 16 MiB unsent.
constexpr auto most_inflight_bytes = std::uint64_t{8} << 20U;

/// Several pieces of a snapshot are under way at once, between heartbeats.
constexpr auto chunk_sizes = range{4U << 10U, 1U << 20U};
/// A few segments, because the log removes whole segments only.
constexpr auto log_sizes
  = range{256U << 20U, std::numeric_limits<std::int64_t>::max()};
/// More than a year is no session any more but a token.
constexpr auto session_lengths = range{1, 366};
/// A minute to a year.
constexpr auto stale_times = range{1, 527'040};

constexpr auto request_rates = range{0, 1'000'000'000};

/// A second to a year.
constexpr auto backup_intervals = range{1, 366ULL * 24 * 3600};
constexpr auto kept_backups = range{1, 100'000};

constexpr auto any = range{0, std::numeric_limits<std::int64_t>::max()};

constexpr auto logging_levels
  = std::array<std::string_view, 4>{"debug", "info", "warn", "error"};

void read_node(table_reader in, node_settings& out) {
  in.read("id", out.id.value, ids);
  if (!in.has("id"))
    in.refuse("id", "expected this node's number; it has no default");
  in.read("data_dir", out.data_dir);
  in.read("listen", out.listen);
  in.read("advertise", out.advertise);
  in.read("plaintext", out.plaintext);
  in.refuse_unknown();
}

void read_member(table_reader& in, member_settings& out) {
  in.read("id", out.id.value, ids);
  if (!in.has("id"))
    in.refuse("id", "expected the number of a node");
  in.read("address", out.address);
  if (!in.has("address"))
    in.refuse("address", "expected where the other nodes reach it");
  in.refuse_unknown();
}

void read_cluster(table_reader in, cluster_settings& out) {
  in.read("name", out.name);
  if (!in.has("name"))
    in.refuse("name", "expected the cluster's name; it has no default");
  for (auto& member : in.tables("members"))
    read_member(member, out.members.emplace_back());
  if (!in.has("members"))
    in.refuse("members", "expected who founds the cluster; it has no default");
  std::ranges::sort(out.members, {}, &member_settings::id);
  in.refuse_unknown();
}

void read_raft(table_reader in, raft_settings& out) {
  in.read("election_timeout_ms", out.election_timeout_min_ms,
          out.election_timeout_max_ms, election_timeouts);
  in.read("heartbeat_ms", out.heartbeat_ms, heartbeats);
  in.read("max_batch_bytes", out.max_batch_bytes, batch_sizes);
  in.read("max_inflight_bytes", out.max_inflight_bytes,
          {batch_sizes.least, most_inflight_bytes});
  in.read("snapshot_chunk_bytes", out.snapshot_chunk_bytes, chunk_sizes);
  in.read("log_retain_entries", out.log_retain_entries, any);
  in.read("log_max_bytes", out.log_max_bytes, log_sizes);
  in.read("lease_reads", out.lease_reads);
  in.read("clock_drift_percent", out.clock_drift_percent, {0, 50});
  in.refuse_unknown();
}

void read_store(table_reader in, store_settings& out) {
  out.backend = static_cast<store_backend>(in.read_choice(
    "backend", {"sqlite", "mysql"}, static_cast<std::size_t>(out.backend)));
  auto mysql = in.table("mysql");
  mysql.read("url", out.mysql.url);
  mysql.read("schema", out.mysql.schema);
  mysql.read("user", out.mysql.user);
  mysql.read_or_empty("password_file", out.mysql.password_file);
  mysql.read_or_empty("ssl_ca", out.mysql.ssl_ca);
  mysql.read("plaintext", out.mysql.plaintext);
  mysql.refuse_unknown();
  in.refuse_unknown();
}

void read_gateway(table_reader in, gateway_settings& out) {
  in.read("listen", out.listen);
  in.read("plaintext", out.plaintext);
  in.refuse_unknown();
}

void read_auth(table_reader in, auth_settings& out) {
  out.mode = static_cast<auth_mode>(in.read_choice(
    "mode", {"required", "open"}, static_cast<std::size_t>(out.mode)));
  in.read_or_empty("admin_password_file", out.admin_password_file);
  in.read("session_days", out.session_days, session_lengths);
  in.read("stale_minutes", out.stale_minutes, stale_times);
  in.refuse_unknown();
}

void read_http(table_reader in, http_settings& out) {
  in.read("listen", out.listen);
  in.read("plaintext", out.plaintext);
  in.read_or_empty("advertise", out.advertise);
  in.read("hosts", out.hosts);
  in.read("base_path", out.base_path);
  in.read("trusted_proxies", out.trusted_proxies);
  in.read("requests_per_minute", out.requests_per_minute, request_rates);
  in.read_or_empty("metrics_token_file", out.metrics_token_file);
  in.refuse_unknown();
}

void read_tls(table_reader in, tls_settings& out) {
  in.read_or_empty("peer_certificate", out.peer.certificate);
  in.read_or_empty("peer_key", out.peer.key);
  in.read_or_empty("peer_ca", out.peer.ca);
  in.read_or_empty("peer_crl", out.peer.crl);
  in.read_or_empty("gateway_certificate", out.gateway.certificate);
  in.read_or_empty("gateway_key", out.gateway.key);
  in.read_or_empty("gateway_client_ca", out.gateway.ca);
  in.read_or_empty("http_certificate", out.http.certificate);
  in.read_or_empty("http_key", out.http.key);
  in.refuse_unknown();
}

void read_backup(table_reader& file, settings& to) {
  auto in = file.table("backup");
  if (!file.has("backup"))
    return;
  auto& out = to.backup.emplace();
  in.read("directory", out.directory);
  in.read_seconds("every", out.every_seconds, backup_intervals);
  in.read("keep", out.keep, kept_backups);
  in.refuse_unknown();
}

void read_logging(table_reader in, logging_settings& out) {
  out.level = static_cast<logging_level>(
    in.read_choice("level", {logging_levels.begin(), logging_levels.end()},
                   static_cast<std::size_t>(out.level)));
  out.format = static_cast<logging_format>(in.read_choice(
    "format", {"text", "json"}, static_cast<std::size_t>(out.format)));
  in.refuse_unknown();
}

settings read_all(table_reader& file) {
  auto out = settings{};
  read_node(file.table("node"), out.node);
  read_cluster(file.table("cluster"), out.cluster);
  read_raft(file.table("raft"), out.raft);
  read_gateway(file.table("gateway"), out.gateway);
  read_store(file.table("store"), out.store);
  read_http(file.table("http"), out.http);
  read_auth(file.table("auth"), out.auth);
  read_tls(file.table("tls"), out.tls);
  read_backup(file, out);
  read_logging(file.table("logging"), out.logging);
  file.refuse_unknown();
  return out;
}

/// What listens everywhere is reached where other nodes reach this one.
void complete_http(settings& x) {
  auto& advertise = x.http.advertise;
  auto listen = parse_address(x.http.listen);
  auto node = parse_address(x.node.advertise);
  if (advertise.empty() && listen) {
    if (is_wildcard(*listen) && node)
      listen->host = node->host;
    advertise = (x.tls.http.certificate.empty() ? "http://" : "https://")
                + to_string(*listen);
  }
  if (auto origin = protocol::parse_web_origin(advertise))
    advertise = *origin;
  // As browsers write them, who leave out the port that a scheme has anyway.
  for (auto& host : x.http.hosts)
    for (auto scheme : {std::string{"http://"}, std::string{"https://"}})
      if (auto origin = protocol::parse_web_origin(scheme + host))
        host = origin->substr(scheme.size());
}

/// The defaults that depend on other keys.
void complete(settings& x) {
  auto id = std::to_string(x.node.id.value);
  if (x.node.data_dir.empty())
    x.node.data_dir = "var/node" + id;
  const auto* own = x.cluster.find(x.node.id);
  if (x.node.listen.empty() && own != nullptr)
    x.node.listen = own->address;
  if (x.node.advertise.empty())
    x.node.advertise = x.node.listen;
  complete_http(x);
  if (x.store.mysql.schema.empty())
    x.store.mysql.schema = default_schema(x.node.id);
}

/// The content; nothing if the file cannot be read, and errno says why.
std::optional<std::string> read_file(const std::string& path) {
  auto file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>{
    std::fopen(path.c_str(), "rb"), std::fclose};
  if (!file)
    return std::nullopt;
  auto content = std::string{};
  auto buffer = std::array<char, 4096>{};
  while (auto count = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    content.append(buffer.data(), count);
  if (std::ferror(file.get()) != 0)
    return std::nullopt;
  return content;
}

} // namespace

std::string_view to_string(logging_level x) {
  return logging_levels.at(static_cast<std::size_t>(x));
}

std::string default_schema(raft::node_id id) {
  return "taskraft_" + std::to_string(id.value);
}

const member_settings* cluster_settings::find(raft::node_id id) const {
  auto match = std::ranges::find(members, id, &member_settings::id);
  return match == members.end() ? nullptr : &*match;
}

result<settings> load_settings(const std::string& path) {
  auto content = read_file(path);
  if (!content)
    return failure{errc::invalid_value,
                   one_line(path) + ": expected a readable file: "
                     + std::generic_category().message(errno)};
  auto found = problems{path};
  try {
    auto parsed = toml::parse(*content, path);
    auto file = table_reader{parsed, "", found};
    auto out = read_all(file);
    if (found.none()) {
      complete(out);
      check(out, file);
    }
    if (found.none())
      return out;
  } catch (const toml::parse_error& error) {
    found.add(error.source().begin.line, "",
              "expected TOML: " + std::string{error.description()});
  }
  return found.first();
}

} // namespace taskraft::config
