// A wire that can be cut silently: forwards connections to a port, and stops
// forwarding without closing anything when told to. Keeps what it carried.

#pragma once

#include "protocol/descriptor.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace taskraft::tests {

class proxy {
public:
  explicit proxy(std::uint16_t target);
  proxy(const proxy&) = delete;
  proxy& operator=(const proxy&) = delete;
  ~proxy();

  std::uint16_t port() const {
    return port_;
  }

  /// Nothing gets through, in either direction, and nothing is closed.
  void silence(bool on) {
    silent_ = on;
  }

  /// The target's first bytes on each connection arrive this late.
  void delay_greeting(std::chrono::milliseconds delay) {
    delay_ = delay;
  }

  /// How many connections there have been.
  std::size_t connections() const {
    return connections_;
  }

  /// What was said on one connection.
  struct conversation {
    std::string dialler;
    std::string target;
  };
  std::vector<conversation> recorded();

private:
  struct pair;

  void run();
  void accept();
  void forward(pair& x);

  std::uint16_t target_;
  std::uint16_t port_ = 0;
  descriptor listener_;
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> silent_ = false;
  std::atomic<std::chrono::milliseconds> delay_{};
  std::atomic<std::size_t> connections_ = 0;
  std::mutex mutex_;
  std::list<pair> pairs_;
  std::vector<conversation> finished_;
  std::thread thread_;
};

/// A socket that listens at some port on loopback.
descriptor listen();

/// A connected socket to a port on loopback.
descriptor connect_to(std::uint16_t port);

} // namespace taskraft::tests
