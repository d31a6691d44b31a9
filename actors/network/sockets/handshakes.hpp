// Connections of a port whose handshake is under way: few at a time, fewer from
// one address, and none for long. Nothing else of the node knows them yet.

#pragma once

#include "actors/network/guard/port_security.hpp"
#include "actors/network/sockets/endpoint.hpp"
#include "actors/network/sockets/socket_handshake.hpp"
#include "protocol/descriptor.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <poll.h>
#include <string>
#include <vector>

namespace taskraft::network {

struct handshake_limits {
  std::size_t in_all = 256;
  std::size_t from_one_address = 64;
  std::chrono::milliseconds time_limit{3000};
};

/// A connection that may go on.
struct known_connection {
  descriptor socket;
  /// As `origin_of` says.
  std::string origin;
  /// As it was accepted: it may be gone when it is named.
  std::optional<endpoint> remote;
  /// Null: in plain text.
  std::shared_ptr<tls::session> tls;
};

class handshakes {
public:
  using clock = std::chrono::steady_clock;
  using ready_handler = std::function<void(known_connection)>;

  /// `expected`: whom a certificate must be for.
  handshakes(port_security security, tls::expected_peer expected,
             handshake_limits limits, ready_handler ready)
    : security_(std::move(security)), expected_(std::move(expected)),
      limits_(limits), ready_(std::move(ready)) {
  }

  /// Where there are too many already, the oldest gives way.
  void add(known_connection what, clock::time_point now);

  /// What to wait for, at the end of `to`.
  void watch(std::vector<pollfd>& to) const;

  /// Goes on with those that `watched`, which `watch` has given, says are
  /// ready, and ends those whose time is up.
  void advance(const std::vector<pollfd>& watched, clock::time_point now);

  /// How long nothing needs to be done unless something comes; negative: for
  /// ever.
  int patience_ms(clock::time_point now) const;

  std::size_t count() const {
    return all_.size();
  }

private:
  struct connection {
    known_connection what;
    std::unique_ptr<socket_handshake> handshake;
    clock::time_point began;
    short waits_for = POLLIN;
  };
  using place = std::list<connection>::iterator;

  place advance(place at);
  place give_up(place at, const std::string& why);
  place go_on(place at);

  port_security security_;
  tls::expected_peer expected_;
  handshake_limits limits_;
  ready_handler ready_;
  /// The oldest first.
  std::list<connection> all_;
};

} // namespace taskraft::network
