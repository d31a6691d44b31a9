#include "actors/http/server/unknown_connections.hpp"

#include <utility>

namespace taskraft::http {

void unknown_connections::add(const connection* x, std::string origin) {
  auto number = ++last_;
  all_.emplace(number, x);
  of_origin_[origin].insert(number);
  places_.insert_or_assign(x, place{std::move(origin), number});
}

void unknown_connections::remove(const connection* x) {
  auto found = places_.find(x);
  if (found == places_.end())
    return;
  const auto& [origin, number] = found->second;
  auto same = of_origin_.find(origin);
  same->second.erase(number);
  if (same->second.empty())
    of_origin_.erase(same);
  all_.erase(number);
  places_.erase(found);
}

const connection* unknown_connections::oldest(const std::string& origin,
                                              std::size_t share) const {
  if (all_.empty())
    return nullptr;
  auto same = of_origin_.find(origin);
  if (same != of_origin_.end() && same->second.size() >= share)
    return all_.at(*same->second.begin());
  return all_.begin()->second;
}

} // namespace taskraft::http
