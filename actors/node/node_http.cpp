#include "actors/node/node_http.hpp"

#include "actors/node/disk_use.hpp"
#include "actors/node/outside_values.hpp"
#include "config/address.hpp"
#include "config/secrets.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

/// What stands between the scheme and a path.
std::string host_in(std::string_view url) {
  auto begin = url.find("://");
  return std::string{begin == std::string_view::npos ? url
                                                     : url.substr(begin + 3)};
}

http::own_names names_of(const config::settings& settings) {
  auto names = http::own_names{};
  names.hosts = settings.http.hosts;
  names.hosts.push_back(settings.http.listen);
  names.hosts.push_back(host_in(settings.http.advertise));
  names.trusted_proxies = settings.http.trusted_proxies;
  names.base_path = settings.http.base_path;
  names.is_open = settings.auth.mode == config::auth_mode::open;
  return names;
}

} // namespace

result<std::unique_ptr<http::server>>
start_http(caf::actor_system& system, const config::settings& settings,
           const program_versions& versions, const connection_limits& limits,
           const http_parts& beside,
           const protocol::inner_gateway_actor& gateway) {
  if (settings.http.listen.empty())
    return std::unique_ptr<http::server>{};
  auto where = config::parse_address(settings.http.listen);
  auto token = config::metrics_token(settings.http);
  if (!where)
    return where.error();
  if (!token)
    return token.error();
  auto options = http::server_options{};
  options.host = where->host;
  options.port = where->port;
  options.max_connections = limits.http;
  auto& service = options.service;
  service.node = settings.node.id.value;
  service.cluster_name = settings.cluster.name;
  service.version = versions.text;
  service.auth_required = settings.auth.mode == config::auth_mode::required;
  service.names = names_of(settings);
  service.requests_per_minute = settings.http.requests_per_minute;
  service.metrics_token = std::move(*token);
  service.now_us = now_us;
  service.uptime_us = uptime_us;
  service.random = entropy;
  service.signing_key = beside.signing_key;
  service.watch = beside.watch;
  service.measures = beside.measures;
  service.disk_use = [&settings] { return disk_use_of(settings); };
  service.tls = beside.tls->http();
  service.takes_plaintext = settings.http.plaintext;
  service.certificates = [tls = beside.tls] { return tls->ends(); };
  return http::server::start(system, std::move(options), gateway);
}

reloadable_part http_part(http::server& server) {
  return {
    .keys = {"http.requests_per_minute", "http.metrics_token_file"},
    .prepare
    = [&server](const config::settings& x) -> result<std::function<void()>> {
      auto token = config::metrics_token(x.http);
      if (!token)
        return token.error();
      auto limits = http::server_limits{x.http.requests_per_minute, *token};
      return std::function<void()>{
        [&server, limits] { server.adjust(limits); }};
    }};
}

} // namespace taskraft::actors
