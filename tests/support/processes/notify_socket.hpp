// The socket on which a service manager hears from its services.

#pragma once

#include "protocol/invariant.hpp"

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace taskraft::tests {

class notify_socket {
public:
  explicit notify_socket(const std::string& path) {
    auto address = sockaddr_un{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    RAFT_INVARIANT(::bind(descriptor_,
                          reinterpret_cast<const sockaddr*>(&address),
                          sizeof address)
                   == 0);
  }
  notify_socket(const notify_socket&) = delete;
  notify_socket& operator=(const notify_socket&) = delete;
  ~notify_socket() {
    ::close(descriptor_);
  }

  /// What was said since the last time.
  std::vector<std::string> take() const {
    auto heard = std::vector<std::string>{};
    auto buffer = std::array<char, 4096>{};
    for (;;) {
      auto count
        = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (count < 0)
        return heard;
      heard.emplace_back(buffer.data(), static_cast<std::size_t>(count));
    }
  }

private:
  int descriptor_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

} // namespace taskraft::tests
