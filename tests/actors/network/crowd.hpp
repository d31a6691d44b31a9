// Connections that finish the handshake of CAF, send heartbeats, and never say
// hello.

#pragma once

#include "actors/network/descriptor.hpp"
#include "tests/actors/network/basp_packets.hpp"
#include "tests/support/unit_test.hpp"

#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <vector>

namespace taskraft::tests {

class crowd {
public:
  explicit crowd(std::uint16_t port) : port_(port) {
  }

  /// One more, from 127.0.0.`host`.
  void add(unsigned host) {
    auto socket
      = network::descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
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
    hello.payload = number(static_cast<std::uint64_t>(caf::atom("default")), 8)
                    + number(all_.size() + 1, 4) + 'N' + std::string(19, 'c');
    send(socket, hello.bytes());
    all_.push_back(std::move(socket));
  }

  /// Each of them shows that it lives.
  void beat() const {
    auto alive = packet{};
    alive.operation = heartbeat;
    for (const auto& each : all_)
      send(each, alive.bytes());
  }

  bool is_closed(std::size_t place) const {
    auto bytes = std::string(4096, '\0');
    for (;;) {
      auto size = ::recv(all_.at(place).get(), bytes.data(), bytes.size(),
                         MSG_DONTWAIT);
      if (size == 0)
        return true;
      if (size < 0)
        return errno != EAGAIN;
    }
  }

  std::size_t closed() const {
    auto count = std::size_t{0};
    for (auto i = std::size_t{0}; i < all_.size(); ++i)
      count += is_closed(i) ? 1U : 0U;
    return count;
  }

private:
  static const sockaddr* as_general(const sockaddr_in& address) {
    return reinterpret_cast<const sockaddr*>(&address);
  }

  static void send(const network::descriptor& socket,
                   const std::string& bytes) {
    ::send(socket.get(), bytes.data(), bytes.size(),
           MSG_NOSIGNAL | MSG_DONTWAIT);
  }

  std::uint16_t port_;
  std::vector<network::descriptor> all_;
};

} // namespace taskraft::tests
