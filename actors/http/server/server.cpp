#include "actors/http/server/server.hpp"

#include "actors/http/server/connection.hpp"
#include "actors/http/server/refusal.hpp"
#include "actors/http/server/unknown_connections.hpp"
#include "actors/logging/logging.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <thread>
#include <utility>

namespace taskraft::http {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using error_code = boost::system::error_code;

constexpr auto tend_interval = std::chrono::milliseconds{500};
/// How long a node that stops waits for the last messages of streams.
constexpr auto bye_time = std::chrono::milliseconds{100};
/// Out of descriptors: the next try comes after this.
constexpr auto accept_pause = std::chrono::milliseconds{100};

/// Of one origin, of the places that others leave.
constexpr auto share_of_places = std::size_t{4};

/// An address of IPv4 that has come by a socket of IPv6 is one of IPv4: so
/// proxies are named in the settings.
asio::ip::address plain(const asio::ip::address& x) {
  if (x.is_v6() && x.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, x.to_v6());
  return x;
}

/// An address, or the network of 64 bits that one host of IPv6 may have for
/// itself.
std::string origin_of(const asio::ip::address& x) {
  if (x.is_v4())
    return x.to_string();
  constexpr auto network_bytes = std::size_t{8};
  auto bytes = x.to_v6().to_bytes();
  return {bytes.begin(), bytes.begin() + network_bytes};
}

} // namespace

struct server::inside {
  inside(caf::actor_system& system, server_options x,
         const protocol::inner_gateway_actor& gateway)
    : options(std::move(x)), listener(loop), pause(loop), tending(loop) {
    place.system = &system;
    place.gateway = gateway;
    place.loop = &loop;
  }

  status listen() {
    auto problem = error_code{};
    auto resolver = tcp::resolver{loop};
    auto found = resolver.resolve(options.host, std::to_string(options.port),
                                  tcp::resolver::passive, problem);
    if (problem || found.empty())
      return failed(problem);
    auto where = found.begin()->endpoint();
    listener.open(where.protocol(), problem);
    if (!problem)
      listener.set_option(tcp::acceptor::reuse_address{true}, problem);
    if (!problem)
      listener.bind(where, problem);
    if (!problem)
      listener.listen(asio::socket_base::max_listen_connections, problem);
    if (problem)
      return failed(problem);
    return done{};
  }

  failure failed(const error_code& problem) const {
    return {errc::unavailable, options.host + ':' + std::to_string(options.port)
                                 + ": " + problem.message()};
  }

  void begin() {
    shared.emplace(options.service, place);
    place.moved = [this, leader = raft::node_id{}]() mutable {
      auto now = place.position.leader;
      if (now.value != 0 && std::exchange(leader, now) != now)
        ++shared->counted.leader_changes;
      shared->events.move();
    };
    accept();
    tend();
    thread = std::thread{[this] { loop.run(); }};
  }

  void accept() {
    listener.async_accept([this](error_code problem, tcp::socket socket) {
      if (!listener.is_open())
        return;
      if (!problem) {
        take(std::move(socket));
        return accept();
      }
      pause.expires_after(accept_pause);
      pause.async_wait([this](error_code stopped) {
        if (!stopped)
          accept();
      });
    });
  }

  void take(tcp::socket socket) {
    auto problem = error_code{};
    auto peer = socket.remote_endpoint(problem);
    if (problem)
      return;
    socket.set_option(tcp::no_delay{true}, problem);
    socket.non_blocking(true, problem);
    auto address = plain(peer.address());
    auto origin = origin_of(address);
    if (open.size() >= options.max_connections && !make_room(origin)) {
      ++shared->counted.connections_refused;
      socket.send(asio::buffer(full_answer()), 0, problem);
      return;
    }
    auto owner = connection::owner{
      .known = [this](const connection* x) { unknown.remove(x); },
      .closed =
        [this](const connection* x) {
          unknown.remove(x);
          open.erase(x);
        }};
    auto made = std::make_shared<connection>(
      std::move(socket), address.to_string(), *shared, std::move(owner));
    open.emplace(made.get(), made);
    unknown.add(made.get(), std::move(origin));
    made->start();
  }

