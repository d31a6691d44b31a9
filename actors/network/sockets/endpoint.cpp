#include "actors/network/sockets/endpoint.hpp"

#include <array>
#include <charconv>
#include <netdb.h>
#include <string_view>
#include <sys/socket.h>
#include <system_error>

namespace taskraft::network {

std::string name_of(const std::optional<endpoint>& remote) {
  return remote ? config::to_string(*remote) : "?";
}

std::optional<endpoint> endpoint_of(const sockaddr_storage& address,
                                    socklen_t size) {
  if (address.ss_family != AF_INET && address.ss_family != AF_INET6)
    return std::nullopt;
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

std::optional<endpoint> remote_endpoint(int descriptor) {
  auto address = sockaddr_storage{};
  auto size = socklen_t{sizeof(address)};
  auto raw = reinterpret_cast<sockaddr*>(&address);
  if (::getpeername(descriptor, raw, &size) != 0)
    return std::nullopt;
  return endpoint_of(address, size);
}

std::optional<endpoint> local_endpoint(int descriptor) {
  auto address = sockaddr_storage{};
  auto size = socklen_t{sizeof(address)};
  auto raw = reinterpret_cast<sockaddr*>(&address);
  if (::getsockname(descriptor, raw, &size) != 0)
    return std::nullopt;
  return endpoint_of(address, size);
}

} // namespace taskraft::network
