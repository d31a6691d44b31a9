// Processes without a place in the cluster that speak on the port of a node, or
// at the address of one. They write BASP by hand.

#pragma once

#include "tests/actors/network/basp_packets.hpp"
#include "tests/actors/network/crowd.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <poll.h>
#include <string>
#include <sys/time.h>
#include <thread>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// The words of a hello.
struct hello_words {
  std::string cluster_name = "test";
  std::string cluster_id = {};
  std::uint64_t node = 0;
  std::string disk_id = {};
  std::uint64_t incarnation = 1;
  std::uint64_t start_id = 1;

  /// The sender has seen no start of the node.
  static constexpr auto seen_bytes = std::size_t{5 * 8};
  /// It asks nobody to log in.
  static constexpr auto mode_bytes = std::size_t{1};

  std::string bytes() const {
    auto text
      = [](const std::string& x) { return static_cast<char>(x.size()) + x; };
    return text(cluster_name) + text(cluster_id) + number(node, 8)
           + text(disk_id) + number(incarnation, 8) + number(1, 4)
           + text("0.1.0") + text("127.0.0.1:1") + number(start_id, 8)
           + std::string(seen_bytes + mode_bytes, '\0');
  }
};

inline std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(
    std::stoul(address.substr(address.rfind(':') + 1)));
}

inline std::uint64_t number_at(const std::string& bytes, std::size_t offset,
                               std::size_t size) {
  auto x = std::uint64_t{0};
  for (auto byte : bytes.substr(offset, size))
    x = x << 8U | static_cast<unsigned char>(byte);
  return x;
}

constexpr auto header_size = std::size_t{32};

/// The whole of the first packet in `bytes`; empty if it is not all there.
inline std::string first_packet(const std::string& bytes) {
  if (bytes.size() < header_size)
    return {};
  auto size = header_size + number_at(bytes, 4, 4);
  return bytes.size() < size ? std::string{} : bytes.substr(0, size);
}

inline sockaddr_in local_address(std::uint16_t port) {
  auto where = sockaddr_in{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(port);
  return where;
}

/// A process that dials a node and hears what it answers.
class unknown_peer {
public:
  explicit unknown_peer(const std::string& address,
                        const shown_files& shown = {})
    : wire_(connected(address), shown) {
    greeting_ = receive(header_size);
    BOOST_REQUIRE(greeting_.size() == header_size);
    greeting_ += receive(number_at(greeting_, 4, 4));
    auto own = packet{};
    own.operation = client_handshake;
    own.payload = other_id;
    wire_.send(own.bytes());
  }

  /// The node's own: its id, the names of programs that it speaks to, the
  /// number of its server, and what its server hears.
  const std::string& greeting() const {
    return greeting_;
  }

  /// All that the node says to it, until the node has been silent for a second
  /// or closes.
  std::string say(const hello_words& words) {
    say("protocol::hello", words.bytes());
    return greeting_ + receive(1U << 20U);
  }

  /// Whether the node says this. An unknown peer that sends no heartbeat is cut
  /// a second later.
  bool hears(const std::string& text) {
    auto heard = std::string{};
    for (auto more = receive(1); !more.empty(); more = receive(1)) {
      heard += more;
      if (heard.find(text) != std::string::npos)
        return true;
    }
    return false;
  }

  /// Sends the node's server one message.
  void say(const std::string& type, const std::string& fields) {
    constexpr auto programs = std::size_t{1 + 1 + 8};
    auto name = "@<>+taskraft::" + type;
    auto one = message(name);
    one.receiver
      = number_at(greeting_, header_size + other_id.size() + programs, 8);
    one.payload = '\0' + typed(name) + fields;
    wire_.send(one.bytes());
  }

private:
  static descriptor connected(const std::string& address) {
    auto made = descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto where = local_address(port_of(address));
    auto time_limit = timeval{.tv_sec = 1, .tv_usec = 0};
    ::setsockopt(made.get(), SOL_SOCKET, SO_RCVTIMEO, &time_limit,
                 sizeof(time_limit));
    BOOST_REQUIRE(::connect(made.get(),
                            reinterpret_cast<const sockaddr*>(&where),
                            sizeof(where))
                  == 0);
    return made;
  }

  std::string receive(std::size_t most) {
    auto all = std::string{};
    auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{2};
    while (all.size() < most && std::chrono::steady_clock::now() < deadline) {
      auto more = wire_.receive(most - all.size());
      if (more.empty())
        break;
      all += more;
    }
    return all;
  }

  wire wire_;
  std::string greeting_;
};

/// A process at a node's address that answers every hello alike.
class impostor {
public:
  /// `greeting` is that of another node, whose process it is not.
  impostor(const std::string& address, std::string greeting, std::string answer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
      greeting_(std::move(greeting)), answer_(std::move(answer)) {
    greeting_.at(header_size + other_id.size() - 1) ^= 1;
    auto where = local_address(port_of(address));
    auto yes = 1;
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    BOOST_REQUIRE(::bind(socket_.get(),
                         reinterpret_cast<const sockaddr*>(&where),
                         sizeof(where))
                  == 0);
    BOOST_REQUIRE(::listen(socket_.get(), 16) == 0);
    thread_ = std::thread{[this] { work(); }};
  }

  ~impostor() {
    over_ = true;
    thread_.join();
  }

  std::size_t answered() const {
    return answered_;
  }

private:
  struct connection {
    descriptor socket;
    std::string received;
  };

  void work() {
    auto connections = std::vector<connection>{};
    while (!over_) {
      auto wanted = std::vector<pollfd>{{socket_.get(), POLLIN, 0}};
      for (const auto& one : connections)
        wanted.push_back({one.socket.get(), POLLIN, 0});
      ::poll(wanted.data(), wanted.size(), 50);
      for (auto i = std::size_t{1}; i < wanted.size(); ++i)
        if (wanted[i].revents != 0)
          hear(connections[i - 1]);
      if (wanted[0].revents != 0) {
        connections.push_back(
          {descriptor{::accept(socket_.get(), nullptr, nullptr)}, {}});
        send(connections.back(), greeting_);
      }
    }
  }

  void hear(connection& from) {
    auto buffer = std::string(4096, '\0');
    auto size
      = ::recv(from.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size == 0)
      from.socket = {};
    if (size <= 0)
      return;
    from.received.append(buffer.data(), static_cast<std::size_t>(size));
    for (auto one = first_packet(from.received); !one.empty();
         one = first_packet(from.received)) {
      from.received.erase(0, one.size());
      if (one[0] == direct_message
          && one.find("taskraft::protocol::hello") != std::string::npos)
        answer(from, number_at(one, 16, 8));
    }
  }

  void answer(connection& to, std::uint64_t sender) {
    auto name = std::string{"@<>+taskraft::protocol::hello_answer"};
    auto one = message(name);
    one.receiver = sender;
    one.payload = '\0' + typed(name) + answer_;
    send(to, one.bytes());
    ++answered_;
  }

  static void send(connection& to, const std::string& bytes) {
    ::send(to.socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  descriptor socket_;
  std::string greeting_;
  std::string answer_;
  std::atomic<bool> over_ = false;
  std::atomic<std::size_t> answered_ = 0;
  std::thread thread_;
};

} // namespace taskraft::tests
