#include "tests/support/stores/cutting_proxy.hpp"

#include "protocol/invariant.hpp"

#include <array>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace taskraft::tests {

namespace {

constexpr auto pause_ms = 20;

sockaddr_un address_of(const std::string& path) {
  auto address = sockaddr_un{};
  address.sun_family = AF_UNIX;
  RAFT_INVARIANT(path.size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

bool is_readable(int socket, int time_limit_ms = pause_ms) {
  auto wanted = pollfd{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&wanted, 1, time_limit_ms) > 0;
}

/// The bytes that came; empty when the connection has ended.
std::string receive(int socket) {
  auto buffer = std::array<char, 65536>{};
  auto count = ::recv(socket, buffer.data(), buffer.size(), 0);
  return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

bool send_all(int socket, const std::string& bytes) {
  auto sent = std::size_t{0};
  while (sent < bytes.size()) {
    auto count
      = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0)
      return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

} // namespace

cutting_proxy::cutting_proxy(std::string server)
  : server_(std::move(server)),
    listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  auto address = address_of((folder_.path() / "proxy").string());
  RAFT_INVARIANT(::bind(listener_, reinterpret_cast<const sockaddr*>(&address),
                        sizeof address)
                 == 0);
  RAFT_INVARIANT(::listen(listener_, 16) == 0);
  threads_.emplace_back([this] { accept_all(); });
}

cutting_proxy::~cutting_proxy() {
  closing_ = true;
  // The handler of the first descriptor may add others.
  threads_.front().join();
  for (auto i = std::size_t{1}; i < threads_.size(); ++i)
    threads_[i].join();
  ::close(listener_);
}

std::string cutting_proxy::url() const {
  return "unix://" + (folder_.path() / "proxy").string();
}

void cutting_proxy::cut(std::string text, side where) {
  auto lock = std::lock_guard{mutex_};
  text_ = std::move(text);
  where_ = where;
  cuts_ = 0;
}

void cutting_proxy::accept_all() {
  while (!closing_) {
    if (!is_readable(listener_))
      continue;
    auto client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    auto server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = address_of(server_);
    if (::connect(server, reinterpret_cast<const sockaddr*>(&address),
                  sizeof address)
        != 0) {
      ::close(client);
      ::close(server);
      continue;
    }
    threads_.emplace_back([this, client, server] { carry(client, server); });
  }
}

void cutting_proxy::carry(int client, int server) {
  while (!closing_ && !refusing_) {
    auto wanted
      = std::array{pollfd{.fd = client, .events = POLLIN, .revents = 0},
                   pollfd{.fd = server, .events = POLLIN, .revents = 0}};
    if (::poll(wanted.data(), wanted.size(), pause_ms) <= 0)
      continue;
    if (wanted[0].revents != 0) {
      auto bytes = receive(client);
      if (bytes.empty() || !forward(bytes, server))
        break;
    }
    if (wanted[1].revents != 0) {
      auto bytes = receive(server);
      if (bytes.empty() || !send_all(client, bytes))
        break;
    }
  }
  ::close(client);
  ::close(server);
}

bool cutting_proxy::forward(const std::string& bytes, int server) {
  auto where = side::before;
  {
    auto lock = std::lock_guard{mutex_};
    if (text_.empty() || bytes.find(text_) == std::string::npos)
      return send_all(server, bytes);
    where = where_;
    text_.clear();
  }
  // An answer says that the statement was carried out.
  if (where == side::after && send_all(server, bytes))
    is_readable(server, 10'000);
  ++cuts_;
  return false;
}

} // namespace taskraft::tests
