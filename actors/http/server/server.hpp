// HTTP of a node: a listener and its connections, on a thread of its own. It is
// a client of the node's gateway like any other.

#pragma once

#include "actors/http/service/service.hpp"
#include "protocol/result.hpp"

#include <caf/actor_system.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::http {

struct server_options {
  std::string host;
  std::uint16_t port = 0;
  /// More are refused with 503.
  std::size_t max_connections = 4096;
  service_options service;
};

/// What may change while a server runs.
struct server_limits {
  /// Of a token; zero: no limit.
  std::uint64_t requests_per_minute = 6000;
  /// What /metrics asks for; empty: nothing.
  std::string metrics_token;
};

class server {
public:
  /// The failure names the address that cannot be bound.
  static result<std::unique_ptr<server>>
  start(caf::actor_system& system, server_options options,
        const protocol::inner_gateway_actor& gateway);

  server(const server&) = delete;
  server& operator=(const server&) = delete;
  /// Closes all connections, and lets go of the gateway.
  ~server();

  /// Holds from a moment on that is not far. From any thread.
  void adjust(server_limits limits);

  /// Where it listens, with the real port.
  std::string address() const;

private:
  struct inside;

  explicit server(std::unique_ptr<inside> x);

  std::unique_ptr<inside> inside_;
};

} // namespace taskraft::http
