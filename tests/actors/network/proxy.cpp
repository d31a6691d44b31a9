#include "tests/actors/network/proxy.hpp"

#include "actors/network/sockets/endpoint.hpp"

#include <array>
#include <chrono>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>

namespace taskraft::tests {

namespace {

using clock = std::chrono::steady_clock;

sockaddr_in loopback(std::uint16_t port) {
  auto result = sockaddr_in{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  result.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return result;
}

/// Closed connections keep their port for a minute, and there are only some
/// ten thousand ports; but loopback has many addresses.
std::uint32_t next_source() {
  static auto count = std::atomic<std::uint32_t>{0};
  return INADDR_LOOPBACK + 1 + ++count % 10'000;
}

} // namespace

descriptor listen() {
  auto result = descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  auto address = loopback(0);
  if (::bind(result.get(), reinterpret_cast<sockaddr*>(&address),
             sizeof(address))
        != 0
      || ::listen(result.get(), 64) != 0)
    throw std::runtime_error("no port to listen at");
  return result;
}

descriptor connect_to(std::uint16_t port) {
  auto result = descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  auto own = loopback(0);
  own.sin_addr.s_addr = htonl(next_source());
  ::bind(result.get(), reinterpret_cast<sockaddr*>(&own), sizeof(own));
  auto address = loopback(port);
  if (::connect(result.get(), reinterpret_cast<sockaddr*>(&address),
                sizeof(address))
      != 0)
    return {};
  return result;
}

struct proxy::pair {
  descriptor dialler;
  descriptor target;
  clock::time_point target_speaks;
  conversation said;
  bool over = false;
};

proxy::proxy(std::uint16_t target) : target_(target), listener_(listen()) {
  port_ = network::local_endpoint(listener_.get())->port;
  thread_ = std::thread{[this] { run(); }};
}

proxy::~proxy() {
  stopped_ = true;
  thread_.join();
}

std::vector<proxy::conversation> proxy::recorded() {
  auto guard = std::lock_guard{mutex_};
  auto result = finished_;
  for (auto& x : pairs_)
    result.push_back(x.said);
  return result;
}

void proxy::run() {
  auto watched = std::vector<pollfd>{};
  while (!stopped_) {
    watched.assign(1, {listener_.get(), POLLIN, 0});
    if (!silent_)
      for (auto& x : pairs_) {
        watched.push_back({x.dialler.get(), POLLIN, 0});
        auto heard = clock::now() >= x.target_speaks;
        watched.push_back({heard ? x.target.get() : -1, POLLIN, 0});
      }
    // Short, because silence and delays end without an event.
    if (::poll(watched.data(), watched.size(), 5) <= 0 || silent_)
      continue;
    auto guard = std::lock_guard{mutex_};
    for (auto& x : pairs_)
      forward(x);
    std::erase_if(pairs_, [this](pair& x) {
      if (x.over)
        finished_.push_back(std::move(x.said));
      return x.over;
    });
    if (watched.front().revents != 0)
      accept();
  }
}

void proxy::accept() {
  auto connection
    = descriptor{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  if (!connection)
    return;
  ++connections_;
  auto target = connect_to(target_);
  if (target)
    pairs_.push_back({std::move(connection),
                      std::move(target),
                      clock::now() + delay_.load(),
                      {},
                      false});
}

void proxy::forward(pair& x) {
  auto buffer = std::array<char, 65536>{};
  auto move = [&](int from, int to, std::string& said) {
    auto size = ::recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0)
      return;
    auto count = static_cast<std::size_t>(size);
    said.append(buffer.data(), count);
    auto sent = ::send(to, buffer.data(), count, MSG_NOSIGNAL);
    x.over = x.over || size == 0 || sent != size;
  };
  move(x.dialler.get(), x.target.get(), x.said.dialler);
  if (clock::now() >= x.target_speaks)
    move(x.target.get(), x.dialler.get(), x.said.target);
}

} // namespace taskraft::tests
