#include "actors/network/acceptor.hpp"

#include "actors/logging/logging.hpp"
#include "actors/network/link.hpp"

#include <caf/io/middleman.hpp>
#include <caf/send.hpp>

#include <cerrno>
#include <cstring>
#include <exception>
#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace taskraft::network {

namespace {

constexpr auto backlog = 512;

/// How long to wait for a free descriptor.
constexpr auto pause_ms = 50;

/// Between two looks at connections without a hello.
constexpr auto sweep_ms = 100;

/// How many more unaccepted connections may be on their way to the network
/// thread.
constexpr auto most_announced = std::size_t{64};

/// For large messages of all connections of one port; a client may send few.
constexpr auto node_budget = std::int64_t{256} << 20;
constexpr auto client_budget = std::int64_t{512} << 20;

struct address_list {
  addrinfo* first = nullptr;

  ~address_list() {
    if (first != nullptr)
      ::freeaddrinfo(first);
  }
};

std::string system_error() {
  return std::strerror(errno);
}

void set_port(sockaddr* address, std::uint16_t port) {
  if (address->sa_family == AF_INET)
    reinterpret_cast<sockaddr_in*>(address)->sin_port = htons(port);
  else
    reinterpret_cast<sockaddr_in6*>(address)->sin6_port = htons(port);
}

/// Nothing, with `errno` set, if it cannot be done.
descriptor listen_at(const addrinfo& where) {
  auto result = descriptor{
    ::socket(where.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  if (!result)
    return {};
  auto on = 1;
  ::setsockopt(result.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (where.ai_family == AF_INET6)
    ::setsockopt(result.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
  if (::bind(result.get(), where.ai_addr, where.ai_addrlen) != 0
      || ::listen(result.get(), backlog) != 0)
    return {};
  return result;
}

/// A name may stand for several addresses: all get the same port. One that
/// this machine does not have is left out as long as another one works.
result<std::vector<descriptor>> listen_everywhere(addrinfo* addresses,
                                                  std::uint16_t port) {
  auto result = std::vector<descriptor>{};
  auto missing = std::string{"no address"};
  for (auto i = addresses; i != nullptr; i = i->ai_next) {
    set_port(i->ai_addr, port);
    auto listener = listen_at(*i);
    if (!listener && (errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT)) {
      missing = system_error();
      continue;
    }
    if (!listener)
      return failure{errc::unavailable, system_error()};
    if (port == 0)
      if (auto bound = local_endpoint(listener.get()))
        port = bound->port;
    result.push_back(std::move(listener));
  }
  if (result.empty())
    return failure{errc::unavailable, missing};
  return result;
}

/// Each port refuses the certificates of the other.
tls::expected_peer expected_at(port_kind port) {
  using kind = tls::expected_peer::kind;
  return {.what = port == port_kind::nodes ? kind::node : kind::user};
}

} // namespace

result<std::unique_ptr<acceptor>>
acceptor::start(caf::actor_system& system, const acceptor_options& options,
                caf::strong_actor_ptr actor, std::set<std::string> interface) {
  auto failed = [&](const std::string& why) {
    return failure{errc::unavailable,
                   "cannot listen at " + options.address + ": " + why};
  };
  auto wanted = config::parse_address(options.address, config::port_rule::any);
  if (!wanted)
    return failed("not an address");
  auto hints = addrinfo{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  auto found = address_list{};
  auto status
    = ::getaddrinfo(wanted->host.c_str(), nullptr, &hints, &found.first);
  if (status != 0)
    return failed(::gai_strerror(status));
  auto listeners = listen_everywhere(found.first, wanted->port);
  if (!listeners)
    return failed(listeners.error().detail);
  if (auto bound = local_endpoint(listeners->front().get()))
    wanted->port = bound->port;
  return std::unique_ptr<acceptor>{
    new acceptor{system, options, std::move(*listeners), std::move(*wanted),
                 std::move(actor), std::move(interface)}};
}

acceptor::acceptor(caf::actor_system& system, const acceptor_options& options,
                   std::vector<descriptor> listeners, endpoint address,
                   caf::strong_actor_ptr actor, std::set<std::string> interface)
  : system_(system), kind_(options.kind),
    max_connections_(options.max_connections), listeners_(std::move(listeners)),
    wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
    address_(std::move(address)), actor_(std::move(actor)),
    interface_(std::move(interface)),
    rules_(accepted_rules(system, options.kind, options.wire_version,
                          options.admitted)),
    inflow_(options.send_mark ? std::make_shared<inflow>(options.send_mark)
                              : nullptr),
    unaccepted_(options.admitted || options.kind == port_kind::clients
                  ? std::make_shared<unaccepted_connections>(options.limits)
                  : nullptr),
    open_(std::make_shared<std::atomic<std::size_t>>(0)) {
  rules_.budget = std::make_shared<memory_budget>(
    kind_ == port_kind::nodes ? node_budget : client_budget);
  if (kind_ == port_kind::clients)
    rules_.only_receiver = actor_->id();
  rules_.logged_in = options.logged_in;
  rules_.certified = options.security.certified;
  rules_.ends = options.security.ends;
  remote_rules_ = without_operator(rules_);
  if (options.security.tls)
    handshakes_.emplace(options.security, expected_at(kind_),
                        options.handshakes,
                        [this](known_connection x) { publish(std::move(x)); });
  thread_ = std::thread{[this] { run(); }};
}

acceptor::~acceptor() {
  stop();
}

void acceptor::stop() {
  if (!thread_.joinable())
    return;
  auto one = std::uint64_t{1};
  [[maybe_unused]] auto written = ::write(wake_.get(), &one, sizeof(one));
  thread_.join();
  listeners_.clear();
  auto basp = basp_of(system_);
  caf::anon_send(basp, caf::unpublish_atom_v, actor_->address(), address_.port);
  actor_ = nullptr;
}

void acceptor::run() {
  auto watched = std::vector<pollfd>{};
  for (;;) {
    watched.assign(1, {wake_.get(), POLLIN, 0});
    // While there is no descriptor to accept with, nobody new is looked at.
    if (!exhausted_)
      for (auto& listener : listeners_)
        watched.push_back({listener.get(), POLLIN, 0});
    auto listening = watched.size();
    if (handshakes_)
      handshakes_->watch(watched);
    ::poll(watched.data(), watched.size(), poll_timeout_ms());
    exhausted_ = false;
    if (watched.front().revents != 0)
      return;
    sweep();
    if (handshakes_)
      handshakes_->advance(watched, handshakes::clock::now());
    for (auto i = std::size_t{1}; i < listening; ++i)
      if (watched[i].revents != 0)
        accept_all(watched[i].fd);
  }
}

int acceptor::poll_timeout_ms() const {
  auto timeout = -1;
  if (exhausted_)
    timeout = pause_ms;
  else if (unaccepted_ && unaccepted_->count() > 0)
    timeout = sweep_ms;
  auto patience
    = handshakes_ ? handshakes_->patience_ms(handshakes::clock::now()) : -1;
  if (patience < 0 || (timeout >= 0 && timeout < patience))
    return timeout;
  return patience;
}

void acceptor::sweep() {
  if (!unaccepted_ || unaccepted_->count() == 0)
    return;
  system_.middleman().backend().post(
    [all = unaccepted_] { all->sweep(unaccepted_connections::clock::now()); });
}

void acceptor::accept_all(int listener) {
  for (;;) {
    // The others wait in the backlog until these have been looked at.
    if (unaccepted_
        && unaccepted_->count() >= unaccepted_->most() + most_announced) {
      exhausted_ = true;
      return;
    }
    auto remote = sockaddr_storage{};
    auto size = socklen_t{sizeof(remote)};
    auto connection
      = descriptor{::accept4(listener, reinterpret_cast<sockaddr*>(&remote),
                             &size, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    if (connection) {
      failing_ = false;
      take({std::move(connection), origin_of(remote), endpoint_of(remote, size),
            nullptr});
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED)
      continue;
    // Out of descriptors or memory: waiting connections stay in the backlog.
    if (errno != EAGAIN && errno != EWOULDBLOCK) {
      if (!failing_)
        logging::warn("accept_failed", "address", to_string(address_), "reason",
                      system_error());
      failing_ = true;
      exhausted_ = true;
    }
    return;
  }
}

void acceptor::take(known_connection connection) {
  auto under_way = handshakes_ ? handshakes_->count() : 0;
  if (*open_ + under_way >= max_connections_) {
    if (!full_)
      logging::warn("too_many_connections", "address", to_string(address_),
                    "limit", max_connections_);
    full_ = true;
    return;
  }
  full_ = false;
  if (!handshakes_)
    return publish(std::move(connection));
  try {
    handshakes_->add(std::move(connection), handshakes::clock::now());
  } catch (const std::exception& error) {
    logging::warn("accept_failed", "address", to_string(address_), "reason",
                  error.what());
  }
}

void acceptor::publish(known_connection connection) {
  ++*open_;
  auto slot
    = std::shared_ptr<void>{nullptr, [open = open_](void*) { --*open; }};
  try {
    auto options = scribe_options{};
    options.remote = connection.remote;
    options.rules = options.remote && config::is_loopback(*options.remote)
                      ? rules_
                      : remote_rules_;
    if (connection.tls && connection.tls->peer().kind != tls::holder::nobody)
      options.rules.certificate = connection.tls->peer();
    options.tls = std::move(connection.tls);
    options.inflow = inflow_;
    options.slot = std::move(slot);
    // One that has ended is let go at once, so that its socket is closed.
    if (unaccepted_)
      options.on_end = [all = unaccepted_] {
        all->sweep(unaccepted_connections::clock::now());
      };
    auto link
      = make_scribe(system_, connection.socket.release(), std::move(options));
    auto basp = basp_of(system_);
    caf::anon_send(basp, caf::publish_atom_v, caf::io::scribe_ptr{link},
                   address_.port, actor_, interface_);
    if (!unaccepted_)
      return;
    unaccepted_->announce();
    link->backend().post(
      [all = unaccepted_, link, from = std::move(connection.origin)] {
        all->add(link, from, unaccepted_connections::clock::now());
      });
  } catch (const std::exception& error) {
    logging::warn("accept_failed", "address", to_string(address_), "reason",
                  error.what());
  }
}

} // namespace taskraft::network