  /// To a request that nobody has read.
  std::string full_answer() const {
    auto why
      = problem_of(errc::overloaded, "this node has too many connections");
    auto seconds = options.service.now_us() / 1'000'000;
    return to_bytes(refusal(*shared, why), false,
                    date_text(static_cast<std::int64_t>(seconds)));
  }

  /// Somebody whom nobody knows gives way; false if all are known.
  bool make_room(const std::string& origin) {
    const auto* found
      = unknown.oldest(origin, options.max_connections / share_of_places);
    if (found == nullptr)
      return false;
    // It is gone only when what it waits for has heard of that.
    unknown.remove(found);
    ++shared->counted.connections_cut;
    if (auto live = open.at(found).lock())
      live->close();
    return true;
  }

  void tend() {
    tending.expires_after(tend_interval);
    tending.async_wait([this](error_code stopped) {
      if (stopped)
        return;
      close_unused();
      shared->own->expire();
      shared->users.tend(options.service.uptime_us());
      shared->events.tend(options.service.uptime_us());
      shared->nodes.tend();
      shared->places.tend();
      shared->own_exports.tend();
      tend();
    });
  }

  /// What waits for them owns them until it hears of the end, so `open` does
  /// not change meanwhile.
  void close_unused() {
    auto now = options.service.uptime_us();
    for (const auto& [key, each] : open)
      if (auto live = each.lock();
          live && (live->is_idle_too_long(now) || live->is_stuck(now)))
        live->close();
  }

  void close_all() {
    auto ignored = error_code{};
    listener.close(ignored);
    pause.cancel();
    tending.cancel();
    for (const auto& [key, each] : std::map{open})
      if (auto live = each.lock())
        live->close();
  }

  void stop() {
    asio::post(loop, [this] {
      auto ignored = error_code{};
      listener.close(ignored);
      auto say_bye = shared->events.size() > 0 || shared->cluster.size() > 0;
      shared->events.end();
      shared->cluster.end();
      // What streams say last is on its way.
      tending.expires_after(say_bye ? bye_time : bye_time.zero());
      tending.async_wait([this](error_code) {
        close_all();
        loop.stop();
      });
    });
    thread.join();
    // What was under way hears that it has ended, and lets go.
    loop.restart();
    loop.poll();
    shared.reset();
    loop.poll();
  }

  server_options options;
  asio::io_context loop{1};
  gateway_place place;
  std::map<const connection*, std::weak_ptr<connection>> open;
  unknown_connections unknown;
  std::optional<service> shared;
  tcp::acceptor listener;
  asio::steady_timer pause;
  asio::steady_timer tending;
  std::thread thread;
};

server::server(std::unique_ptr<inside> x) : inside_(std::move(x)) {
}

server::~server() {
  inside_->stop();
}

result<std::unique_ptr<server>>
server::start(caf::actor_system& system, server_options options,
              const protocol::inner_gateway_actor& gateway) {
  auto made = std::make_unique<inside>(system, std::move(options), gateway);
  if (auto listening = made->listen(); !listening)
    return listening.error();
  made->begin();
  return std::unique_ptr<server>{new server{std::move(made)}};
}

void server::adjust(server_limits limits) {
  asio::post(inside_->loop, [at = inside_.get(), x = std::move(limits)] {
    auto& options = at->shared->options;
    options.requests_per_minute = x.requests_per_minute;
    options.metrics_token = x.metrics_token;
    at->shared->users.follow_rate();
  });
}

std::string server::address() const {
  auto problem = error_code{};
  auto where = inside_->listener.local_endpoint(problem);
  auto host = where.address().to_string();
  if (where.address().is_v6())
    host = '[' + host + ']';
  return host + ':' + std::to_string(where.port());
}

} // namespace taskraft::http
