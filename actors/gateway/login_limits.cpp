#include "actors/gateway/login_limits.hpp"

namespace taskraft::actors {

namespace {

/// Names that nobody has tried lately are forgotten beyond this number.
constexpr std::size_t most_names = 10'000;

std::string together(const std::string& username, const std::string& address) {
  return username + '\0' + address;
}

} // namespace

std::size_t login_limits::count(failures& in, const std::string& key,
                                tick_count now) const {
  auto found = in.find(key);
  if (found == in.end())
    return 0;
  auto& times = found->second;
  while (!times.empty() && now - times.front() >= window_)
    times.pop_front();
  if (!times.empty())
    return times.size();
  in.erase(found);
  return 0;
}

bool login_limits::may_try(const std::string& username,
                           const std::string& address, tick_count now) {
  return count(of_users_, together(username, address), now) < most_of_user
         && (address.empty()
             || count(of_addresses_, address, now) < most_of_address);
}

void login_limits::failed(const std::string& username,
                          const std::string& address, tick_count now) {
  for (auto* all : {&of_users_, &of_addresses_})
    if (all->size() >= most_names)
      std::erase_if(
        *all, [&](const auto& x) { return now - x.second.back() >= window_; });
  of_users_[together(username, address)].push_back(now);
  if (!address.empty())
    of_addresses_[address].push_back(now);
}

} // namespace taskraft::actors
