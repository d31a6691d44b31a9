#include "actors/gateway/login_limits.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <optional>
#include <string_view>

namespace taskraft::actors {

namespace {

/// Names that nobody has tried lately are forgotten beyond this number.
constexpr std::size_t most_names = 10'000;

std::string together(const std::string& username, const std::string& address) {
  return username + '\0' + address;
}

/// As IPv6, those of IPv4 mapped into it; nothing if it is no address.
std::optional<in6_addr> parsed(const std::string& text) {
  auto four = in_addr{};
  auto is_four = ::inet_pton(AF_INET, text.c_str(), &four) == 1;
  auto address = in6_addr{};
  if (::inet_pton(AF_INET6, ((is_four ? "::ffff:" : "") + text).c_str(),
                  &address)
      == 1)
    return address;
  return std::nullopt;
}

/// Without a port, brackets and the name of an interface.
std::string host_of(std::string_view address) {
  if (address.starts_with('['))
    address = address.substr(1, address.find(']') - 1);
  else if (std::ranges::count(address, ':') == 1)
    address = address.substr(0, address.find(':'));
  return std::string{address.substr(0, address.find('%'))};
}

} // namespace

std::string network_of(const std::string& address) {
  auto found = parsed(host_of(address));
  if (!found)
    return address;
  if (IN6_IS_ADDR_V4MAPPED(&*found) == 0)
    std::fill(std::begin(found->s6_addr) + 8, std::end(found->s6_addr), 0);
  auto text = std::array<char, INET6_ADDRSTRLEN>{};
  ::inet_ntop(AF_INET6, &*found, text.data(), text.size());
  return text.data();
}

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
  auto network = network_of(address);
  return count(of_users_, together(username, network), now) < most_of_user
         && (network.empty()
             || count(of_addresses_, network, now) < most_of_address);
}

void login_limits::failed(const std::string& username,
                          const std::string& address, tick_count now) {
  for (auto* all : {&of_users_, &of_addresses_})
    if (all->size() >= most_names)
      std::erase_if(
        *all, [&](const auto& x) { return now - x.second.back() >= window_; });
  auto network = network_of(address);
  of_users_[together(username, network)].push_back(now);
  if (!network.empty())
    of_addresses_[network].push_back(now);
}

} // namespace taskraft::actors
