#include "config/checks.hpp"

#include "config/address.hpp"
#include "config/checks_tls.hpp"
#include "config/one_line.hpp"
#include "config/secrets.hpp"
#include "protocol/web_origin.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

namespace taskraft::config {

namespace {

constexpr auto longest_name = std::size_t{64};

bool is_name(std::string_view text) {
  constexpr auto allowed
    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return text.size() <= longest_name
         && text.find_first_not_of(allowed) == std::string_view::npos;
}

void check_address(const table_reader& in, std::string_view key,
                   const std::string& text) {
  auto parsed = parse_address(text);
  if (!parsed)
    in.refuse(key, parsed.error().detail);
}

/// Checks an address that other nodes dial.
void check_not_wildcard(const table_reader& in, std::string_view key,
                        const std::string& text) {
  auto parsed = parse_address(text);
  if (parsed && is_wildcard(*parsed))
    in.refuse(key, "expected an address that others can dial, found " + text);
}

/// Beyond loopback anybody might read along, and speak.
void check_plaintext(const table_reader& in, const std::string& listen,
                     bool plaintext, const tls::certificate_files& files,
                     const std::string& group) {
  auto parsed = parse_address(listen);
  if (parsed && !is_loopback(*parsed) && !plaintext
      && files.certificate.empty())
    in.refuse("listen", "expected a loopback address, or tls." + group
                          + "_certificate, or plaintext = true");
}

void check_node(const settings& x, const table_reader& in) {
  if (x.node.listen.empty()) {
    in.refuse("listen", "expected an address, as node "
                          + std::to_string(x.node.id.value)
                          + " is not among cluster.members");
    return;
  }
  // An address that is not given is that of the node's own entry in members,
  // which is checked there.
  if (in.has("listen"))
    check_address(in, "listen", x.node.listen);
  if (in.has("advertise"))
    check_address(in, "advertise", x.node.advertise);
  check_not_wildcard(in, "advertise", x.node.advertise);
  check_plaintext(in, x.node.listen, x.node.plaintext, x.tls.peer, "peer");
}

void check_members(table_reader& cluster) {
  auto ids = std::set<std::uint64_t>{};
  auto addresses = std::set<std::string>{};
  // An address may be written in two ways.
  auto plain = [](const std::string& text) {
    auto parsed = parse_address(text);
    return parsed ? to_string(*parsed) : text;
  };
  auto members = cluster.tables("members");
  if (members.empty())
    cluster.refuse("members", "expected at least one founder");
  for (auto& in : members) {
    auto member = member_settings{};
    in.read("id", member.id.value, {0, UINT64_MAX});
    in.read("address", member.address);
    check_address(in, "address", member.address);
    check_not_wildcard(in, "address", member.address);
    if (!ids.insert(member.id.value).second)
      in.refuse("id", "expected a number that no other member has");
    if (!addresses.insert(plain(member.address)).second)
      in.refuse("address", "expected an address that no other member has");
  }
}

/// A lease lasts as long as the least election time-out, less a tick, less
/// what clocks may differ.
void check_lease(const raft_settings& x, const table_reader& in) {
  constexpr auto tick_ms = std::uint64_t{10};
  if (!x.lease_reads)
    return;
  if (x.clock_drift_percent == 0)
    in.refuse("clock_drift_percent",
              "expected at least 1 while lease_reads is true: a lease must be "
              "shorter than the least election_timeout_ms, whatever the clocks "
              "do");
  auto lease_ms = (x.election_timeout_min_ms - tick_ms)
                  * (100 - x.clock_drift_percent) / 100;
  if (lease_ms <= x.heartbeat_ms)
    in.refuse("lease_reads", "expected false: a lease of "
                               + std::to_string(lease_ms)
                               + " ms would end before the next heartbeat");
}

void check_raft(const raft_settings& x, const table_reader& in) {
  if (x.election_timeout_min_ms >= x.election_timeout_max_ms)
    in.refuse("election_timeout_ms",
              "expected the least below the most, so that candidates differ");
  if (2 * x.heartbeat_ms > x.election_timeout_min_ms)
    in.refuse("heartbeat_ms", "expected at most half of the least "
                              "election_timeout_ms, which is "
                                + std::to_string(x.election_timeout_min_ms));
  if (x.max_inflight_bytes < x.max_batch_bytes)
    in.refuse("max_inflight_bytes", "expected at least max_batch_bytes, "
                                    "which is "
                                      + std::to_string(x.max_batch_bytes));
  check_lease(x, in);
}

/// Settings that only the other backend reads are refused, because nothing may
/// be ignored.
void check_no_mysql(const settings& x, const table_reader& mysql) {
  constexpr auto wanted
    = "expected its default, as store.backend is \"sqlite\"";
  auto usual = mysql_settings{};
  const auto& found = x.store.mysql;
  if (found.url != usual.url)
    mysql.refuse("url", wanted);
  if (found.schema != default_schema(x.node.id))
    mysql.refuse("schema", wanted);
  if (found.user != usual.user)
    mysql.refuse("user", wanted);
  if (found.password_file != usual.password_file)
    mysql.refuse("password_file", wanted);
  if (!found.ssl_ca.empty())
    mysql.refuse("ssl_ca", wanted);
  if (found.plaintext)
    mysql.refuse("plaintext", wanted);
}

void check_server_ca(const mysql_settings& x, const table_reader& in) {
  if (x.ssl_ca.empty())
    return;
  auto files = tls::certificate_files{};
  files.ca = x.ssl_ca;
  if (auto loaded = tls::load_context(tls::use::program, files); loaded.problem)
    in.refuse("ssl_ca", one_line(loaded.problem->expected));
  else if (x.url.starts_with("unix://"))
    in.refuse("ssl_ca", "expected none, as url is a socket of this machine");
}

bool is_schema(std::string_view text) {
  constexpr auto allowed
    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
  return text.size() <= longest_name
         && text.find_first_not_of(allowed) == std::string_view::npos;
}

void check_mysql(const mysql_settings& x, const table_reader& in) {
  constexpr auto tcp = std::string_view{"tcp://"};
  constexpr auto unix_socket = std::string_view{"unix://"};
  if (x.url.starts_with(tcp)) {
    auto parsed = parse_address(x.url.substr(tcp.size()));
    if (!parsed)
      in.refuse("url", parsed.error().detail);
    else if (!is_loopback(*parsed) && !x.plaintext && x.ssl_ca.empty())
      in.refuse("url", "expected a loopback address, or ssl_ca, or plaintext = "
                       "true");
  } else if (!x.url.starts_with(unix_socket)
             || x.url.size() == unix_socket.size()) {
    in.refuse("url", "expected tcp://HOST:PORT or unix://PATH");
  }
  check_server_ca(x, in);
  if (!is_schema(x.schema))
    in.refuse("schema", "expected 1 to 64 of letters, digits and '_'");
  if (auto password = mysql_password(x); !password)
    in.refuse("password_file", password.error().detail);
}

void check_store(const settings& x, table_reader store) {
  auto mysql = store.table("mysql");
  if (x.store.backend == store_backend::mysql)
    check_mysql(x.store.mysql, mysql);
  else
    check_no_mysql(x, mysql);
}

void check_gateway(const settings& x, const table_reader& in) {
  check_address(in, "listen", x.gateway.listen);
  auto parsed = parse_address(x.gateway.listen);
  if (!parsed)
    return;
  if (auto nodes = parse_address(x.node.listen); nodes && *nodes == *parsed)
    in.refuse("listen", "expected another address than node.listen");
  if (x.auth.mode == auth_mode::open && !is_loopback(*parsed))
    in.refuse("listen", "expected a loopback address, as auth.mode \"open\" "
                        "makes everybody who connects an admin");
  check_plaintext(in, x.gateway.listen, x.gateway.plaintext, x.tls.gateway,
                  "gateway");
}

bool is_base_path(std::string_view text) {
  constexpr auto allowed
    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  return text.starts_with('/') && text.ends_with('/')
         && text.find("//") == std::string_view::npos
         && text.find("/.") == std::string_view::npos
         && text.find_first_not_of(allowed) == std::string_view::npos;
}

/// A scheme, a host and maybe a port; nothing else, because it is compared with
/// what browsers send as Origin.
result<address> origin_address(std::string_view text) {
  auto wanted = failure{errc::invalid_value,
                        "expected http:// or https:// and HOST or HOST:PORT"};
  if (!protocol::parse_web_origin(text))
    return wanted;
  auto is_https = text.starts_with("https://");
  auto rest = std::string{text.substr(text.find("://") + 3)};
  auto parsed = parse_address(rest);
  if (!parsed)
    parsed = parse_address(rest + (is_https ? ":443" : ":80"));
  return parsed ? parsed : wanted;
}

/// Open to everybody who connects, so nobody may come from elsewhere.
void check_open_http(const http_settings& x, const table_reader& in) {
  constexpr auto why = "as auth.mode \"open\" makes everybody who connects an "
                       "admin";
  if (!x.trusted_proxies.empty())
    in.refuse("trusted_proxies", std::string{"expected none, "} + why);
  if (auto parsed = origin_address(x.advertise);
      in.has("advertise") && parsed && !is_loopback(*parsed))
    in.refuse("advertise", std::string{"expected a loopback address, "} + why);
  for (const auto& host : x.hosts)
    if (auto parsed = origin_address("http://" + host);
        !parsed || !is_loopback(*parsed))
      in.refuse("hosts", std::string{"expected loopback names, "} + why);
}

/// In the form in which a peer's address is written, with which it is compared.
bool is_plain_address(const std::string& text) {
  auto bytes = std::array<unsigned char, sizeof(in6_addr)>{};
  auto plain = std::array<char, INET6_ADDRSTRLEN>{};
  auto family = text.find(':') == std::string::npos ? AF_INET : AF_INET6;
  return inet_pton(family, text.c_str(), bytes.data()) == 1
         && inet_ntop(family, bytes.data(), plain.data(), plain.size())
              != nullptr
         && text == plain.data();
}

/// What matches no request would be accepted and ignored.
void check_names(const http_settings& x, const table_reader& in) {
  for (const auto& host : x.hosts)
    if (!protocol::parse_web_origin("http://" + host))
      in.refuse("hosts", "expected each as HOST or HOST:PORT, found " + host);
  for (const auto& address : x.trusted_proxies)
    if (!is_plain_address(address))
      in.refuse("trusted_proxies",
                "expected IP addresses in their short form, found " + address);
}

/// Nothing may be ignored.
void check_no_http(const http_settings& x, const table_reader& in) {
  constexpr auto wanted = "expected its default, as there is no http.listen";
  auto usual = http_settings{};
  if (in.has("advertise") && !x.advertise.empty())
    in.refuse("advertise", wanted);
  if (!x.hosts.empty())
    in.refuse("hosts", wanted);
  if (x.base_path != usual.base_path)
    in.refuse("base_path", wanted);
  if (!x.trusted_proxies.empty())
    in.refuse("trusted_proxies", wanted);
  if (x.requests_per_minute != usual.requests_per_minute)
    in.refuse("requests_per_minute", wanted);
  if (!x.metrics_token_file.empty())
    in.refuse("metrics_token_file", wanted);
  if (x.plaintext)
    in.refuse("plaintext", wanted);
}

void check_http(const settings& x, const table_reader& in) {
  check_names(x.http, in);
  if (!is_base_path(x.http.base_path))
    in.refuse("base_path", "expected a path that begins and ends with /");
  if (in.has("advertise") && !x.http.advertise.empty())
    if (auto url = origin_address(x.http.advertise); !url)
      in.refuse("advertise", url.error().detail);
  if (auto token = metrics_token(x.http); !token)
    in.refuse("metrics_token_file", token.error().detail);
  if (x.http.listen.empty())
    return check_no_http(x.http, in);
  check_address(in, "listen", x.http.listen);
  auto parsed = parse_address(x.http.listen);
  if (!parsed)
    return;
  for (const auto& other : {x.node.listen, x.gateway.listen})
    if (auto known = parse_address(other); known && *known == *parsed)
      in.refuse("listen", "expected another address than node.listen and "
                          "gateway.listen");
  auto is_open = x.auth.mode == auth_mode::open;
  if (is_open)
    check_open_http(x.http, in);
  if (is_open && !is_loopback(*parsed))
    in.refuse("listen", "expected a loopback address, as auth.mode \"open\" "
                        "makes everybody who connects an admin");
  check_plaintext(in, x.http.listen, x.http.plaintext, x.tls.http, "http");
}

/// Nobody logs in, so nothing of logins has an effect. What may be in the
/// environment is for other nodes of this machine.
void check_no_logins(const auth_settings& x, const table_reader& in) {
  constexpr auto wanted = "expected its default, as auth.mode is \"open\"";
  if (!x.admin_password_file.empty())
    in.refuse("admin_password_file", wanted);
  if (x.session_days != auth_settings{}.session_days)
    in.refuse("session_days", wanted);
}

void check_auth(const auth_settings& x, const table_reader& in) {
  if (x.mode == auth_mode::open)
    return check_no_logins(x, in);
  if (auto password = admin_password(x); !password)
    in.refuse("admin_password_file", password.error().detail);
}

/// What a node keeps there itself is removed by rules of its own.
void check_backup(const settings& x, const table_reader& in) {
  namespace fs = std::filesystem;
  auto plain = [](const fs::path& path) {
    auto problem = std::error_code{};
    auto whole = fs::weakly_canonical(path, problem);
    return problem ? path.lexically_normal() : whole;
  };
  auto data = plain(x.node.data_dir);
  auto wanted = plain(x.backup->directory);
  for (const auto* own : {"backups", "log", "snapshots"}) {
    auto way = wanted.lexically_relative(data / own);
    if (!way.empty() && *way.begin() != "..")
      in.refuse("directory", "expected another directory than those that the "
                             "node has in node.data_dir");
  }
}

} // namespace

void check(const settings& x, table_reader& file) {
  check_tls(x, file.table("tls"));
  check_node(x, file.table("node"));
  auto cluster = file.table("cluster");
  if (!is_name(x.cluster.name))
    cluster.refuse("name", "expected 1 to 64 of letters, digits, '.', '_' "
                           "and '-'");
  check_members(cluster);
  check_raft(x.raft, file.table("raft"));
  check_gateway(x, file.table("gateway"));
  check_http(x, file.table("http"));
  check_store(x, file.table("store"));
  check_auth(x.auth, file.table("auth"));
  if (x.backup)
    check_backup(x, file.table("backup"));
}

} // namespace taskraft::config
