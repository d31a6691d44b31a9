#include "actors/network/sockets/dialer.hpp"

#include "actors/network/sockets/endpoint.hpp"
#include "actors/network/sockets/socket_handshake.hpp"
#include "protocol/actors/dialling.hpp"
#include "protocol/descriptor.hpp"

#include <caf/actor.hpp>
#include <caf/send.hpp>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>

namespace taskraft::network {

namespace {

using clock = std::chrono::steady_clock;

/// A thread that connects ends at once when it is told to; one that looks up a
/// name may not.
constexpr auto stop_grace = std::chrono::milliseconds{200};

/// Where either is spoken, a node without TLS begins at once.
constexpr auto silence = std::chrono::milliseconds{150};

struct attempt {
  descriptor socket;
  std::string reason;
  std::shared_ptr<tls::session> session = nullptr;
};

int milliseconds_until(clock::time_point deadline) {
  auto left
    = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

/// What became of waiting for a socket; empty if it is ready.
std::string wait_for(const descriptor& socket, short events,
                     clock::time_point deadline, int wake) {
  auto watched
    = std::array{pollfd{socket.get(), events, 0}, pollfd{wake, POLLIN, 0}};
  auto ready = 0;
  do
    ready
      = ::poll(watched.data(), watched.size(), milliseconds_until(deadline));
  while (ready < 0 && errno == EINTR);
  if (watched[1].revents != 0)
    return "stopped";
  return ready <= 0 ? "timed out" : "";
}

attempt connect_to(const addrinfo& where, clock::time_point deadline,
                   int wake) {
  auto socket = descriptor{
    ::socket(where.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!socket)
    return {{}, std::strerror(errno)};
  if (::connect(socket.get(), where.ai_addr, where.ai_addrlen) == 0)
    return {std::move(socket), {}};
  if (errno != EINPROGRESS)
    return {{}, std::strerror(errno)};
  if (auto why = wait_for(socket, POLLOUT, deadline, wake); !why.empty())
    return {{}, why};
  auto error = 0;
  auto size = socklen_t{sizeof(error)};
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0)
    return {{}, std::strerror(error)};
  return {std::move(socket), {}};
}

/// Whether the other side has begun to speak, which nobody does with TLS.
bool speaks_first(const descriptor& socket, clock::time_point deadline,
                  int wake) {
  auto limit = std::min(deadline, clock::now() + silence);
  return wait_for(socket, POLLIN, limit, wake).empty();
}

attempt shake_hands(attempt connected, const dial_security& security,
                    clock::time_point deadline, int wake) {
  auto& socket = connected.socket;
  if (!security.tls
      || (security.takes_plaintext && speaks_first(socket, deadline, wake)))
    return connected;
  auto handshake = socket_handshake{
    socket.get(), security.tls->begin(tls::side::dialled, security.expected)};
  for (;;) {
    auto events = short{POLLIN};
    switch (handshake.advance()) {
      case socket_handshake::outcome::done:
        connected.session = handshake.session();
        return connected;
      case socket_handshake::outcome::plain:
        return {{}, "it does not speak TLS"};
      case socket_handshake::outcome::failed:
        return {{}, handshake.problem()};
      case socket_handshake::outcome::writes:
        events = POLLOUT;
        break;
      case socket_handshake::outcome::reads:
        break;
    }
    if (auto why = wait_for(socket, events, deadline, wake); !why.empty())
      return {{}, why};
  }
}

attempt connect_to(const std::string& address, clock::time_point deadline,
                   std::chrono::milliseconds timeout, int wake) {
  auto wanted = config::parse_address(address);
  if (!wanted)
    return {{}, "not an address"};
  auto hints = addrinfo{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  auto port = std::to_string(wanted->port);
  addrinfo* first = nullptr;
  auto status
    = ::getaddrinfo(wanted->host.c_str(), port.c_str(), &hints, &first);
  if (status != 0)
    return {{}, ::gai_strerror(status)};
  auto owner = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>{
    first, &::freeaddrinfo};
  auto result = attempt{{}, "no address"};
  for (auto i = first; i != nullptr && !result.socket; i = i->ai_next) {
    // Leave time for the other addresses of a name.
    auto limit = deadline;
    if (i->ai_next != nullptr)
      limit = std::min(limit, clock::now() + timeout / 2);
    result = connect_to(*i, limit, wake);
  }
  return result;
}

} // namespace

/// Outlives the dialer as long as threads use it; the requesters' handles do
/// not.
struct dialer::shared {
  std::mutex mutex;
  std::condition_variable all_done;
  std::size_t threads = 0;
  bool stopped = false;
  std::uint64_t last_dial = 0;
  std::map<std::uint64_t, caf::strong_actor_ptr> requesters;
  descriptor wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};

  void finish(std::uint64_t dial, attempt outcome) {
    auto guard = std::lock_guard{mutex};
    if (auto requester = requesters.extract(dial)) {
      auto told = protocol::dialled{nullptr, std::move(outcome.reason),
                                    std::move(outcome.session)};
      if (outcome.socket)
        told.socket = std::make_shared<descriptor>(std::move(outcome.socket));
      caf::anon_send(caf::actor_cast<caf::actor>(requester.mapped()),
                     std::move(told));
    }
    if (--threads == 0)
      all_done.notify_all();
  }
};

dialer::dialer() : shared_(std::make_shared<shared>()) {
}

dialer::~dialer() {
  stop();
}

void dialer::dial_for(std::string address, std::chrono::milliseconds timeout,
                      caf::strong_actor_ptr requester, dial_security security) {
  auto& host = security.expected.host;
  if (auto wanted = config::parse_address(address); wanted && host.empty())
    host = wanted->host;
  auto dial = std::uint64_t{0};
  {
    auto guard = std::lock_guard{shared_->mutex};
    if (shared_->stopped)
      return;
    dial = ++shared_->last_dial;
    shared_->requesters.emplace(dial, std::move(requester));
    ++shared_->threads;
  }
  auto work = [state = shared_, dial, address = std::move(address), timeout,
               security = std::move(security)] {
    auto deadline = clock::now() + timeout;
    auto wake = state->wake.get();
    auto made = connect_to(address, deadline, timeout, wake);
    if (made.socket)
      made = shake_hands(std::move(made), security, deadline, wake);
    state->finish(dial, std::move(made));
  };
  try {
    std::thread{std::move(work)}.detach();
  } catch (const std::system_error& error) {
    shared_->finish(dial, {{}, error.what()});
  }
}

void dialer::stop() {
  auto dropped = decltype(shared_->requesters){};
  auto guard = std::unique_lock{shared_->mutex};
  if (shared_->stopped)
    return;
  shared_->stopped = true;
  dropped.swap(shared_->requesters);
  auto one = std::uint64_t{1};
  [[maybe_unused]] auto written
    = ::write(shared_->wake.get(), &one, sizeof(one));
  shared_->all_done.wait_for(guard, stop_grace,
                             [this] { return shared_->threads == 0; });
}

} // namespace taskraft::network
