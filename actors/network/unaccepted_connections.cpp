#include "actors/network/unaccepted_connections.hpp"

#include <algorithm>
#include <netinet/in.h>
#include <utility>

namespace taskraft::network {

std::string origin_of(const sockaddr_storage& remote) {
  constexpr auto network_bytes = std::size_t{8};
  if (remote.ss_family == AF_INET) {
    const auto& address = reinterpret_cast<const sockaddr_in&>(remote).sin_addr;
    return {reinterpret_cast<const char*>(&address), sizeof(address)};
  }
  const auto& address = reinterpret_cast<const sockaddr_in6&>(remote).sin6_addr;
  return {reinterpret_cast<const char*>(&address), network_bytes};
}

unaccepted_connections::place unaccepted_connections::forget(place at) {
  --count_;
  return all_.erase(at);
}

void unaccepted_connections::add(scribe_ptr link, std::string origin,
                                 clock::time_point now) {
  sweep(now);
  // Kept here, its socket would not be closed before the next sweep.
  if (link->is_over()) {
    --count_;
    return;
  }
  auto is_same = [&](const connection& x) { return x.origin == origin; };
  auto from_there
    = static_cast<std::size_t>(std::ranges::count_if(all_, is_same));
  auto oldest = all_.end();
  if (from_there >= limits_.from_one_address)
    oldest = std::ranges::find_if(all_, is_same);
  else if (all_.size() >= limits_.in_all)
    oldest = all_.begin();
  if (oldest != all_.end()) {
    oldest->link->cut(
      "too many connections without an accepted hello or login");
    forget(oldest);
  }
  all_.push_back({std::move(link), std::move(origin), now});
}

bool unaccepted_connections::is_late(const connection& x,
                                     clock::time_point now) const {
  auto limit = limits_.time_limit;
  if (x.link->has_spoken())
    limit = std::max(limit, limits_.speaking_time_limit);
  return now - x.since >= limit;
}

void unaccepted_connections::sweep(clock::time_point now) {
  for (auto at = all_.begin(); at != all_.end();) {
    if (at->link->is_over() || at->link->has_place()) {
      at = forget(at);
    } else if (is_late(*at, now)) {
      at->link->cut("no accepted hello or login in time");
      at = forget(at);
    } else {
      ++at;
    }
  }
}

} // namespace taskraft::network
