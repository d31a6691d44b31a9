#include "actors/network/sockets/handshakes.hpp"

#include "actors/logging/logging.hpp"
#include "actors/network/sockets/refusals.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::network {

void handshakes::add(known_connection what, clock::time_point now) {
  auto is_same
    = [&](const connection& x) { return x.what.origin == what.origin; };
  auto from_there
    = static_cast<std::size_t>(std::ranges::count_if(all_, is_same));
  if (from_there >= limits_.from_one_address)
    give_up(std::ranges::find_if(all_, is_same), "too many handshakes at once");
  else if (all_.size() >= limits_.in_all)
    give_up(all_.begin(), "too many handshakes at once");
  auto next = connection{};
  next.handshake = std::make_unique<socket_handshake>(
    what.socket.get(), security_.tls->begin(tls::side::accepted, expected_));
  next.what = std::move(what);
  next.began = now;
  all_.push_back(std::move(next));
}

void handshakes::watch(std::vector<pollfd>& to) const {
  for (const auto& each : all_)
    to.push_back({each.what.socket.get(), each.waits_for, 0});
}

void handshakes::advance(const std::vector<pollfd>& watched,
                         clock::time_point now) {
  auto is_ready = [&](int socket) {
    return std::ranges::any_of(watched, [&](const pollfd& x) {
      return x.fd == socket && x.revents != 0;
    });
  };
  for (auto at = all_.begin(); at != all_.end();) {
    if (now - at->began >= limits_.time_limit) {
      at = give_up(at, "no handshake in time");
    } else if (is_ready(at->what.socket.get())) {
      at = advance(at);
    } else {
      ++at;
    }
  }
}

handshakes::place handshakes::advance(place at) {
  auto& handshake = *at->handshake;
  switch (handshake.advance()) {
    case socket_handshake::outcome::reads:
      at->waits_for = POLLIN;
      return std::next(at);
    case socket_handshake::outcome::writes:
      at->waits_for = POLLOUT;
      return std::next(at);
    case socket_handshake::outcome::done:
      at->what.tls = handshake.session();
      return go_on(at);
    case socket_handshake::outcome::plain:
      if (security_.takes_plaintext)
        return go_on(at);
      return give_up(at, "it does not speak TLS");
    default:
      // Who only looks whether the port is open is not refused.
      if (!handshake.has_begun())
        return all_.erase(at);
      return give_up(at, handshake.problem());
  }
}

handshakes::place handshakes::go_on(place at) {
  auto ready = std::move(at->what);
  auto next = all_.erase(at);
  ready_(std::move(ready));
  return next;
}

handshakes::place handshakes::give_up(place at, const std::string& why) {
  const auto& remote = at->what.remote;
  if (may_log_refusal("handshake_failed", remote ? remote->host : std::string{},
                      why))
    logging::warn("handshake_failed", "remote", name_of(at->what.remote),
                  "reason", why);
  return all_.erase(at);
}

int handshakes::patience_ms(clock::time_point now) const {
  if (all_.empty())
    return -1;
  auto next = all_.front().began + limits_.time_limit;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::max<std::int64_t>(left, 0));
}

} // namespace taskraft::network
