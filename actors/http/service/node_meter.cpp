#include "actors/http/service/node_meter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::http {

void duration_histogram::add(std::uint64_t us) {
  auto place = std::ranges::lower_bound(bounds_us, us);
  ++counts.at(
    static_cast<std::size_t>(std::distance(bounds_us.begin(), place)));
  sum_us += us;
}

void node_meter::took(protocol::timed_step what, std::uint64_t us) {
  auto held = std::lock_guard{mutex_};
  now_.steps.at(static_cast<std::size_t>(what)).add(us);
}

void node_meter::count(protocol::counted_event what, std::uint64_t times) {
  auto held = std::lock_guard{mutex_};
  now_.events.at(static_cast<std::size_t>(what)) += times;
}

void node_meter::see_followers(std::vector<protocol::follower_seen> all) {
  auto held = std::lock_guard{mutex_};
  now_.followers = std::move(all);
}

void node_meter::see_clients(std::size_t commands, std::size_t clients) {
  auto held = std::lock_guard{mutex_};
  now_.commands_pending = commands;
  now_.clients = clients;
}

node_measures node_meter::read() const {
  auto held = std::lock_guard{mutex_};
  return now_;
}

} // namespace taskraft::http
