#include "actors/network/endpoint.hpp"

#include <array>
#include <charconv>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>

namespace taskraft::network {

namespace {

std::optional<endpoint> describe(const sockaddr_storage& address,
                                 socklen_t size) {
  auto host = std::array<char, NI_MAXHOST>{};
  auto port = std::array<char, NI_MAXSERV>{};
  if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size,
                    host.data(), host.size(), port.data(), port.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV)
      != 0)
    return std::nullopt;
  auto result = endpoint{.host = host.data(), .port = 0};
  auto digits = std::string_view{port.data()};
  std::from_chars(digits.data(), digits.data() + digits.size(), result.port);
  return result;
}

} // namespace

std::optional<endpoint> parse_endpoint(std::string_view text) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return std::nullopt;
  auto host = text.substr(0, colon);
  auto digits = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find_first_of("[]:") != std::string_view::npos)
    return std::nullopt;
  auto result = endpoint{.host = std::string{host}, .port = 0};
  auto end = digits.data() + digits.size();
  auto parsed = std::from_chars(digits.data(), end, result.port);
  if (host.empty() || parsed.ec != std::errc{} || parsed.ptr != end)
    return std::nullopt;
  return result;
}

std::string to_string(const endpoint& x) {
  auto number = std::to_string(x.port);
  return x.host.find(':') == std::string::npos ? x.host + ':' + number
                                               : '[' + x.host + "]:" + number;
}

std::string remote_address(int descriptor) {
  auto address = sockaddr_storage{};
  auto size = socklen_t{sizeof(address)};
  auto raw = reinterpret_cast<sockaddr*>(&address);
  if (::getpeername(descriptor, raw, &size) != 0)
    return "?";
  auto found = describe(address, size);
  return found ? to_string(*found) : "?";
}

std::optional<endpoint> local_endpoint(int descriptor) {
  auto address = sockaddr_storage{};
  auto size = socklen_t{sizeof(address)};
  auto raw = reinterpret_cast<sockaddr*>(&address);
  if (::getsockname(descriptor, raw, &size) != 0)
    return std::nullopt;
  return describe(address, size);
}

} // namespace taskraft::network
