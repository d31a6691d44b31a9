// Connections that finish the handshakes of TLS and CAF, send heartbeats, and
// never say hello.

#pragma once

#include "actors/network/guard/admitted_nodes.hpp"
#include "protocol/descriptor.hpp"
#include "tests/actors/network/basp_packets.hpp"
#include "tests/actors/network/wire.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace taskraft::tests {

class crowd {
public:
  /// `kind`: what programs they say they are, nodes or clients.
  explicit crowd(std::uint16_t port, char kind = 'N', shown_files shown = {})
    : port_(port), kind_(kind), shown_(std::move(shown)) {
  }

  /// One more, from 127.0.0.`host`.
  void add(unsigned host) {
    auto socket = descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto address = sockaddr_in{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);
    BOOST_REQUIRE(::bind(socket.get(), as_general(address), sizeof(address))
                  == 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port_);
    BOOST_REQUIRE(::connect(socket.get(), as_general(address), sizeof(address))
                  == 0);
    auto hello = packet{};
    hello.operation = client_handshake;
    hello.payload = id_text(all_.size());
    all_.emplace_back(std::move(socket), shown_);
    all_.back().send(hello.bytes());
  }

  /// Each of them shows that it lives.
  void beat() const {
    auto alive = packet{};
    alive.operation = heartbeat;
    for (const auto& each : all_)
      each.send(alive.bytes());
  }

  /// One of them says more than that.
  void say(std::size_t place, const packet& what) const {
    all_.at(place).send(what.bytes());
  }

  bool is_closed(std::size_t place) const {
    auto bytes = std::string(4096, '\0');
    for (;;) {
      auto size = ::recv(all_.at(place).number(), bytes.data(), bytes.size(),
                         MSG_DONTWAIT);
      if (size == 0)
        return true;
      if (size < 0)
        return errno != EAGAIN;
    }
  }

  network::raw_node_id id(std::size_t place) const {
    auto result = network::raw_node_id{};
    std::ranges::copy(id_text(place), result.begin());
    return result;
  }

  std::size_t closed() const {
    auto count = std::size_t{0};
    for (auto i = std::size_t{0}; i < all_.size(); ++i)
      count += is_closed(i) ? 1U : 0U;
    return count;
  }

private:
  std::string id_text(std::size_t place) const {
    return number(static_cast<std::uint64_t>(caf::atom("default")), 8)
           + number(place + 1, 4) + kind_ + std::string(19, 'c');
  }

  static const sockaddr* as_general(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
  }

  std::uint16_t port_;
  char kind_;
  shown_files shown_;
  std::vector<wire> all_;
};

} // namespace taskraft::tests
